import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Trace } from '../../lib/sim/index.ts'
import {
  causalFuture,
  causalPast,
  everything,
  fitTo,
  hitTest,
  laneOrder,
  lastEventAt,
  layout,
  nextLandmark,
  rowAt,
  rowOf,
  statesAt,
} from '../../lib/spacetime/index.ts'
import { anyPicture } from './arbitrary.ts'
import { leaseFaults, leaseNodes, leaseTrace, leaseWitness } from './fixtures/lease.ts'
import { longTrace, stormFaults, stormNodes, stormTrace } from './fixtures/storm.ts'
import { tell } from './fixtures/tell.ts'

const lease = layout(leaseTrace, { nodes: leaseNodes, witness: leaseWitness, faults: leaseFaults })
const storm = layout(stormTrace, { nodes: stormNodes, faults: stormFaults })

describe('the cursor', () => {
  test('finds the row of every shown event, and its row finds it back by height', () => {
    lease.rows.forEach((r, i) => {
      for (const id of r.events) expect(rowOf(lease, leaseTrace, id)).toBe(i)
      expect(rowAt(lease, r.y)).toBe(i)
    })
  })

  test('has an answer for any event and any height of any trace', () => {
    fc.assert(
      fc.property(
        anyPicture,
        fc.nat(80),
        fc.integer({ min: -50, max: 4000 }),
        ({ trace, options }, id, y) => {
          const l = layout(trace, options)
          const inside = (i: number) => i === 0 || (i > 0 && i < l.rows.length)
          expect(inside(rowOf(l, trace, id))).toBe(true)
          expect(inside(rowAt(l, y))).toBe(true)
          expect(inside(nextLandmark(l, trace, 0, 'fault', 1))).toBe(true)
        },
      ),
    )
  })

  test('w goes round the witness, forwards and backwards', () => {
    const rows = leaseWitness.map((id) => rowOf(lease, leaseTrace, id))
    expect(nextLandmark(lease, leaseTrace, 0, 'witness', 1)).toBe(rows[0])
    expect(nextLandmark(lease, leaseTrace, rows[0]!, 'witness', 1)).toBe(rows[1])
    expect(nextLandmark(lease, leaseTrace, rows[1]!, 'witness', 1)).toBe(rows[0])
    expect(nextLandmark(lease, leaseTrace, rows[0]!, 'witness', -1)).toBe(rows[1])
  })

  test('f stops at every fault once', () => {
    const stops: number[] = []
    for (
      let row = nextLandmark(storm, stormTrace, 0, 'fault', 1);
      !stops.includes(row);
      row = nextLandmark(storm, stormTrace, row, 'fault', 1)
    )
      stops.push(row)
    const kinds = stops.map((i) => stormTrace[storm.rows[i]!.events[0]!]?.kind)
    expect(kinds).toEqual([
      'drop',
      'partition',
      'drop',
      'drop',
      'dup',
      'crash',
      'skew',
      'cut',
      'pause',
      'drift',
    ])
  })
})

describe('state at the cursor', () => {
  const nodes = laneOrder(stormTrace, stormNodes)
  const at = (row: number) =>
    Object.fromEntries(
      statesAt(stormTrace, nodes, lastEventAt(storm, stormTrace, row) ?? -1).map((s) => [s.node, s]),
    )
  const rowOfKind = (kind: string) =>
    storm.rows.findIndex((r) => r.events.some((id) => stormTrace[id]?.kind === kind))

  test('before the first event nothing has started', () => {
    expect(statesAt(stormTrace, nodes, -1).every((s) => s.status === 'not started')).toBe(true)
  })

  test('a crashed node is crashed until its restart, which begins a new start without a view', () => {
    expect(at(rowOfKind('crash')).n3).toMatchObject({ status: 'crashed', incarnation: 0 })
    // The view that the restarted node showed at that instant has no row of its own, and is there already.
    expect(at(rowOfKind('restart')).n3).toMatchObject({
      status: 'up',
      incarnation: 1,
      view: { term: 1, log: [] },
    })
  })

  test('pauses, jumps and drift show on their node only', () => {
    expect(at(rowOfKind('pause')).n2).toMatchObject({ status: 'paused' })
    expect(at(rowOfKind('skew')).n4).toMatchObject({ skewMs: 200 })
    expect(at(rowOfKind('drift')).n1).toMatchObject({ rate: 0.95 })
    expect(at(rowOfKind('drift')).n4).toMatchObject({ rate: 1 })
  })

  test('a client waits between its call and its end', () => {
    expect(at(rowOfKind('invoke')).c1?.pendingOps).toBe(1)
    expect(at(rowOfKind('info')).c1?.pendingOps).toBe(0)
  })

  test('the last view of the node is what it shows', () => {
    const states = statesAt(leaseTrace, leaseNodes, leaseWitness[1]!)
    expect(states.map((s) => s.view)).toEqual([
      { lease: 'L2', holder: 'h2', grantedAt: 2018 },
      { lease: 'L1', until: 2245 },
      { lease: 'L2', until: 3830 },
      undefined,
    ])
  })
})

