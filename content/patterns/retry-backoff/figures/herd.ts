/** Many calls that fail together, and what the gateway sees of them afterwards: a run of the simulator. */
import { withPagePort } from '@/lib/kernel/index.ts'
import type { NodeId, Trace } from '@/lib/sim/index.ts'
import { Refusal, runOnce, type Suite, suite } from '@/lib/suite/index.ts'
import { clientsProgram } from './demo-clients.ts'

export const CALLS = 100
export const OUTAGE_MS = 1000
export const BIN_MS = 100
export const SPAN_MS = 8000
/** What the gateway can serve in one bin, when it is well. */
export const PER_BIN = 10
/** Of a budget: retries for so many calls in a hundred. */
export const BUDGET_PCT = 10
const CAP_MS = 1600
const MAX_ATTEMPTS = 8
/** All calls come within this time; what they meet is an outage. */
const ARRIVE_MS = 80

export interface Settings {
  readonly baseMs: number
  readonly jitter: boolean
  readonly budget: boolean
}

export interface Bin {
  readonly atMs: number
  readonly served: number
  readonly refused: number
}

export interface Outcome {
  readonly bins: readonly Bin[]
  readonly attempts: number
  readonly paid: number
  /** The largest number of attempts in a bin after the outage. */
  readonly peak: number
  /** When the last call that got through did. */
  readonly lastPaidMs: number
  readonly trace: Trace
  readonly nodes: readonly NodeId[]
}

export async function simulate(settings: Settings): Promise<Outcome> {
  return withPagePort(clientsProgram, async (port) => {
    const run = await runOnce(herd(settings), port, { seed: 'herd#0' })
    const bins = Array.from({ length: SPAN_MS / BIN_MS }, (_, i) => ({
      atMs: i * BIN_MS,
      served: 0,
      refused: 0,
    }))
    let paid = 0
    let attempts = 0
    let lastPaidMs = 0
    for (const e of run.trace) {
      if (e.kind === 'note' && (e.label === 'served' || e.label === 'refused')) {
        attempts++
        const bin = bins[Math.floor(e.at / BIN_MS)]
        if (bin) bin[e.label]++
      }
      if (e.kind === 'ok' && e.body === 'paid') {
        paid++
        lastPaidMs = e.at
      }
    }
    const after = bins.filter((b) => b.atMs >= OUTAGE_MS)
    const peak = Math.max(...after.map((b) => b.served + b.refused))
    return { bins, attempts, paid, peak, lastPaidMs, trace: run.trace, nodes: run.lanes }
  })
}

function herd({ baseMs, jitter, budget }: Settings): Suite {
  return suite('herd', (s) =>
    s.scenario('herd', { seeds: 1, durationMs: 20_000 }, (sc) => {
      sc.nodes(['shops'], {
        config: {
          baseMs,
          capMs: CAP_MS,
          maxAttempts: MAX_ATTEMPTS,
          jitter,
          retries: budget ? (CALLS * BUDGET_PCT) / 100 : null,
        },
      })
      sc.network({ latencyMs: [1, 1] })
      sc.supply('gateway', (gateway) => {
        let bin = -1
        let served = 0
        gateway.on('charge', (_, __, event) => {
          const now = Math.floor(gateway.now / BIN_MS)
          if (now !== bin) served = 0
          bin = now
          if (gateway.now < OUTAGE_MS || served === PER_BIN) {
            gateway.note('refused', null, event)
            throw new Refusal('busy')
          }
          served++
          gateway.note('served', null, event)
          return 'ok'
        })
      })
      sc.client('customers', async (c) => {
        for (let n = 0; n < CALLS; n++) {
          await c.at(Math.floor((n * ARRIVE_MS) / CALLS))
          void c.call('shops', 'pay', n, { local: true, timeoutMs: null })
        }
      })
    }))
}
