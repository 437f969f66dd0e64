import { checkLinearizable, history, register as model } from '@/lib/checks/index.ts'
import { historyBars, type PatternView } from '@/lib/spacetime/index.ts'
import { suite } from '@/lib/suite/index.ts'

/** Two copies that tell each other later: a read of the second can be older than one that has returned. */
const code = `
import { node } from 'faultline'
export default node((ctx) => {
  let value = 0
  ctx.on('write', async (v) => {
    value = v
    await ctx.sleep(10)
    for (const p of ctx.config.others) ctx.after(140, () => ctx.send(p, 'copy', v))
    return null
  })
  ctx.on('copy', (v) => { value = v })
  ctx.on('read', async () => { const v = value; await ctx.sleep(15); return v })
})`

const demo = suite('register', (s) => {
  s.scenario('stale', { seeds: 1, durationMs: 700 }, (sc) => {
    sc.nodes(['a'], { config: { others: ['b'] } })
    sc.nodes(['b'], { config: { others: ['a'] } })
    sc.client('c1', async (c) => {
      await c.at(20)
      await c.call('a', 'write', 1)
      await c.at(120)
      await c.call('a', 'write', 2)
    })
    sc.client('c2', async (c) => {
      for (const ms of [30, 160, 420]) {
        await c.at(ms)
        await c.call('a', 'read', null)
      }
    })
    sc.client('c3', async (c) => {
      for (const ms of [60, 230, 480]) {
        await c.at(ms)
        await c.call('b', 'read', null)
      }
    })
  })
})

const view: PatternView = ({ trace, endMs }) => {
  const result = checkLinearizable(model(0), history(trace), {
    ops: {
      write: (o) => ({ f: 'write', in: o.body }),
      read: (o) => ({ f: 'read', out: o.result }),
    },
  })
  return historyBars(trace, {
    title: 'Each operation from call to return; hatched is what no order explains any more',
    toMs: endMs,
    ...(result.ok === false
      ? {
          prefix: new Set(result.prefix),
          ...(trace[result.blockedAt]?.op === undefined
            ? {}
            : { stuck: trace[result.blockedAt]?.op as number }),
        }
      : {}),
  })
}

export const register = { name: 'History bars', code, suite: demo, seed: 'stale#0', view }
