import { expect, test } from 'vitest'
import { notes, play } from './play.ts'

/** Reads the clock again after every sleep, as careful code does, for targets that are no whole microseconds. */
const sleeper = `export default node(ctx => {
  const { mono } = ctx.clock
  ctx.on('go', async () => {
    let [sleeps, early, still] = [0, 0, 0]
    for (let i = 0; i < 200; i++) {
      const until = mono() + ctx.random.float() * 50 + (i % 3) / 7
      for (let once = true; mono() < until; once = false) {
        const [before, ms] = [mono(), until - mono()]
        await ctx.sleep(ms)
        sleeps++
        if (mono() < before + ms) early++
        if (mono() === before) still++
        if (!once) ctx.trace('slept twice', { until, ms })
      }
    }
    ctx.trace('done', { sleeps, early, still })
  })
})`

test('a sleep until a reading of the clock ends at that reading or after it, in one sleep, whatever the clock drifts', async () => {
  for (let n = 0; n < 40; n++) {
    const run = await play(
      sleeper,
      (sc, r) => {
        sc.nodes(['n1', 'n2'])
        sc.clocks({ driftPct: 5 })
        sc.client('c1', async (c) => {
          await c.sleep(r.int(0, 1000) / 7)
          c.send('n1', 'go')
          c.send('n2', 'go')
        })
        sc.nemesis(async (m) => {
          await m.at(1500 + 1 / 3)
          m.drift('n2', 1 + r.int(-50, 50) / 1000)
        })
      },
      { n, durationMs: 20_000, maxEvents: 5000 },
    )
    const ends = notes(run)
    expect(ends.map((text) => text.replace(/^\S+ /, ''))).toEqual([
      'done {"sleeps":200,"early":0,"still":0}',
      'done {"sleeps":200,"early":0,"still":0}',
    ])
  }
})

test('the shortest sleep passes time; a sleep of 0 passes none', async () => {
  const code = `export default node(async ctx => {
    const { mono } = ctx.clock
    const start = mono()
    for (const ms of [Number.MIN_VALUE, 1e-13, 7.275957614183426e-12, 0.0004]) {
      const before = mono()
      await ctx.sleep(ms)
      ctx.trace('passed', Math.round((mono() - before) * 1e6) / 1e6)
    }
    await ctx.sleep(0)
    ctx.trace('in all', Math.round((mono() - start) * 1e6) / 1e6)
  })`
  const run = await play(code, (sc) => sc.nodes(['n1']))
  expect(notes(run).map((text) => text.replace(/^\S+ /, ''))).toEqual([
    'passed 0.001',
    'passed 0.001',
    'passed 0.001',
    'passed 0.001',
    'in all 0.004',
  ])
})
