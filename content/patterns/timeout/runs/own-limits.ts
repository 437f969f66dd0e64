/** Page, pricing and tax with a timeout at each hop, as in the question: the chain of the lesson's figure with other times. */
import { marks, type PlayedRun, record } from '@/app/ui/quiz/played-run.ts'
import { chainProgram } from '../figures/demo-chain.ts'

const HOPS = ['page', 'pricing', 'tax'] as const
const END_MS = 1000

export default async function play(): Promise<PlayedRun> {
  const run = await record(chainProgram, END_MS, (sc) => {
    sc.nodes(['page'], { role: 'page', config: { pageMs: 600 } })
    sc.nodes(['pricing'], { role: 'pricing', config: { pricingMs: 500, ownWorkMs: 200, passesOn: false } })
    sc.nodes(['tax'], { role: 'tax', config: { taxMs: 1_000_000, passesOn: false } })
    sc.client('reader', async (c) => {
      await c.call('page', 'view', 0, { local: true, timeoutMs: null })
    })
  })
  const eventOf = (label: string, hop: string) =>
    marks<number>(run.trace, label).find(({ event }) =>
      run.trace.some((e) => e.id === event && e.node === hop),
    )
  const page = eventOf('ends', 'page')?.atMs
  const pricing = eventOf('ends', 'pricing')?.atMs
  const options: Record<string, string> = {
    '600 700': 'page-100',
    '600 500': 'pricing-0',
    '600 1100': 'page-500',
    '600 600': 'same',
  }
  return {
    ...run,
    shows: options[`${page} ${pricing}`] ?? null,
    measured: `The page gives up at ${page} ms, pricing at ${pricing} ms; tax is still working at ${END_MS} ms.`,
    picture: {
      kind: 'timeline',
      title: 'Who works and waits from when to when',
      fromMs: 0,
      toMs: END_MS,
      rows: HOPS.map((hop) => {
        const from = eventOf('begins', hop)
        const to = eventOf('ends', hop)
        const toMs = to?.atMs ?? END_MS
        const neededToMs = Math.min(toMs, page ?? END_MS)
        if (!from) return { name: hop, bars: [] }
        const wanted = {
          fromMs: from.atMs,
          toMs: neededToMs,
          text: 'somebody waits for it',
          look: 'solid' as const,
          event: from.event,
        }
        const inVain = {
          fromMs: neededToMs,
          toMs,
          text: `for nobody${to ? `: ${toMs - neededToMs} ms` : ''}`,
          look: 'hatched' as const,
          ...(to ? { event: to.event } : { openEnded: true }),
        }
        return { name: hop, bars: toMs > neededToMs ? [wanted, inVain] : [wanted] }
      }),
    },
  }
}
