/** Three slots that an abort frees, before a backend that hangs: the bulkhead of the question, in the simulator. */
import type { Ctx, NodeProgram } from 'faultline'
import { marks, type PlayedRun, record } from '@/app/ui/quiz/played-run.ts'
import type { Factory } from '@/lib/kernel/index.ts'
import { NO_REPLY } from '@/lib/suite/index.ts'

const SLOTS = 3
const EVERY_MS = 100
const ABORT_MS = 1000
const END_MS = 10_000

const program: Factory = (require) => {
  const { node } = require('faultline') as { node(setup: (ctx: Ctx) => void): NodeProgram }
  return {
    default: node((ctx) => {
      let free = SLOTS
      ctx.on('call', async (n) => {
        if (free === 0) return
        free -= 1
        // An abort is a timeout of the caller's: the slot is free again, the call is not gone.
        await ctx.rpc('backend', 'call', n, { timeout: ABORT_MS }).catch(() => undefined)
        free += 1
      })
    }),
  }
}

export default async function play(): Promise<PlayedRun> {
  const run = await record(program, END_MS + ABORT_MS, (sc) => {
    sc.nodes(['bulkhead'])
    sc.supply('backend', (backend) => {
      let working = 0
      backend.on('call', (_, __, event) => {
        working += 1
        backend.note('working', working, event)
        return NO_REPLY
      })
    })
    sc.client('callers', async (c) => {
      for (let ms = 0; ms < END_MS; ms += EVERY_MS) {
        await c.at(ms)
        c.send('bulkhead', 'call', ms / EVERY_MS, { local: true })
      }
    })
  })
  const starts = marks<number>(run.trace, 'working').filter(({ atMs }) => atMs < END_MS)
  const working = starts.at(-1)?.value ?? 0
  const near = (n: number) => Math.abs(working - n) <= n / 10
  const shows = near(3) ? 'three' : near(30) ? 'thirty' : near(100) ? 'hundred' : null
  const seconds = [...new Set(starts.map(({ atMs }) => Math.floor(atMs / 1000)))]
  return {
    ...run,
    shows,
    measured: `After ${END_MS / 1000} s the backend is working on ${working} calls, through a bulkhead of ${SLOTS}.`,
    picture: {
      kind: 'timeline',
      title: 'Calls that start, and how many the backend is working on',
      fromMs: 0,
      toMs: END_MS,
      rows: [
        {
          name: 'Starts',
          bars: [],
          ticks: starts.map(({ atMs, value, event }) => ({
            atMs,
            text: `call ${value} starts`,
            look: 'full' as const,
            event,
          })),
        },
        {
          name: 'Backend',
          bars: seconds.map((s) => {
            const last = starts.findLast(({ atMs }) => Math.floor(atMs / 1000) === s)
            return {
              fromMs: s * 1000,
              toMs: (s + 1) * 1000,
              text: `${last?.value}`,
              look: 'solid' as const,
              ...(last ? { event: last.event } : {}),
            }
          }),
        },
      ],
    },
  }
}