describe('pointing', () => {
  test('at a mark finds its event, for every drawn mark', () => {
    for (const m of lease.marks) {
      if (m.under) continue
      expect(hitTest(lease, m.x, m.y)).toEqual({ kind: 'event', id: m.id })
    }
  })

  test('at the middle of a line finds the message, on bare paper nothing', () => {
    const m = lease.messages[0]!
    const hit = hitTest(lease, (m.x1 + m.x2) / 2, (m.y1 + m.y2) / 2)
    expect(hit).toMatchObject({ kind: 'message', message: { key: m.key } })
    expect(hitTest(lease, lease.width - 2, 2)).toBeUndefined()
  })
})

test('at any width the lanes keep their least distance, and four of them fit a phone without scrolling', () => {
  for (const [width, lanes] of [
    [320, 4],
    [390, 12],
    [640, 5],
    [894, 4],
    [1280, 6],
  ] as const) {
    expect(fitTo(width, lanes).laneGap).toBeGreaterThanOrEqual(62)
  }
  for (const width of [358, 402, 582, 894]) {
    const { laneGap, gutter, margin } = fitTo(width, 4)
    expect(2 * gutter + 3 * laneGap + margin + 64).toBeLessThanOrEqual(width)
  }
})

describe('the state at the cursor', () => {
  const trace: Trace = tell((say) => {
    say(0, 'a', 'boot')
    say(10, 'a', 'timer-set', { timer: 1, data: 100 })
    say(20, 'a', 'timer-set', { timer: 2, data: 10 })
    say(30, 'a', 'timer-fire', { timer: 2 })
    say(40, 'a', 'drift', { data: 2 })
    say(50, 'b', 'note', { label: 'here' })
    say(60, 'a', 'crash')
    say(90, 'a', 'restart')
    say(95, 'b', 'note', { label: 'there' })
  })
  const a = (id: number) => statesAt(trace, ['a', 'b'], id)[0]!

  test('names the timers that are set, next first, until they fire or the node crashes', () => {
    expect(a(1).timers).toEqual([{ timer: 1, inMs: 100 }])
    expect(a(2).timers).toEqual([
      { timer: 2, inMs: 10 },
      { timer: 1, inMs: 90 },
    ])
    expect(a(3).timers).toEqual([{ timer: 1, inMs: 80 }])
    expect(a(6).timers).toEqual([])
  })

  test("reads the node's own clock: at its rate, from its last start", () => {
    expect(a(3).monoMs).toBe(30)
    expect(a(5).monoMs).toBe(60)
    expect(a(8).monoMs).toBe(10)
  })

  test('is the same wherever the cursor comes from, also beyond what is kept of a long run', () => {
    const long = longTrace(1000, 4)
    const nodes = ['n1', 'n2', 'n3', 'n4']
    for (const at of [0, 255, 256, 257, 511, 512, 700, 999]) {
      const whole = statesAt(long, nodes, long[at]!.id)
      const alone = statesAt(long.slice(0, at + 1), nodes, long[at]!.id)
      expect(whole).toEqual(alone)
    }
  })
})

describe('the filter by cause', () => {
  const shown = (side: 'past' | 'future' | 'both') =>
    new Set(
      layout(stormTrace, {
        nodes: stormNodes,
        filter: { ...everything, cause: { of: stormTrace[30]!.id, side } },
      }).rows.flatMap((r) => r.events),
    )

  test('leaves what led to the event, what followed from it, or both, and nothing else', () => {
    const id = stormTrace[30]!.id
    expect(shown('past')).toEqual(causalPast(stormTrace, id))
    expect(shown('future')).toEqual(causalFuture(stormTrace, id))
    expect(shown('both')).toEqual(new Set([...shown('past'), ...shown('future')]))
    expect(shown('both').size).toBeLessThan(stormTrace.length)
  })
})
