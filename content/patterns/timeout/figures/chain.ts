/** Pages that ask pricing, which asks tax, with a limit of its own at each hop or one deadline for all: two runs of the simulator. */
import { withPagePort } from '@/lib/kernel/index.ts'
import type { NodeId, Trace } from '@/lib/sim/index.ts'
import { runOnce, type Suite, suite } from '@/lib/suite/index.ts'
import { chainProgram } from './demo-chain.ts'

export const HOPS = ['page', 'pricing', 'tax'] as const
export type Hop = (typeof HOPS)[number]

export const PAGES_PER_S = 20
/** What pricing does itself before it asks tax. */
export const OWN_WORK_MS = 100
const PAGES = 40
const EVERY_MS = 1000 / PAGES_PER_S
const HOP_MS = 5

export interface Settings {
  /** How long the page waits for pricing. */
  readonly pageMs: number
  /** How long pricing waits for tax. */
  readonly pricingMs: number
  /** How long tax takes. */
  readonly taxMs: number
}

export interface Work {
  readonly hop: Hop
  readonly fromMs: number
  readonly toMs: number
  /** The instant from which nobody waits for it; `toMs` when it was awaited to its end. */
  readonly neededToMs: number
}

export interface Outcome {
  /** What each hop did for the first page. */
  readonly first: readonly Work[]
  readonly answered: boolean
  /** Work after its page had given up, in ms of a worker's time per page, on average. */
  readonly wastedMs: Readonly<Record<Hop, number>>
  readonly busyMs: Readonly<Record<Hop, number>>
  readonly trace: Trace
  readonly nodes: readonly NodeId[]
}

/** `passesOn`: a request carries the time that is left, and who gets it works no longer. */
export async function simulate(settings: Settings, passesOn: boolean): Promise<Outcome> {
  return withPagePort(chainProgram, async (port) => {
    const run = await runOnce(pages(settings, passesOn), port, { seed: 'pages#0' })
    const work = new Map<string, { fromMs: number; toMs: number }>()
    let answered = false
    for (const e of run.trace) {
      if (e.kind === 'ok') answered = true
      if (e.kind !== 'note') continue
      const key = `${e.node} ${e.data}`
      if (e.label === 'begins') work.set(key, { fromMs: e.at, toMs: e.at })
      else work.set(key, { fromMs: work.get(key)?.fromMs ?? e.at, toMs: e.at })
    }
    const wastedMs = { page: 0, pricing: 0, tax: 0 }
    const busyMs = { page: 0, pricing: 0, tax: 0 }
    const first: Work[] = []
    for (let n = 0; n < PAGES; n++) {
      const gaveUpAt = work.get(`page ${n}`)?.toMs ?? 0
      for (const hop of HOPS) {
        const w = work.get(`${hop} ${n}`)
        if (!w) continue
        const neededToMs = Math.min(w.toMs, Math.max(w.fromMs, gaveUpAt))
        // A refusal is under way for a moment after the page has ended; that is no work.
        wastedMs[hop] += (w.toMs - neededToMs) / PAGES
        busyMs[hop] += (w.toMs - w.fromMs) / PAGES
        if (n === 0) first.push({ hop, ...w, neededToMs })
      }
    }
    return { first, answered, wastedMs, busyMs, trace: run.trace, nodes: run.lanes }
  })
}

function pages({ pageMs, pricingMs, taxMs }: Settings, passesOn: boolean): Suite {
  return suite('pages', (s) =>
    s.scenario('pages', { seeds: 1, durationMs: 12_000 }, (sc) => {
      sc.nodes(['page'], { role: 'page', config: { pageMs } })
      sc.nodes(['pricing'], { role: 'pricing', config: { pricingMs, ownWorkMs: OWN_WORK_MS, passesOn } })
      sc.nodes(['tax'], { role: 'tax', config: { taxMs, passesOn } })
      sc.network({ latencyMs: [HOP_MS, HOP_MS] })
      sc.client('reader', async (c) => {
        for (let n = 0; n < PAGES; n++) {
          await c.at(n * EVERY_MS)
          void c.call('page', 'view', n, { local: true, timeoutMs: null })
        }
      })
    }))
}
