/**
 * Five minutes of twelve probes that check six services and report to one monitor: a run of the course's simulator, in
 * which the database dies, a region loses its way to the services, or the probes lose theirs to the monitor.
 */
import { withPagePort } from '@/lib/kernel/index.ts'
import type { NodeId, Trace } from '@/lib/sim/index.ts'
import { Refusal, runOnce, type Suite, suite } from '@/lib/suite/index.ts'
import { monitorProgram } from './demo-monitor.ts'

export const RUN_MS = 300_000
export const FROM_MS = 60_000
export const UNTIL_MS = 180_000
const CHECK_EVERY_MS = 20_000

export const REGIONS = ['us', 'eu', 'ap', 'sa']
export const CUT_REGION = 'eu'
/** What each service calls itself. */
export const CALLS: Readonly<Record<string, readonly string[]>> = {
  database: [],
  payments: [],
  auth: ['database'],
  catalogue: ['database'],
  cart: ['auth'],
  checkout: ['cart', 'payments'],
}
/** All that each one needs, directly or not. */
export const NEEDS: Readonly<Record<string, readonly string[]>> = {
  database: [],
  payments: [],
  auth: ['database'],
  catalogue: ['database'],
  cart: ['auth', 'database'],
  checkout: ['cart', 'payments', 'auth', 'database'],
}
export const SERVICES = Object.keys(CALLS)
export const PROBES = REGIONS.flatMap((r) => [1, 2, 3].map((n) => `${r}${n}`))

export interface Setup {
  readonly services: readonly string[]
  readonly needs: Readonly<Record<string, readonly string[]>>
  readonly staleMs: number
  readonly upPct: number
  readonly raiseMs: number
  readonly clearMs: number
}

export type Breaks = 'database' | 'region' | 'probes'

export interface Settings {
  readonly breaks: Breaks
  readonly upPct: number
  readonly raiseMs: number
}

export interface Page {
  readonly atMs: number
  readonly service: string
  /** A raise, or the end of one. */
  readonly raises: boolean
}

export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
  readonly health: 'up' | 'down' | 'unknown'
}

export interface Outcome {
  /** What the pager sends that believes every failing check. */
  readonly plain: readonly Page[]
  /** What the monitor sends. */
  readonly judged: readonly Page[]
  readonly health: Readonly<Record<string, readonly Stretch[]>>
  readonly trace: Trace
  readonly nodes: readonly NodeId[]
}

export async function simulate(settings: Settings): Promise<Outcome> {
  return withPagePort(monitorProgram, async (port) => {
    const run = await runOnce(night(settings), port, { seed: 'night#0' })
    const pages = (pager: string) =>
      run.trace.flatMap((e): Page[] => {
        if (e.kind !== 'note' || e.node !== 'monitor') return []
        const mark = e.data as { pager: string; service: string; up: boolean }
        return mark.pager === pager ? [{ atMs: e.at, service: mark.service, raises: !mark.up }] : []
      })
    return {
      plain: pages('plain'),
      judged: pages('judged'),
      health: Object.fromEntries(SERVICES.map((s) => [s, stretches(run.trace, s)])),
      trace: run.trace,
      nodes: run.lanes,
    }
  })
}

function stretches(trace: Trace, service: string): Stretch[] {
  const all: Stretch[] = []
  for (const e of trace) {
    if (e.kind !== 'view') continue
    const health = (e.data as Record<string, Stretch['health']>)[service] ?? 'unknown'
    const last = all.at(-1)
    if (last?.health === health) continue
    if (last) all[all.length - 1] = { ...last, toMs: e.at }
    all.push({ fromMs: all.length === 0 ? 0 : e.at, toMs: RUN_MS, health })
  }
  return all
}

function night({ breaks, upPct, raiseMs }: Settings): Suite {
  const config = { services: SERVICES, needs: NEEDS, staleMs: 45_000, upPct, raiseMs, clearMs: 30_000 }
  return suite('night', (s) =>
    s.scenario('night', { seeds: 1, durationMs: RUN_MS }, (sc) => {
      sc.nodes(['monitor'], { config })
      for (const service of SERVICES)
        sc.supply(service, (own) => {
          own.on('check', () => {
            const dead = breaks === 'database' && own.now >= FROM_MS && own.now < UNTIL_MS
            if (dead && (service === 'database' || NEEDS[service]?.includes('database')))
              throw new Refusal('503')
            return 'ok'
          })
        })
      for (const [i, probe] of PROBES.entries())
        sc.client(probe, async (c) => {
          for (let at = i * 1500; at < RUN_MS; at += CHECK_EVERY_MS) {
            await c.at(at)
            const answers = await Promise.all(
              SERVICES.map(async (to) => [to, (await c.call(to, 'check')).ok] as const),
            )
            c.send('monitor', 'report', { probe, answers: Object.fromEntries(answers) })
          }
        })
      sc.network({ latencyMs: [40, 40] })
      sc.nemesis(async (n) => {
        await n.at(FROM_MS)
        const forMs = UNTIL_MS - FROM_MS
        if (breaks === 'probes') for (const probe of PROBES) n.cut(probe, 'monitor', { forMs })
        if (breaks !== 'region') return
        for (const probe of PROBES)
          if (probe.startsWith(CUT_REGION)) for (const to of SERVICES) n.cut(probe, to, { forMs })
      })
    }))
}

export function raised(pages: readonly Page[]): string[] {
  return pages.filter((p) => p.raises).map((p) => p.service)
}
