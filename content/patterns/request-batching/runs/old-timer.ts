/** Five keys for a batcher that never cancels the timer of a full batch: the code of the question, in the simulator. */
import type { Ctx, NodeProgram } from 'faultline'
import { marks, type PlayedRun, record } from '@/app/ui/quiz/played-run.ts'
import type { Factory } from '@/lib/kernel/index.ts'

const WAIT_MS = 50
const SIZE = 3
const KEYS = [
  { key: 'a', atMs: 0 },
  { key: 'b', atMs: 0 },
  { key: 'c', atMs: 20 },
  { key: 'd', atMs: 30 },
  { key: 'e', atMs: 70 },
]

const program: Factory = (require) => {
  const { node } = require('faultline') as { node(setup: (ctx: Ctx) => void): NodeProgram }
  return {
    default: node((ctx) => {
      let pending: string[] = []
      ctx.on('load', (key) => {
        if (pending.length === 0) {
          ctx.after(WAIT_MS, send)
          ctx.trace('timer')
        }
        pending.push(key)
        ctx.trace('load', key)
        if (pending.length === SIZE) send()
      })
      function send() {
        if (pending.length === 0) return
        ctx.trace('query', pending)
        pending = []
      }
    }),
  }
}

export default async function play(): Promise<PlayedRun> {
  const run = await record(program, 200, (sc) => {
    sc.nodes(['batcher'])
    sc.client('callers', async (c) => {
      for (const { key, atMs } of KEYS) {
        await c.at(atMs)
        c.send('batcher', 'load', key, { local: true })
      }
    })
  })
  const queries = marks<string[]>(run.trace, 'query')
  const sent = queries.map(({ atMs, value }) => `${atMs} ms: ${value.join(' ')}`)
  const options: Record<string, string> = {
    '20 ms: a b c; 80 ms: d e': 'right',
    '20 ms: a b c; 50 ms: d; 80 ms: e': 'cut',
    '20 ms: a b c; 50 ms: a b c; 80 ms: d e': 'twice',
    '20 ms: a b c; 70 ms: d e': 'one',
  }
  return {
    ...run,
    shows: options[sent.join('; ')] ?? null,
    measured: `Queries sent: ${sent.join('; ')}.`,
    picture: {
      kind: 'timeline',
      title: 'Keys, the timers that were started, and the queries',
      fromMs: 0,
      toMs: 130,
      rows: [
        {
          name: 'Keys',
          bars: [],
          ticks: marks<string>(run.trace, 'load').map(({ atMs, value, event }) => ({
            atMs,
            text: value,
            look: 'full' as const,
            event,
          })),
        },
        ...marks(run.trace, 'timer').map(({ atMs, event }, n) => ({
          name: `Timer ${n + 1}`,
          bars: [{ fromMs: atMs, toMs: atMs + WAIT_MS, text: '50 ms', look: 'open' as const, event }],
        })),
        {
          name: 'Queries',
          bars: [],
          ticks: queries.map(({ atMs, value, event }) => ({
            atMs,
            text: value.join(' '),
            look: 'full' as const,
            event,
          })),
        },
      ],
    },
  }
}
