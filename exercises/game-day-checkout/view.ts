/** The guards at work: the provider's health and the breaker as ribbons, each charge as a bar, each checkout as a tick. */
import type { Trace } from '../../lib/sim/index.ts'
import type { Bar, PatternView, TimelineRow } from '../../lib/spacetime/index.ts'
import { closedAt, readRun, statusOf } from './measures.ts'

const looks: Readonly<Record<string, Bar['look']>> = {
  well: 'solid',
  closed: 'solid',
  slow: 'dashed',
  'half-open': 'thin',
}
const marks = { paid: 'full', 'turned away': 'hollow', unknown: 'cross' } as const

/** The whole run; the cursor stands somewhere in it. */
const view: PatternView = ({ trace, endMs }) => {
  const { presses, charges } = readRun(trace)
  const fromMs = Math.min(...presses.map((p) => p.cameAt), ...charges.map((c) => c.at), endMs)
  const rows: TimelineRow[] = [
    { name: 'Provider', bars: ribbonOf(trace, 'payments', 'payments', fromMs, endMs) },
    { name: 'Breaker, as the shop shows it', bars: ribbonOf(trace, 'shop', 'breaker', fromMs, endMs) },
    {
      name: 'Open charges',
      bars: charges.map((c) => ({
        fromMs: c.at,
        toMs: Math.min(endMs, closedAt(c)),
        text: String(c.order),
        look: c.answer && !c.answer.refused ? 'solid' : 'open',
        event: c.event,
      })),
    },
    {
      name: 'Checkouts: paid (full), turned away (hollow), unknown (cross)',
      bars: [],
      ticks: presses.flatMap((p) => {
        const status = statusOf(p)
        if (p.type === 'cart' || !p.answer || !status) return []
        const text = `order ${p.order}: ${status}`
        return [{ atMs: p.answer.at, text, look: marks[status], event: p.answer.event }]
      }),
    },
  ]
  const said = rows.filter((r) => r.bars.length > 0 || (r.ticks ?? []).length > 0)
  if (said.length === 0) return undefined
  return {
    kind: 'timeline',
    title: 'The provider, the guards, and what customers were told',
    fromMs,
    toMs: endMs,
    rows: said,
  }
}
export default view

/** What a node showed under `key`, from when to when. */
function ribbonOf(trace: Trace, node: string, key: string, fromMs: number, endMs: number): Bar[] {
  const seen = trace.flatMap((e) => {
    const state =
      e.kind === 'view' && e.node === node ? (e.data as Record<string, unknown> | null)?.[key] : undefined
    return typeof state === 'string' ? [{ at: e.at, state, event: e.id }] : []
  })
  const changes = seen.filter((s, i) => i === 0 || s.state !== seen[i - 1]?.state)
  return changes.flatMap(({ at, state, event }, i) => {
    const toMs = changes[i + 1]?.at ?? endMs
    if (toMs <= fromMs) return []
    return [{ fromMs: Math.max(fromMs, at), toMs, text: state, look: looks[state] ?? 'open', event }]
  })
}
