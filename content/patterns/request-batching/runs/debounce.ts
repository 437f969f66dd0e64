/** A key every 8 ms for a batcher whose timer every key restarts: the code of the question, in the simulator. */
import type { Ctx, NodeProgram, Timer } from 'faultline'
import { marks, type PlayedRun, record } from '@/app/ui/quiz/played-run.ts'
import type { Factory } from '@/lib/kernel/index.ts'

const LAST_MS = 400
const EVERY_MS = 8
const WAIT_MS = 10

const program: Factory = (require) => {
  const { node } = require('faultline') as { node(setup: (ctx: Ctx) => void): NodeProgram }
  return {
    default: node((ctx) => {
      let keys: number[] = []
      let timer: Timer | undefined
      ctx.on('load', (key) => {
        timer?.cancel()
        timer = ctx.after(WAIT_MS, send)
        keys.push(key)
        ctx.trace('load', key)
      })
      function send() {
        ctx.trace('query', keys.length)
        keys = []
      }
    }),
  }
}

export default async function play(): Promise<PlayedRun> {
  const run = await record(program, LAST_MS + 100, (sc) => {
    sc.nodes(['batcher'])
    sc.client('callers', async (c) => {
      for (let ms = 0; ms <= LAST_MS; ms += EVERY_MS) {
        await c.at(ms)
        c.send('batcher', 'load', ms / EVERY_MS, { local: true })
      }
    })
  })
  const loads = marks<number>(run.trace, 'load')
  const queries = marks<number>(run.trace, 'query')
  const [first] = queries
  const found = first && `${first.atMs} ms, ${first.value} keys`
  return {
    ...run,
    shows:
      { '10 ms, 2 keys': '10', '80 ms, 10 keys': '80', '410 ms, 51 keys': '410' }[found ?? ''] ?? 'never',
    measured: first
      ? `The first query goes at ${first.atMs} ms with ${first.value} keys; the timer was started ${loads.length} times and rang once.`
      : 'No query is sent.',
    picture: {
      kind: 'timeline',
      title: 'Keys, the timer that each of them restarts, and the query',
      fromMs: 0,
      toMs: LAST_MS + 50,
      rows: [
        {
          name: 'Keys',
          bars: [],
          ticks: loads.map(({ atMs, value, event }) => ({
            atMs,
            text: `key ${value}`,
            look: 'full' as const,
            event,
          })),
        },
        {
          name: 'Timer',
          bars: loads.map(({ atMs, event }, n) => ({
            fromMs: atMs,
            toMs: Math.min(atMs + WAIT_MS, loads[n + 1]?.atMs ?? Number.POSITIVE_INFINITY),
            text: n === loads.length - 1 ? 'runs out' : 'cancelled',
            look: 'open' as const,
            event,
          })),
        },
        {
          name: 'Queries',
          bars: [],
          ticks: queries.map(({ atMs, value, event }) => ({
            atMs,
            text: `query with ${value} keys`,
            look: 'full' as const,
            event,
          })),
        },
      ],
    },
  }
}
