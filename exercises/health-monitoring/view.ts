/** The health of each service over time as health() told it, and the pages. */
import { isYours, type Trace } from '../../lib/sim/index.ts'
import type { PatternView } from '../../lib/spacetime/index.ts'

export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
  readonly health: string
  readonly event: number
}

export interface Paged {
  readonly atMs: number
  readonly kind: string
  readonly event: number
}

export interface ServiceRow {
  readonly name: string
  readonly stretches: readonly Stretch[]
  readonly pages: readonly Paged[]
}

/** Every service of the monitor: what was said of it, each from one look to the first that differs. */
export function servicesOf(trace: Trace, endMs: number): ServiceRow[] {
  const rows = new Map<string, { name: string; stretches: Stretch[]; pages: Paged[] }>()
  for (const e of trace) {
    if (e.kind === 'view')
      for (const [name, health] of Object.entries(e.data as Record<string, string>)) {
        const row = rows.get(name) ?? { name, stretches: [], pages: [] }
        rows.set(name, row)
        const last = row.stretches.at(-1)
        if (last?.health === health) continue
        if (last) row.stretches[row.stretches.length - 1] = { ...last, toMs: e.at }
        row.stretches.push({ fromMs: e.at, toMs: endMs, health, event: e.id })
      }
    if (e.kind !== 'note' || isYours(e) || e.label === 'stopped') continue
    const { page, service } = e.data as { page: string; service: string }
    rows.get(service)?.pages.push({ atMs: e.at, kind: page, event: e.id })
  }
  return [...rows.values()]
}

const looks: Record<string, 'thin' | 'solid' | 'hatched'> = { up: 'thin', down: 'solid', unknown: 'hatched' }

/** The whole run; the cursor stands somewhere in it. */
const view: PatternView = ({ trace, endMs, witness }) => ({
  kind: 'timeline',
  title: 'Services: up (thin), down (full), unknown (hatched); raised (full mark), cleared (hollow mark)',
  fromMs: 0,
  toMs: endMs,
  rows: servicesOf(trace, endMs).map((s) => ({
    name: s.name,
    bars: s.stretches.map(({ fromMs, toMs, health, event }) => ({
      fromMs,
      toMs,
      text: health,
      look: looks[health] ?? 'open',
      event,
    })),
    ticks: s.pages.map(({ atMs, kind, event }) => ({
      atMs,
      text: kind,
      look: kind === 'raise' ? 'full' : 'hollow',
      event,
      ...(witness.has(event) ? { accent: 'fault' as const } : {}),
    })),
  })),
})
export default view
