import type { PatternView } from '@/lib/spacetime/index.ts'
import { suite } from '@/lib/suite/index.ts'

const CAPACITY = 5

const code = `
import { node } from 'faultline'
export default node((ctx) => {
  const { capacity, perMs } = ctx.config
  let tokens = capacity
  let at = ctx.clock.mono()
  ctx.view({ tokens })
  ctx.on('take', () => {
    const now = ctx.clock.mono()
    tokens = Math.min(capacity, tokens + (now - at) * perMs)
    at = now
    ctx.view({ tokens })
    const taken = tokens >= 1
    if (taken) tokens -= 1
    ctx.trace(taken ? 'taken' : 'refused', null)
    ctx.view({ tokens })
    return taken
  })
})`

const demo = suite('bucket', (s) => {
  s.scenario('burst', { seeds: 1, durationMs: 1200 }, (sc) => {
    sc.nodes(['limiter'], { config: { capacity: CAPACITY, perMs: 0.01 } })
    sc.client('caller', async (c) => {
      for (const ms of [50, 60, 70, 80, 90, 100, 110, 250, 400, 420, 440, 900]) {
        await c.at(ms)
        await c.call('limiter', 'take', null, { local: true })
      }
    })
  })
})

const view: PatternView = ({ trace, endMs }) => ({
  kind: 'plot',
  title: 'Tokens in the bucket; below, calls taken (full) and refused (hollow)',
  unit: 'tokens',
  fromMs: 0,
  toMs: endMs,
  limit: { value: CAPACITY, text: 'capacity' },
  points: trace.flatMap((e) =>
    e.kind === 'view' ? [{ atMs: e.at, value: (e.data as { tokens: number }).tokens, event: e.id }] : [],
  ),
  ticks: trace.flatMap((e) =>
    e.kind === 'note'
      ? [
          {
            atMs: e.at,
            text: `call ${e.label ?? ''}`,
            look: e.label === 'taken' ? ('full' as const) : ('hollow' as const),
            event: e.id,
          },
        ]
      : [],
  ),
})

export const bucket = { name: 'Token level', code, suite: demo, seed: 'burst#0', view }
