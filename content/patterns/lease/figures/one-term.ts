/** One term on two clocks: a run of the course's simulator, with the server's clock fast and the holder's slow. */
import { withPagePort } from '@/lib/kernel/index.ts'
import type { FaultOp, NodeId } from '@/lib/sim/index.ts'
import { runOnce, type Slice, type Suite, slice, suite } from '@/lib/suite/index.ts'
import { type Counting, type DemoConfig, leaseProgram } from './demo-lease.ts'

export const TERM_MS = 2000
export const BOUND_PCT = 5
export const SPAN_MS = 2800
const ONE_WAY_MS = 10
/** How often h1 and the server are asked around the end: so exact is the figure. */
export const STEP_MS = 5

export interface Settings {
  readonly counting: Counting
  /** The server's clock runs this much fast, the holder's this much slow. */
  readonly driftPct: number
  readonly answerMs: number
}

/** True times in ms since h1 sent its request. */
export interface Outcome {
  readonly grantedMs: number
  readonly answeredMs: number
  /** The first no of h1. */
  readonly stopsMs: number
  /** The grant to h2. */
  readonly nextMs: number
  /** True time per ms that the clock counts. */
  readonly holderPace: number
  readonly serverPace: number
  /** The run around the end of the term: the last yes of h1 and the grant to h2. */
  readonly end: Slice
  /** h1 said yes when the lease was another's. */
  readonly conflict: boolean
  readonly nodes: readonly NodeId[]
  /** True time of its sending since the run began. */
  readonly sentMs: number
  readonly faults: readonly FaultOp[]
}

export async function simulate(settings: Settings): Promise<Outcome> {
  return withPagePort(leaseProgram, async (port) => {
    const { trace } = await runOnce(oneTerm(settings), port, {
      seed: 'one-term#0',
      faults: faultsOf(settings),
    })
    const at = (what: string) =>
      trace.find((e) => `${e.node} ${e.kind} ${e.peer} ${e.type}` === what)?.at ?? 0
    const sent = at('h1 send server acquire')
    const answers = trace.filter((e) => e.node === 'h1' && e.kind === 'send' && e.type === 'use')
    const lastYes = answers.findLastIndex((e) => (e.body as { ok: boolean }).ok)
    const next = trace.find(
      (e) => e.node === 'server' && e.kind === 'send' && e.peer === 'h2' && 'termMs' in (e.body as object),
    )
    const witness = [answers[lastYes]?.id, next?.id].filter((id) => id !== undefined)
    const stopsMs = (answers[lastYes + 1]?.at ?? 0) - sent
    const nextMs = (next?.at ?? 0) - sent
    return {
      end: slice(trace, Math.max(...witness, 0), witness),
      conflict: stopsMs > nextMs,
      nodes: ['server', 'h1', 'h2', 'user'],
      sentMs: sent,
      faults: faultsOf(settings),
      grantedMs: at('server send h1 acquire') - sent,
      answeredMs: at('h1 deliver server acquire') - sent,
      stopsMs,
      nextMs,
      holderPace: 1 / (1 - settings.driftPct / 100),
      serverPace: 1 / (1 + settings.driftPct / 100),
    }
  })
}

function oneTerm({ counting }: Settings): Suite {
  const config: DemoConfig & Record<string, string | number> = {
    termMs: TERM_MS,
    counting,
    bound: BOUND_PCT / 100,
  }
  return suite('one-term', (s) =>
    s.scenario('one-term', { seeds: 1, durationMs: SPAN_MS }, (sc) => {
      sc.nodes(['server'], { role: 'server', config })
      sc.nodes(['h1'], { role: 'holder', config })
      sc.network({ latencyMs: [ONE_WAY_MS, ONE_WAY_MS] })
      sc.client('user', async (c) => {
        c.send('h1', 'ask', {}, { local: true })
        for (let ms = 1500; ms < SPAN_MS; ms += STEP_MS) {
          await c.at(ms)
          void c.call('h1', 'use', {}, { local: true })
        }
      })
      sc.client('h2', async (c) => {
        for (let ms = 1700; ms < 2100; ms += STEP_MS) {
          await c.at(ms)
          void c.call('server', 'acquire')
        }
      })
    }))
}

function faultsOf({ driftPct, answerMs }: Settings): FaultOp[] {
  const extraMs = Math.max(0, answerMs - ONE_WAY_MS)
  return [
    { id: 'f1', op: 'drift', at: 0, node: 'server', rate: 1 + driftPct / 100 },
    { id: 'f2', op: 'drift', at: 0, node: 'h1', rate: 1 - driftPct / 100 },
    { id: 'f3', op: 'delay', at: 0, from: 'server', to: 'h1', n: 0, extraMs },
  ]
}
