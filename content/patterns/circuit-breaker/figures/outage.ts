/**
 * Ten seconds of pages that call a service through a breaker, while the service has an outage. A run of the course's
 * simulator; the breaker here is the simplest there is, one that counts failures in a row.
 */
import { withPagePort } from '@/lib/kernel/index.ts'
import type { NodeId, Trace } from '@/lib/sim/index.ts'
import { NO_REPLY, Refusal, runOnce, type Suite, suite } from '@/lib/suite/index.ts'
import { breakerProgram } from './demo-breaker.ts'

export const RUN_MS = 10_000
export const CALL_EVERY_MS = 100
/** A page gives up on the service after this long. */
export const TIMEOUT_MS = 500
export const OUTAGE_FROM_MS = 2000
const ANSWER_MS = 30
/** Share of calls that fail while the service is well. */
const NOISE_PCT = 4

export interface Settings {
  /** Failures in a row that open the breaker; null for no breaker at all. */
  readonly threshold: number | null
  readonly openMs: number
  readonly outageMs: number
}

export interface Call {
  readonly atMs: number
  readonly endMs: number
  readonly outcome: 'answered' | 'failed' | 'turned away'
  /** Whether the service was up when the call came. */
  readonly up: boolean
}

export interface Segment {
  readonly state: 'closed' | 'open' | 'half-open'
  readonly fromMs: number
  readonly toMs: number
}

export interface Outcome {
  readonly segments: readonly Segment[]
  readonly calls: readonly Call[]
  readonly trace: Trace
  readonly nodes: readonly NodeId[]
}

export async function simulate(settings: Settings): Promise<Outcome> {
  return withPagePort(breakerProgram, async (port) => {
    const run = await runOnce(outage(settings), port, { seed: 'outage#0' })
    const isUp = (at: number) => at < OUTAGE_FROM_MS || at >= OUTAGE_FROM_MS + settings.outageMs
    const calls: Call[] = []
    const segments: Segment[] = []
    for (const e of run.trace) {
      if (e.kind === 'invoke') {
        const end = run.trace.find((other) => other.op === e.op && other.id > e.id)
        if (!end) continue
        const outcome = end.kind === 'ok' ? 'answered' : end.label === 'open' ? 'turned away' : 'failed'
        calls.push({ atMs: e.at, endMs: end.at, outcome, up: isUp(e.at) })
      }
      if (e.kind === 'view') {
        const last = segments.at(-1)
        if (last) segments[segments.length - 1] = { ...last, toMs: e.at }
        segments.push({ state: e.data as Segment['state'], fromMs: e.at, toMs: RUN_MS })
      }
    }
    return { segments, calls, trace: run.trace, nodes: run.lanes }
  })
}

function outage({ threshold, openMs, outageMs }: Settings): Suite {
  return suite('outage', (s) =>
    s.scenario('outage', { seeds: 1, durationMs: RUN_MS + 2 * TIMEOUT_MS }, (sc, r) => {
      const count = RUN_MS / CALL_EVERY_MS
      // Drawn per call and beforehand: the same calls fail whatever the breaker does.
      const unlucky = Array.from({ length: count }, () => r.chance(NOISE_PCT))
      sc.nodes(['breaker'], { config: { threshold, openMs, timeoutMs: TIMEOUT_MS } })
      sc.network({ latencyMs: [1, 1] })
      sc.supply('service', (service) => {
        service.on('call', async (n: number) => {
          if (service.now >= OUTAGE_FROM_MS && service.now < OUTAGE_FROM_MS + outageMs) return NO_REPLY
          await service.sleep(ANSWER_MS)
          if (unlucky[n]) throw new Refusal('500')
          return 'ok'
        })
      })
      sc.client('page', async (c) => {
        for (let n = 0; n < count; n++) {
          await c.at(n * CALL_EVERY_MS)
          void c.call('breaker', 'call', n, { local: true, timeoutMs: null })
        }
      })
    }))
}
