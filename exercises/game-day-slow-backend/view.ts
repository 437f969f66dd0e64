/** The backends' health and the rotation as ribbons, each call as a bar, each request's end as a tick. */
import type { Trace } from '../../lib/sim/index.ts'
import type { Bar, PatternView, TimelineRow } from '../../lib/spacetime/index.ts'
import { DONE_MS, readRun, statusOf } from './measures.ts'
import { BACKENDS } from './system.ts'

const looks: Readonly<Record<string, Bar['look']>> = { well: 'solid', slow: 'dashed', hung: 'hatched' }
const marks = { done: 'full', failed: 'hollow', unknown: 'cross' } as const

/** The whole run; the cursor stands somewhere in it. */
const view: PatternView = ({ trace, endMs }) => {
  const { requests, calls } = readRun(trace)
  const fromMs = Math.min(...requests.map((r) => r.cameAt), ...calls.map((c) => c.at), endMs)
  const rows: TimelineRow[] = [
    ...BACKENDS.map((b) => ({ name: b, bars: ribbonOf(trace, b, b, fromMs, endMs) })),
    {
      name: 'In rotation, as the gateway shows it',
      bars: ribbonOf(trace, 'gateway', 'rotation', fromMs, endMs),
    },
    {
      name: 'Calls',
      bars: calls.map((c) => ({
        fromMs: c.at,
        toMs: Math.min(endMs, c.answer?.at ?? c.at + DONE_MS),
        text: `${c.id} to ${c.to}`,
        look: c.answer && !c.answer.refused ? 'solid' : 'open',
        event: c.event,
      })),
    },
    {
      name: 'Requests: done (full), failed (hollow), unknown (cross)',
      bars: [],
      ticks: requests.flatMap((r) => {
        const status = statusOf(r)
        if (!r.answer || !status) return []
        return [{ atMs: r.answer.at, text: `${r.id}: ${status}`, look: marks[status], event: r.answer.event }]
      }),
    },
  ]
  const said = rows.filter((r) => r.bars.length > 0 || (r.ticks ?? []).length > 0)
  if (said.length === 0) return undefined
  return {
    kind: 'timeline',
    title: 'The backends, the calls, and what customers were told',
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
