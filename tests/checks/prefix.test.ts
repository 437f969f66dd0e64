import fc from 'fast-check'
import { expect, test } from 'vitest'
import { history, kv, longestPrefix, register } from '../../lib/checks/index.ts'
import { mapping, nearlyGood, type Planned, plan, traceOf } from './histories.ts'
import { bruteForce, explains } from './oracle.ts'
import { subjects } from './specs.ts'

const ops = mapping(['read', 'write', 'get', 'put', 'cas'])
const prefix = (model: Parameters<typeof longestPrefix>[0], rows: readonly Planned[], maxSteps = 1_000_000) =>
  longestPrefix(model, history(traceOf(rows)), { ops, maxSteps })

test('the whole of a good history is its prefix', () => {
  const found = prefix(register(0), plan(['a', 'write', 1, null, 0, 1], ['b', 'read', null, 1, 2, 3]))
  expect(found).toEqual({
    blockedAt: undefined,
    linearization: new Map([['', [0, 1]]]),
    ops: new Set([0, 1]),
  })
})

test('it ends at the earliest contradiction of any key', () => {
  const at = (key: string, rows: readonly Planned[]) => rows.map((row) => ({ ...row, key }))
  const rows = [
    ...at('late', plan(['a', 'put', 1, null, 0, 1], ['b', 'get', null, 9, 8, 9])),
    ...at(
      'early',
      plan(['c', 'put', 2, null, 2, 3], ['d', 'get', null, 7, 4, 5], ['d', 'get', null, 7, 6, 7]),
    ),
    ...at('fine', plan(['e', 'put', 3, null, 4.5, 12])),
  ]
  const found = prefix(kv(), rows)!
  expect([...found.ops].sort()).toEqual([0, 2])
  expect(found.blockedAt).toBe(traceOf(rows).find((e) => e.op === 3 && e.kind === 'ok')!.id)
})

test('what was under way at its end is in it only where it explains something', () => {
  const found = prefix(
    register(0),
    plan(
      ['a', 'write', 1, null, 0, 9],
      ['b', 'write', 2, null, 1, 9],
      ['c', 'read', null, 1, 2, 3],
      ['c', 'read', null, 0, 4, 5],
    ),
  )!
  expect([...found.ops].sort()).toEqual([0, 2])
})

test('no answer when the steps run out', () => {
  expect(
    prefix(register(0), plan(['a', 'write', 1, null, 0, 1], ['b', 'read', null, 1, 2, 3]), 1),
  ).toBeUndefined()
})

const { model, spec } = subjects['cas register']!
test('against every order tried: it has an order, and with one more answer it has none', () => {
  const check = (rows: Planned[]) => {
    const { blockedAt, ops: done, linearization } = prefix(model, rows)!
    expect(blockedAt === undefined).toBe(bruteForce(spec, rows))
    if (blockedAt === undefined) return
    const until = rows[history(traceOf(rows)).find((o) => o.endId === blockedAt)!.op]!.to
    const asOf = rows.map((op) =>
      op.to >= until && op.outcome === 'ok' ? { ...op, outcome: 'info' as const } : op,
    )
    const order = (linearization.get('') ?? []).map((op) => asOf[op]!)
    expect(explains(spec, asOf, order)).toBe(true)
    expect(new Set(order.map((op) => asOf.indexOf(op)))).toEqual(done)
    const oneMore = rows.map((op) =>
      op.to > until && op.outcome === 'ok' ? { ...op, outcome: 'info' as const } : op,
    )
    expect(bruteForce(spec, oneMore)).toBe(false)
  }
  fc.assert(fc.property(nearlyGood(spec), check), { seed: 11, numRuns: 1500 })
})
