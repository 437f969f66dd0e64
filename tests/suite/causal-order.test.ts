import { expect, test } from 'vitest'
import type { Trace } from '../../lib/sim/index.ts'
import { clockAtMost, isSeen, withClocks } from '../../lib/spacetime/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { portFor } from '../sim/play.ts'
import { busy, storm } from './storm.ts'

/** Happened-before by definition (Lamport 1978): order on a lane, sending before delivering, and what follows. */
function happenedBefore(trace: Trace): Uint8Array[] {
  const past = trace.map(() => new Uint8Array(trace.length))
  const last = new Map<string, number>()
  const sent = new Map<number, number>()
  trace.forEach((e, i) => {
    const follows = (j: number | undefined) => {
      if (j === undefined) return
      past[i]![j] = 1
      past[j]!.forEach((known, k) => {
        if (known) past[i]![k] = 1
      })
    }
    if (!isSeen(e)) return
    follows(last.get(e.node))
    if (e.kind === 'deliver') follows(sent.get(e.msg!))
    if (e.kind === 'send') sent.set(e.msg!, i)
    last.set(e.node, i)
  })
  return past
}

test('vector clocks of real runs are the causal order, no more and no less', async () => {
  const port = portFor(busy)
  for (let n = 0; n < 6; n++) {
    const { trace } = await runOnce(storm(900), port, { seed: `run#${n}` })
    const past = happenedBefore(trace)
    const clocked = withClocks(trace)
    const seen = trace.flatMap((e, i) => (isSeen(e) ? [i] : []))
    let concurrent = 0
    for (const a of seen) {
      for (const b of seen) {
        if (a === b) continue
        const before = clockAtMost(clocked[a]!.clock, clocked[b]!.clock)
        if (before !== (past[b]![a] === 1))
          expect({ a: trace[a], b: trace[b], before }).toBe('in causal order')
        if (!before && !clockAtMost(clocked[b]!.clock, clocked[a]!.clock)) concurrent++
      }
    }
    expect(concurrent).toBeGreaterThan(1000)
  }
})
