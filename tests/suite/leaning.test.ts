import { describe, expect, test } from 'vitest'
import { findLeanings, suite } from '../../lib/suite/index.ts'
import { portFor } from '../sim/play.ts'

/** Answers after 50 ms of its own. */
const slow = `export default node(ctx => {
  ctx.on('ask', async () => { await ctx.sleep(50); return 'here' })
})`

/** A node that is asked at 0 and sleeps from 10 to 200; `owed` is the least latency that the suite asks for. */
const sleepy = (owed: (now: number) => boolean) =>
  suite('sleepy', (s) => {
    const late = s.property('late', 'A sleeper answers late.', { kind: 'safety' })
    s.scenario('nap', { seeds: 2, durationMs: 1000 }, (sc) => {
      sc.nodes(['n1'])
      sc.clocks({ driftPct: 1 })
      sc.nemesis(async (n) => {
        await n.at(10)
        n.pause('n1', { forMs: 190 })
      })
      sc.client('c1', async (c) => {
        await c.call('n1', 'ask')
        if (owed(c.now)) return
        const because = `It answered at ${c.now} ms.`
        c.fail(late, { because, expected: 'later', got: c.now, witness: [] })
      })
    })
  })

const port = () => portFor(slow)

describe('an expectation that leans on a fault', () => {
  test('is found without the fault, and told with the schedule', async () => {
    const { leanings } = await findLeanings(
      sleepy((now) => now >= 200),
      port(),
    )
    expect(leanings).toMatchObject([
      { seed: 'nap#0', change: 'without faults', property: 'late', faults: [] },
    ])
  })

  test('is found when the fault is there and shorter', async () => {
    // Whether there was a pause it sees, and not how long it was.
    const { leanings } = await findLeanings(
      sleepy((now) => now >= 200 || now < 80),
      port(),
    )
    expect(leanings.map((l) => l.change)).toEqual(['with half of f2'])
  })
})

test('an expectation that goes by what happened does not lean', async () => {
  const { runs, leanings } = await findLeanings(
    sleepy((now) => now >= 50),
    port(),
  )
  expect(leanings).toEqual([])
  // Of two schedules: whole, without faults, without each of two, and the pause cut short.
  expect(runs).toBe(10)
})
