import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventId, Trace } from '../../lib/sim/index.ts'
import { causalFuture, causalPast, clockAtMost, cone, isSeen, withClocks } from '../../lib/spacetime/index.ts'
import { anyTrace } from './arbitrary.ts'
import { leaseTrace, leaseWitness } from './fixtures/lease.ts'
import { stormTrace } from './fixtures/storm.ts'
import { tell } from './fixtures/tell.ts'

/** Happened-before by its definition, closed by brute force (Floyd and Warshall): reach[a][b] when a is b or came before it. */
function bruteForce(trace: Trace): boolean[][] {
  const n = trace.length
  const reach = trace.map((_, a) => trace.map((_, b) => a === b))
  trace.forEach((e, b) => {
    const cause = trace.findIndex((x) => x.id === e.cause)
    if (cause >= 0 && cause < b) reach[cause]![b] = true
    if (!isSeen(e) && e.kind !== 'violation') return
    for (let a = b - 1; a >= 0; a--) {
      if (trace[a]!.node !== e.node || !isSeen(trace[a]!)) continue
      reach[a]![b] = true
      break
    }
  })
  for (let k = 0; k < n; k++) {
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) if (reach[a]![k] && reach[k]![b]) reach[a]![b] = true
    }
  }
  return reach
}

const sorted = (ids: ReadonlySet<EventId>) => [...ids].sort((a, b) => a - b)

describe('the causal cone', () => {
  test('agrees with brute-force reachability, for any trace', () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        const reach = bruteForce(trace)
        trace.forEach((e, i) => {
          expect(sorted(causalPast(trace, e.id))).toEqual(
            trace.filter((_, a) => reach[a]![i]).map((x) => x.id),
          )
          expect(sorted(causalFuture(trace, e.id))).toEqual(
            trace.filter((_, b) => reach[i]![b]).map((x) => x.id),
          )
        })
      }),
    )
  })

  test('a lost message carries no causality to the node that never got it', () => {
    const trace = tell((say) => {
      const send = say(0, 'a', 'send', { type: 'x', peer: 'b', msg: 1 })
      say(5, 'b', 'drop', { type: 'x', peer: 'a', msg: 1, cause: send, label: 'loss' })
      say(9, 'b', 'note', { label: 'later' })
    })
    expect(causalPast(trace, 2).has(0)).toBe(false)
    expect(causalPast(trace, 1).has(0)).toBe(true)
  })

  test('the two events in conflict of the lease story are concurrent', () => {
    const [grant, use] = leaseWitness as [number, number]
    expect(cone(leaseTrace, grant).has(use)).toBe(false)
  })

  test('an unknown id has an empty cone', () => {
    expect(cone(leaseTrace, 9999).size).toBe(0)
  })
})

describe('vector clocks', () => {
  test('order exactly the events that happened before one another', () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        const clocks = withClocks(trace)
        const reach = bruteForce(trace)
        clocks.forEach((a, i) => {
          if (!isSeen(a)) return
          clocks.forEach((b, j) => {
            if (i !== j) expect(clockAtMost(a.clock, b.clock)).toBe(reach[i]![j])
          })
        })
      }),
      { numRuns: 60 },
    )
  })

  test('count each lane from 1 without gaps', () => {
    const clocks = withClocks(stormTrace).filter((e) => e.node === 'n2' && isSeen(e))
    expect(clocks.map((e) => e.clock.n2)).toEqual(clocks.map((_, i) => i + 1))
  })
})
