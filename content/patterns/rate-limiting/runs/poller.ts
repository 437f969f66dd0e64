/** A caller that takes every 60 ms from a bucket that forgets the rest of each gap: the code of the question, in the simulator. */
import type { Ctx, NodeProgram } from 'faultline'
import { marks, type PlayedRun, record } from '@/app/ui/quiz/played-run.ts'
import type { Factory } from '@/lib/kernel/index.ts'

const EVERY_MS = 60
const TAKES = 5
const BURST = 5

const program: Factory = (require) => {
  const { node } = require('faultline') as { node(setup: (ctx: Ctx) => void): NodeProgram }
  return {
    default: node((ctx) => {
      const start = ctx.clock.mono()
      let tokens = 0
      let at = 0
      ctx.on('take', () => {
        const now = ctx.clock.mono() - start
        const came = Math.floor((now - at) / 100)
        if (came > 0) {
          tokens = Math.min(BURST, tokens + came)
          at = now
        }
        const passes = tokens >= 1
        if (passes) tokens -= 1
        ctx.trace('take', passes)
        ctx.trace('at', at)
      })
    }),
  }
}

export default async function play(): Promise<PlayedRun> {
  const run = await record(program, 400, (sc) => {
    sc.nodes(['limiter'])
    sc.client('caller', async (c) => {
      for (let n = 1; n <= TAKES; n++) {
        await c.at(n * EVERY_MS)
        c.send('limiter', 'take', null, { local: true })
      }
    })
  })
  const takes = marks<boolean>(run.trace, 'take')
  const ats = marks<number>(run.trace, 'at')
  const passed = takes.filter(({ value }) => value).map(({ atMs }) => atMs)
  const options: Record<string, string> = {
    '': 'none',
    '120 240': 'two-four',
    '120 240 300': 'exact',
    '120 180 240 300': 'all',
  }
  return {
    ...run,
    shows: options[passed.join(' ')] ?? null,
    measured: `Takes that pass: ${passed.map((ms) => `${ms} ms`).join(', ')}. An exact bucket would have given tokens at 100, 200 and 300 ms.`,
    picture: {
      kind: 'timeline',
      title: 'Takes that pass (bar) and are refused (cross), and what the bucket counts from',
      fromMs: 0,
      toMs: 330,
      rows: [
        {
          name: 'Takes',
          bars: [],
          ticks: takes.map(({ atMs, value, event }) => ({
            atMs,
            text: value ? 'passes' : 'refused',
            look: value ? ('full' as const) : ('cross' as const),
            event,
          })),
        },
        {
          name: 'Counts from',
          bars: ats.map(({ atMs, value, event }, n) => ({
            fromMs: atMs,
            toMs: ats[n + 1]?.atMs ?? 330,
            text: `at = ${value}`,
            look: 'open' as const,
            event,
          })),
        },
      ],
    },
  }
}
