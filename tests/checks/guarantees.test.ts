import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Access,
  type Check,
  causal,
  history,
  lostElements,
  lostUpdate,
  monotonic,
  monotonicEvents,
  monotonicReads,
  monotonicWrites,
  type Operation,
  readYourWrites,
  unique,
  writesFollowReads,
} from '../../lib/checks/index.ts'
import type { Json, TraceEvent } from '../../lib/sim/index.ts'
import { anyPlan, type Planned, plan, traceOf } from './histories.ts'

const runs = { seed: 11, numRuns: 3000 }
const agrees = (check: Check, arb: fc.Arbitrary<Planned[]>, oracle: (operations: Operation[]) => boolean) =>
  fc.assert(
    fc.property(arb, (rows) => {
      const trace = traceOf(rows)
      const finding = check({ trace })
      expect(finding === undefined).toBe(oracle(history(trace)))
      for (const id of finding?.witness ?? []) expect(trace[id]).toBeDefined()
    }),
    runs,
  )
const answered = (operations: readonly Operation[]) => operations.filter((o) => o.outcome === 'ok')
const precedes = (a: Operation, b: Operation) => a.outcome === 'ok' && a.endId! < b.invokeId
/** Every ordered pair of different elements. */
const pairs = <T>(xs: readonly T[]): (readonly [T, T])[] =>
  xs.flatMap((a, i) => xs.filter((_, j) => j !== i).map((b) => [a, b] as const))
const small = fc.integer({ min: 1, max: 5 })

describe('unique', () => {
  const check = unique({ noun: 'id', of: (o) => (o.type === 'next' ? o.result : []) })
  test('agrees with comparing every pair', () => {
    const arb = anyPlan(
      { next: { out: fc.array(small, { maxLength: 2 }) }, other: { out: fc.constant([1]) } },
      4,
    )
    agrees(check, arb, (all) => {
      const given = answered(all).flatMap((o) => (o.type === 'next' ? (o.result as number[]) : []))
      return pairs(given).every(([a, b]) => a !== b)
    })
  })
  test('names the value and both receivers', () => {
    const trace = traceOf(plan(['c1', 'next', null, [7], 0, 1], ['c2', 'next', null, [8, 7], 2, 3]))
    expect(check({ trace })).toEqual({
      because: 'c1 and c2 were both given id 7, at 1 ms and at 3 ms.',
      expected: 'another id each time',
      got: 7,
      witness: [1, 3],
    })
  })
})

describe('monotonic', () => {
  const token = (o: Operation): number | undefined => (o.type === 'take' ? o.result : undefined)
  const arb = anyPlan({ take: { out: small }, other: { out: small } }, 5)
  test('strict: agrees with comparing every pair', () => {
    agrees(monotonic({ noun: 'token', of: token }), arb, (all) =>
      pairs(answered(all).filter((o) => o.type === 'take')).every(
        ([a, b]) => a.result !== b.result && (!precedes(a, b) || b.result > a.result),
      ),
    )
  })
  test('not strict, by client: agrees with comparing every pair', () => {
    agrees(monotonic({ noun: 'token', of: token, strict: false, by: (o) => o.client }), arb, (all) =>
      pairs(answered(all).filter((o) => o.type === 'take')).every(
        ([a, b]) => a.client !== b.client || !precedes(a, b) || b.result >= a.result,
      ),
    )
  })
  test('names the two tokens', () => {
    const trace = traceOf(plan(['c1', 'take', null, 8, 0, 1], ['c2', 'take', null, 7, 2, 3]))
    expect(monotonic({ noun: 'token', of: token })({ trace })).toMatchObject({
      because: 'c2 came to token 7 after c1 had come to token 8.',
      got: 7,
      witness: [1, 2, 3],
    })
  })
})

describe('monotonicEvents', () => {
  const accepted = (e: TraceEvent) => (e.kind === 'note' ? (e.data as number) : undefined)
  const events = (values: readonly number[]): TraceEvent[] =>
    values.map((data, id) => ({
      id,
      at: id,
      node: `n${(id % 2) + 1}`,
      inc: 0,
      kind: 'note',
      label: 'accepted',
      data,
    }))
  test('agrees with comparing neighbours', () => {
    fc.assert(
      fc.property(fc.array(small, { maxLength: 8 }), fc.boolean(), (values, strict) => {
        const good = values.every((v, i) => i === 0 || (strict ? v > values[i - 1]! : v >= values[i - 1]!))
        const check = monotonicEvents({ noun: 'token', of: accepted, strict })
        expect(check({ trace: events(values) }) === undefined).toBe(good)
      }),
      runs,
    )
  })
  test('groups are compared apart', () => {
    const trace = events([5, 1, 6, 2])
    expect(monotonicEvents({ noun: 'token', of: accepted, by: (e) => e.node })({ trace })).toBeUndefined()
    expect(monotonicEvents({ noun: 'token', of: accepted })({ trace })?.witness).toEqual([0, 1])
  })
})

describe('lost updates', () => {
  const check = lostUpdate({ of: (o) => (o.type === 'update' ? { from: o.body.in } : undefined) })
  test('agrees with comparing every pair', () => {
    agrees(check, anyPlan({ update: { in: small }, read: { out: small } }, 5), (all) =>
      pairs(answered(all).filter((o) => o.type === 'update')).every(([a, b]) => a.body.in !== b.body.in),
    )
  })
  test('keys are apart', () => {
    const keyed = lostUpdate({ of: (o) => ({ key: o.client, from: o.body.in }) })
    const trace = traceOf(plan(['c1', 'update', 1, null, 0, 2], ['c2', 'update', 1, null, 1, 3]))
    expect(keyed({ trace })).toBeUndefined()
    expect(check({ trace })?.because).toBe(
      'c1 and c2 both replaced version 1, and both were told that it worked: one of the two updates is lost.',
    )
  })
})

