import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { agreement, messages, mutualExclusion, perOperation } from '../../lib/checks/index.ts'
import type { Json, TraceEvent } from '../../lib/sim/index.ts'

type Move = readonly [holder: string, move: 'enter' | 'leave' | 'crash', forMs?: number]

/** One event every 10 ms. */
const events = (moves: readonly Move[]): TraceEvent[] =>
  moves.map(([node, move, forMs], id) => ({
    id,
    at: id * 10,
    node,
    inc: 0,
    ...(move === 'crash' ? { kind: 'crash' } : { kind: 'note', label: move, data: forMs ?? null }),
  }))

const check = mutualExclusion({
  noun: 'the lock',
  enter: (e) => {
    if (e.label !== 'enter') return undefined
    return typeof e.data === 'number' ? { by: e.node, untilMs: e.at + e.data } : { by: e.node }
  },
  leave: (e) => (e.label === 'leave' ? { by: e.node } : undefined),
})

describe('mutual exclusion', () => {
  test('two holders at once are found, with the two events that let them in', () => {
    const trace = events([
      ['n1', 'enter'],
      ['n3', 'leave'],
      ['n2', 'enter'],
    ])
    expect(check({ trace })).toEqual({
      because: 'n2 got the lock at 20 ms, while n1 had held it since 0 ms.',
      expected: { holders: ['n1'] },
      got: { holders: ['n1', 'n2'] },
      witness: [0, 2],
    })
  })
  test('a lease is over at the very instant it ends', () => {
    expect(
      check({
        trace: events([
          ['n1', 'enter', 20],
          ['n3', 'leave'],
          ['n2', 'enter', 5],
        ]),
      }),
    ).toBeUndefined()
    expect(
      check({
        trace: events([
          ['n1', 'enter', 21],
          ['n3', 'leave'],
          ['n2', 'enter', 5],
        ]),
      })?.witness,
    ).toEqual([0, 2])
  })
  test('a crash ends a hold, unless the hold outlives its holder', () => {
    const trace = events([
      ['n1', 'enter'],
      ['n1', 'crash'],
      ['n2', 'enter'],
    ])
    expect(check({ trace })).toBeUndefined()
    const lasting = mutualExclusion({
      noun: 'the lock',
      enter: (e) => (e.label === 'enter' ? { by: e.node } : undefined),
      leave: () => undefined,
      crashEnds: false,
    })
    expect(lasting({ trace })?.witness).toEqual([0, 2])
  })
  test('different things may be held at once', () => {
    const byKey = mutualExclusion({
      noun: 'key',
      enter: (e) => ({ by: e.node, resource: `k${e.id}` }),
      leave: () => undefined,
    })
    expect(
      byKey({
        trace: events([
          ['n1', 'enter'],
          ['n2', 'enter'],
        ]),
      }),
    ).toBeUndefined()
  })

  test('agrees with looking for overlapping intervals', () => {
    const move = fc.tuple(
      fc.constantFrom('n1', 'n2', 'n3'),
      fc.constantFrom('enter' as const, 'leave' as const, 'crash' as const),
      fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
    )
    fc.assert(
      fc.property(fc.array(move, { maxLength: 8 }), (moves) => {
        const trace = events(moves)
        /** Each entry holds until its end by time, the holder's next event, or for ever. */
        const intervals = trace.flatMap((e, i) => {
          if (e.label !== 'enter') return []
          const next = trace.find((x, j) => j > i && x.node === e.node)?.at ?? Number.POSITIVE_INFINITY
          const until = typeof e.data === 'number' ? e.at + e.data : Number.POSITIVE_INFINITY
          return [{ by: e.node, from: e.at, to: Math.min(next, until) }]
        })
        const overlap = intervals.some((a) =>
          intervals.some((b) => a.by !== b.by && a.from < b.from && b.from < a.to),
        )
        expect(check({ trace }) !== undefined).toBe(overlap)
      }),
      { seed: 5, numRuns: 5000 },
    )
  })
})

describe('agreement', () => {
  const trace: TraceEvent[] = ['n1', 'n2', 'n1', 'n3'].map((node, id) => ({
    id,
    at: id,
    node,
    inc: 0,
    kind: 'view',
  }))
  const world = (views: Record<string, Json | undefined>) => ({ trace, view: (node: string) => views[node] })
  const { holds, because } = agreement(['n1', 'n2', 'n3'], (view) => view?.value)
  test('all the same, and all there', () => {
    expect(holds(world({ n1: { value: 1 }, n2: { value: 1 }, n3: { value: 1 } }))).toBe(true)
    expect(holds(world({ n1: { value: 1 }, n2: { value: 1 }, n3: { value: 2 } }))).toBe(false)
    expect(holds(world({ n1: undefined, n2: undefined, n3: undefined }))).toBe(false)
  })
  test('names the node that differs and the last view of both', () => {
    expect(because(world({ n1: { value: 1 }, n2: { value: 1 }, n3: { value: 2 } }))).toEqual({
      because: 'n1 shows 1, n3 still shows 2.',
      expected: 1,
      got: 2,
      witness: [2, 3],
    })
  })
  test('agreeing on the wrong thing is not enough', () => {
    const right = agreement(
      ['n1', 'n2'],
      (view) => view?.value,
      (v) => v === 9,
    )
    const w = world({ n1: { value: 1 }, n2: { value: 1 } })
    expect(right.holds(w)).toBe(false)
    expect(right.because(w).because).toBe('All of n1, n2 show 1, which is not what they should agree on.')
  })
})

test('cost: messages to oneself are free, and are counted per answered operation', () => {
  const trace: TraceEvent[] = (
    [
      ['c1', 'n1'],
      ['n1', 'n2'],
      ['n2', 'n1'],
      ['n1', 'n1'],
      ['n1', 'c1'],
    ] as const
  ).map(([node, peer], id) => ({ id, at: id, node, peer, inc: 0, kind: 'send' }))
  const answers: TraceEvent[] = [5, 6].map((id) => ({
    id,
    at: id,
    node: 'c1',
    inc: 0,
    kind: 'ok',
    type: 'get',
    op: id,
  }))
  const w = { trace: [...trace, ...answers] }
  expect(messages(w)).toBe(4)
  expect(messages(w, (e) => e.node.startsWith('n') && e.peer!.startsWith('n'))).toBe(2)
  expect(perOperation(w, 4)).toBe(2)
  expect(perOperation(w, 4, ['put'])).toBe(4)
})
