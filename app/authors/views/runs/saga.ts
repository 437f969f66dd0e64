import type { Bar, PatternView } from '@/lib/spacetime/index.ts'
import { suite } from '@/lib/suite/index.ts'

const code = `
import { node } from 'faultline'
export const orchestrator = node((ctx) => {
  ctx.on('order', async () => {
    const done = []
    for (const service of ['payment', 'stock', 'shipping']) {
      try {
        await ctx.rpc(service, 'do', null, { timeout: 200 })
        done.push(service)
      } catch {
        ctx.trace(service + ' refuses: compensating')
        for (const s of done.reverse()) await ctx.rpc(s, 'undo', null, { timeout: 200 })
        return 'cancelled'
      }
    }
    return 'ordered'
  })
})
export const service = node((ctx) => {
  ctx.on('do', async () => {
    await ctx.sleep(ctx.config.takesMs)
    if (ctx.config.fails) throw new Refused('sold out')
    return true
  })
  ctx.on('undo', async () => { await ctx.sleep(ctx.config.takesMs); return true })
})
import { Refused } from 'faultline'`

const demo = suite('saga', (s) => {
  s.scenario('sold-out', { seeds: 1, durationMs: 900 }, (sc) => {
    sc.nodes(['saga'], { role: 'orchestrator' })
    sc.nodes(['payment'], { role: 'service', config: { takesMs: 80, fails: false } })
    sc.nodes(['stock'], { role: 'service', config: { takesMs: 50, fails: false } })
    sc.nodes(['shipping'], { role: 'service', config: { takesMs: 40, fails: true } })
    sc.client('shop', async (c) => {
      await c.at(20)
      await c.call('saga', 'order', null, { timeoutMs: 800 })
    })
  })
})

const view: PatternView = ({ trace, endMs, nodes }) => ({
  kind: 'timeline',
  title: 'The steps of the saga (full) and their compensations (hatched); a refused step is dashed',
  fromMs: 0,
  toMs: endMs,
  rows: nodes
    .filter((n) => n !== 'saga' && n !== 'shop')
    .map((name) => ({
      name,
      bars: trace.flatMap((e): Bar[] => {
        if (e.kind !== 'deliver' || e.node !== name || (e.type !== 'do' && e.type !== 'undo')) return []
        const end = trace.find((x) => x.kind === 'send' && x.node === name && x.re === e.msg)
        const refused = end?.label === 'refused'
        return [
          {
            fromMs: e.at,
            toMs: end?.at ?? endMs,
            text: e.type === 'undo' ? 'compensated' : refused ? 'refused' : 'done',
            look: e.type === 'undo' ? 'hatched' : refused ? 'dashed' : 'solid',
            event: e.id,
            ...(end ? {} : { openEnded: true }),
          },
        ]
      }),
    })),
})

export const saga = { name: 'Saga swimlane', code, suite: demo, seed: 'sold-out#0', view }