describe('lost elements', () => {
  const check = lostElements({
    added: (o) => (o.type === 'add' ? o.body.in : undefined),
    read: (o) => (o.type === 'read' ? o.result : undefined),
  })
  test('agrees with looking for each element in each read', () => {
    const arb = anyPlan(
      { add: { in: fc.integer({ min: 1, max: 3 }) }, read: { out: fc.subarray([1, 2, 3]) } },
      5,
    )
    agrees(check, arb, (all) => {
      const adds = all.filter((o) => o.type === 'add')
      return answered(all).every((r) => {
        if (r.type !== 'read') return true
        const seen: number[] = r.result
        const nothingLost = adds.every((a) => !precedes(a, r) || seen.includes(a.body.in))
        const nothingInvented = seen.every((x) =>
          adds.some((a) => a.body.in === x && a.outcome !== 'fail' && a.invokeId < r.endId!),
        )
        return nothingLost && nothingInvented
      })
    })
  })
  test('says which acknowledged element is missing', () => {
    const trace = traceOf(plan(['c1', 'add', 'x', null, 0, 1], ['c2', 'read', null, [], 2, 3]))
    expect(check({ trace })?.because).toBe(
      'c1 was told at 1 ms that element "x" was added, and c2\'s read at 3 ms does not have it.',
    )
  })
})

describe('session guarantees', () => {
  /** Body and answer carry the access: { key, version }. */
  const of = (o: Operation): Access => ({
    f: o.type as 'read' | 'write',
    ...(o.type === 'read' ? o.result : o.body.in),
  })
  const at = (key: string, version: number): Json => ({ key, version })
  /** Version numbers of writes are distinct; reads see any of them, or none. */
  const arb = anyPlan(
    {
      read: { out: fc.record({ key: fc.constantFrom('x', 'y'), version: fc.integer({ min: 0, max: 5 }) }) },
      write: { in: fc.record({ key: fc.constantFrom('x', 'y') }) },
    },
    5,
  ).chain((rows) =>
    fc
      .shuffledSubarray([1, 2, 3, 4, 5], { minLength: 5 })
      .map((versions) =>
        rows.map((row, i) =>
          row.f === 'write' ? { ...row, in: { ...(row.in as object), version: versions[i]! } } : row,
        ),
      ),
  )
  const law = (a: Access['f'], b: Access['f']) => (all: readonly Operation[]) =>
    pairs(answered(all)).every(([first, then]) => {
      const [x, y] = [of(first), of(then)]
      if (first.client !== then.client || !precedes(first, then) || x.f !== a || y.f !== b || x.key !== y.key)
        return true
      return b === 'read' ? y.version >= x.version : y.version > x.version
    })
  test('read your writes: agrees with comparing every pair', () =>
    agrees(readYourWrites({ of }), arb, law('write', 'read')))
  test('monotonic reads: agrees with comparing every pair', () =>
    agrees(monotonicReads({ of }), arb, law('read', 'read')))
  test('monotonic writes: agrees with comparing every pair', () =>
    agrees(monotonicWrites({ of }), arb, law('write', 'write')))
  test('writes follow reads: agrees with comparing every pair', () =>
    agrees(writesFollowReads({ of }), arb, law('read', 'write')))

  test('causal: agrees with the transitive closure of session order and reads-from', () => {
    agrees(causal({ of }), arb, (all) => {
      const ops = answered(all)
      const edge = (a: Operation, b: Operation) =>
        (a.client === b.client && precedes(a, b)) ||
        (of(a).f === 'write' &&
          of(b).f === 'read' &&
          of(a).key === of(b).key &&
          of(a).version === of(b).version &&
          a.invokeId < b.endId!)
      const reach = ops.map((a) => ops.map((b) => a !== b && edge(a, b)))
      for (let k = 0; k < ops.length; k++)
        for (let i = 0; i < ops.length; i++)
          for (let j = 0; j < ops.length; j++) if (reach[i]![k] && reach[k]![j]) reach[i]![j] = true
      return ops.every((a, i) =>
        ops.every((b, j) => {
          if (i === j || !reach[i]![j] || of(a).key !== of(b).key) return true
          return of(b).f === 'read' ? of(b).version >= of(a).version : of(b).version > of(a).version
        }),
      )
    })
  })

  test('read your writes: names the write and the older version read', () => {
    const trace = traceOf(
      plan(['c1', 'write', at('x', 3), null, 0, 1], ['c1', 'read', null, at('x', 2), 2, 3]),
    )
    expect(readYourWrites({ of })({ trace })).toEqual({
      because: 'c1 read version 2 of "x" at 3 ms, although it had written version 3 of "x", at 1 ms.',
      expected: 'at least version 3',
      got: 2,
      witness: [1, 2, 3],
    })
  })
  test('causal: an answer seen before its question is found across three clients', () => {
    const rows = plan(
      ['alice', 'write', at('question', 1), null, 0, 1],
      ['bob', 'read', null, at('question', 1), 2, 3],
      ['bob', 'write', at('answer', 1), null, 4, 5],
      ['carol', 'read', null, at('answer', 1), 6, 7],
      ['carol', 'read', null, at('question', 0), 8, 9],
    )
    expect(causal({ of })({ trace: traceOf(rows) })?.because).toContain('carol read version 0 of "question"')
    for (const check of [readYourWrites, monotonicReads, monotonicWrites, writesFollowReads])
      expect(check({ of })({ trace: traceOf(rows) })).toBeUndefined()
  })
})
