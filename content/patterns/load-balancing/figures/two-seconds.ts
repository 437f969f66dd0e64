/**
 * Two seconds of requests to ten hosts, of which one is slow and one fails at once. A run of the course's simulator: each
 * host serves one request at a time and queues the others.
 */
import { withPagePort } from '@/lib/kernel/index.ts'
import { Refusal, runOnce, type Suite, type Supplied, suite } from '@/lib/suite/index.ts'
import { proxyProgram } from './demo-balancer.ts'

export const RUN_MS = 2000
export const REQUEST_EVERY_MS = 3
export const SERVICE_MS = 20
const HOP_MS = 1
const FAILURE_MS = 1

export type Policy = 'random' | 'turns' | 'two' | 'ejecting'

export interface Settings {
  readonly policy: Policy
  /** h1 takes so many times as long as the others. */
  readonly slowness: number
  /** Share of its requests that h2 refuses at once. */
  readonly failPct: number
}

export interface HostOutcome {
  readonly name: string
  readonly picks: number
  /** Requests at the host at the end of the two seconds: the one that it serves, and its queue. */
  readonly waiting: number
  readonly failed: number
}

export interface Outcome {
  readonly hosts: readonly HostOutcome[]
  readonly requests: number
  readonly failed: number
  /** Of the requests that were answered well within the two seconds. */
  readonly medianMs: number
  readonly p99Ms: number
  /** Neither answered nor failed after two seconds. */
  readonly open: number
}

export const NAMES: readonly string[] = Array.from({ length: 10 }, (_, i) => `h${i + 1}`)

export async function simulate(settings: Settings): Promise<Outcome> {
  return withPagePort(proxyProgram, async (port) => {
    const { trace } = await runOnce(twoSeconds(settings), port, { seed: 'balance#0' })
    const began = new Map<number, number>()
    const took: number[] = []
    let failed = 0
    const hosts = new Map(NAMES.map((name) => [name, { name, picks: 0, waiting: 0, failed: 0 }]))
    for (const e of trace) {
      if (e.at > RUN_MS) break
      if (e.kind === 'invoke' && e.op !== undefined) began.set(e.op, e.at)
      if (e.kind === 'deliver' && e.type === 'work' && e.re === undefined) {
        const host = hosts.get(e.node)
        if (host) Object.assign(host, { picks: host.picks + 1, waiting: host.waiting + 1 })
      }
      if (e.kind === 'send' && e.type === 'work' && e.re !== undefined) {
        const host = hosts.get(e.node)
        if (host)
          Object.assign(host, {
            waiting: host.waiting - 1,
            failed: host.failed + (e.label === 'refused' ? 1 : 0),
          })
      }
      if (e.kind === 'ok' && e.op !== undefined) {
        const { ok } = e.body as { ok: boolean }
        if (ok) took.push(e.at - (began.get(e.op) ?? 0))
        else failed++
        began.delete(e.op)
      }
    }
    took.sort((a, b) => a - b)
    const quantile = (q: number) => took[Math.min(took.length - 1, Math.floor(q * took.length))] ?? 0
    return {
      hosts: [...hosts.values()],
      requests: Math.ceil(RUN_MS / REQUEST_EVERY_MS),
      failed,
      medianMs: quantile(0.5),
      p99Ms: quantile(0.99),
      open: began.size,
    }
  })
}

function twoSeconds({ policy, slowness, failPct }: Settings): Suite {
  return suite('balance', (s) =>
    s.scenario('balance', { seeds: 1, durationMs: RUN_MS + 10 }, (sc) => {
      sc.nodes(['proxy'], { config: { hosts: [...NAMES], policy } })
      sc.network({ latencyMs: [HOP_MS, HOP_MS] })
      for (const name of NAMES) {
        const serviceMs = name === 'h1' ? SERVICE_MS * slowness : SERVICE_MS
        sc.supply(name, (host) => oneAtATime(host, serviceMs, name === 'h2' ? failPct : 0))
      }
      sc.client('pages', async (c) => {
        for (let at = 0; at < RUN_MS; at += REQUEST_EVERY_MS) {
          await c.at(at)
          void c.call('proxy', 'request', null, { local: true, timeoutMs: null })
        }
      })
    }))
}

function oneAtATime(host: Supplied, serviceMs: number, failPct: number): void {
  let freeAt = 0
  host.on('work', async () => {
    if (host.random.chance(failPct)) {
      await host.sleep(FAILURE_MS)
      throw new Refusal('500')
    }
    freeAt = Math.max(freeAt, host.now) + serviceMs
    await host.sleep(freeAt - host.now)
    return 'ok'
  })
}
