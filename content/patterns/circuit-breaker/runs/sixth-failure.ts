/** Six calls that fail at once, and a breaker that stops its own timer: the code of the question, in the simulator. */
import type { Ctx, NodeProgram, Timer } from 'faultline'
import { marks, type PlayedRun, record } from '@/app/ui/quiz/played-run.ts'
import type { Factory } from '@/lib/kernel/index.ts'
import { NO_REPLY } from '@/lib/suite/index.ts'

const CALLS = 6
const TIMEOUT_MS = 200
const LOOK_MS = 2200

const program: Factory = (require) => {
  const { node } = require('faultline') as { node(setup: (ctx: Ctx) => void): NodeProgram }
  return {
    default: node((ctx) => {
      let state = 'closed'
      let failures = 0
      let timer: Timer | undefined

      function become(next: string) {
        state = next
        ctx.trace('state', next)
      }
      function open() {
        if (timer) ctx.trace('cancelled')
        timer?.cancel()
        if (state === 'open') return
        become('open')
        ctx.trace('timer')
        timer = ctx.after(1_000, () => become('half-open'))
      }
      function failed() {
        failures += 1
        ctx.trace('failure', failures)
        if (failures >= 5) open()
      }
      become('closed')
      ctx.on('call', async () => {
        await ctx.rpc('service', 'call', null, { timeout: TIMEOUT_MS }).catch(failed)
      })
    }),
  }
}

export default async function play(): Promise<PlayedRun> {
  const run = await record(program, LOOK_MS + 100, (sc) => {
    sc.nodes(['breaker'])
    sc.supply('service', (service) => service.on('call', () => NO_REPLY))
    sc.client('pages', async (c) => {
      for (let n = 0; n < CALLS; n++) c.send('breaker', 'call', n, { local: true })
      await c.settle()
    })
  })
  const states = marks<'closed' | 'open' | 'half-open'>(run.trace, 'state')
  const failures = marks<number>(run.trace, 'failure')
  const [timer] = marks(run.trace, 'timer')
  const [cancelled] = marks(run.trace, 'cancelled')
  const last = states.filter(({ atMs }) => atMs <= LOOK_MS).at(-1)
  const looks = { closed: 'solid', open: 'open', 'half-open': 'thin' } as const
  return {
    ...run,
    shows: last?.value ?? null,
    measured: `At ${LOOK_MS} ms, two seconds after the failures, the breaker is ${last?.value}.`,
    picture: {
      kind: 'timeline',
      title: 'The breaker, its timer, and the failures',
      fromMs: 0,
      toMs: LOOK_MS,
      rows: [
        {
          name: 'Breaker',
          bars: states.map(({ atMs, value, event }, n) => ({
            fromMs: atMs,
            toMs: states[n + 1]?.atMs ?? LOOK_MS,
            text: value,
            look: looks[value],
            event,
            openEnded: n === states.length - 1,
          })),
        },
        {
          name: 'Failures',
          bars: [],
          ticks: failures.map(({ atMs, value, event }) => ({
            atMs,
            text: `failure ${value}`,
            look: 'cross' as const,
            event,
          })),
        },
        {
          name: 'Timer',
          bars: [],
          ticks: [
            ...(timer
              ? [{ atMs: timer.atMs, text: 'started', look: 'hollow' as const, event: timer.event }]
              : []),
            ...(cancelled
              ? [{ atMs: cancelled.atMs, text: 'cancelled', look: 'cross' as const, event: cancelled.event }]
              : []),
          ],
        },
      ],
    },
  }
}
