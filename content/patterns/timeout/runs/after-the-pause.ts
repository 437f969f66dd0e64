/** An answer and a deadline that both wait for a paused process to wake: the code of the question, in the simulator. */
import type { Ctx, NodeProgram } from 'faultline'
import { marks, type PlayedRun, record } from '@/app/ui/quiz/played-run.ts'
import type { Factory } from '@/lib/kernel/index.ts'

const ANSWER_MS = 60
const DEADLINE_MS = 100
const PAUSE = { fromMs: 50, toMs: 180 } as const

const program: Factory = (require) => {
  const { node } = require('faultline') as { node(setup: (ctx: Ctx) => void): NodeProgram }
  return {
    default: node((ctx) => {
      ctx.on('run', async () => {
        const value = await new Promise((resolve) => {
          const timer = ctx.after(DEADLINE_MS, () => resolve('TimeoutError'))
          ctx.rpc('service', 'task', null, { timeout: 10_000 }).then((answer) => {
            timer.cancel()
            resolve(answer)
          })
        })
        ctx.trace('gives', value)
      })
    }),
  }
}

export default async function play(): Promise<PlayedRun> {
  const run = await record(
    program,
    300,
    (sc) => {
      sc.nodes(['process'])
      sc.supply('service', (service) =>
        service.on('task', async () => {
          await service.sleep(ANSWER_MS)
          service.note('answers')
          return 'the value'
        }),
      )
      sc.client('caller', async (c) => {
        c.send('process', 'run', null, { local: true })
        await c.settle()
      })
    },
    [{ id: 'f1', op: 'pause', at: PAUSE.fromMs, node: 'process', until: PAUSE.toMs }],
  )
  const [gives] = marks<string>(run.trace, 'gives')
  const [answers] = marks(run.trace, 'answers')
  const options: Record<string, string> = {
    'the value 180': 'value',
    'TimeoutError 180': 'timeout',
    'TimeoutError 100': 'timeout-100',
    'the value 60': 'value-60',
  }
  const endMs = gives?.atMs ?? 300
  return {
    ...run,
    shows: options[`${gives?.value} ${gives?.atMs}`] ?? null,
    measured: `The run gives ${gives?.value} at ${gives?.atMs} ms, ${endMs - DEADLINE_MS} ms after its deadline.`,
    picture: {
      kind: 'timeline',
      title: 'The process, its deadline, and the answer that waits',
      fromMs: 0,
      toMs: 240,
      rows: [
        {
          name: 'Process',
          bars: [
            { fromMs: 0, toMs: PAUSE.fromMs, text: 'runs', look: 'solid' },
            { ...PAUSE, text: 'paused', look: 'hatched' },
            { fromMs: PAUSE.toMs, toMs: 240, text: 'runs', look: 'solid', openEnded: true },
          ],
        },
        {
          name: 'Answer',
          bars: [{ fromMs: ANSWER_MS, toMs: endMs, text: 'waits in the queue', look: 'open' }],
          ticks: answers ? [{ atMs: answers.atMs, text: 'arrives', look: 'full', event: answers.event }] : [],
        },
        {
          name: 'Deadline',
          bars: [],
          ticks: [{ atMs: DEADLINE_MS, text: 'due at 100 ms', look: 'hollow' }],
        },
        {
          name: 'Caller',
          bars: [],
          ticks: gives
            ? [{ atMs: gives.atMs, text: `gets ${gives.value}`, look: 'full', event: gives.event }]
            : [],
        },
      ],
    },
  }
}
