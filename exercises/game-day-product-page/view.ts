/** The cache, the replicas and the calls to them as ribbons and bars, each page as a tick, each change of a price from its coming to its answer. */
import type { Trace } from '../../lib/sim/index.ts'
import type { Bar, PatternView, TimelineRow } from '../../lib/spacetime/index.ts'
import { isFailed, isGood, PATIENCE_MS, pricesOf, readRun } from './measures.ts'
import { REPLICAS } from './system.ts'

const looks: Readonly<Record<string, Bar['look']>> = { well: 'solid', slow: 'dashed', refusing: 'hatched' }

/** The whole run; the cursor stands somewhere in it. */
const view: PatternView = ({ trace, endMs }) => {
  const { pages, changes, calls } = readRun(trace)
  const began = [...pages, ...changes].map((r) => r.cameAt)
  const fromMs = Math.min(...began, ...calls.map((c) => c.at), endMs)
  const until = (at: number | undefined, since: number) => Math.min(endMs, at ?? since + PATIENCE_MS)
  const rows: TimelineRow[] = [
    { name: 'Cache', bars: ribbonOf(trace, 'cache', fromMs, endMs) },
    ...REPLICAS.flatMap((r) => [
      { name: r, bars: ribbonOf(trace, r, fromMs, endMs) },
      {
        name: `Calls to ${r}`,
        bars: calls
          .filter((c) => c.to === r)
          .map((c) => ({
            fromMs: c.at,
            toMs: until(c.answer?.at, c.at),
            text: c.products.map(String).join(', '),
            look: c.answer && !c.answer.refused ? ('solid' as const) : ('open' as const),
            event: c.event,
          })),
      },
    ]),
    {
      name: 'New prices, until they are confirmed',
      bars: changes.map((c) => ({
        fromMs: c.cameAt,
        toMs: c.answer ? Math.min(endMs, c.answer.at) : endMs,
        text: `${c.products[0]} ${c.cents}`,
        look: c.answer ? ('solid' as const) : ('open' as const),
        event: c.event,
      })),
    },
    {
      name: 'Pages: in time (full), late (hollow), failed (cross)',
      bars: [],
      ticks: pages.flatMap((p) => {
        const shown = pricesOf(p)
        if (!p.answer || !(shown || isFailed(p))) return []
        const said = shown ? p.products.map((product) => `${product} ${shown[product]}`).join(', ') : 'failed'
        const look = !shown ? ('cross' as const) : isGood(p) ? ('full' as const) : ('hollow' as const)
        return [{ atMs: p.answer.at, text: said, look, event: p.answer.event }]
      }),
    },
  ]
  const said = rows.filter((r) => r.bars.length > 0 || (r.ticks ?? []).length > 0)
  if (said.length === 0) return undefined
  return {
    kind: 'timeline',
    title: 'The cache, the replicas, and the pages',
    fromMs,
    toMs: endMs,
    rows: said,
  }
}
export default view

/** What a node showed of itself, from when to when. */
function ribbonOf(trace: Trace, node: string, fromMs: number, endMs: number): Bar[] {
  const seen = trace.flatMap((e) => {
    const state =
      e.kind === 'view' && e.node === node ? (e.data as Record<string, unknown> | null)?.[node] : undefined
    return typeof state === 'string' ? [{ at: e.at, state, event: e.id }] : []
  })
  return seen.flatMap(({ at, state, event }, i) => {
    const toMs = seen[i + 1]?.at ?? endMs
    if (toMs <= fromMs) return []
    return [{ fromMs: Math.max(fromMs, at), toMs, text: state, look: looks[state] ?? 'open', event }]
  })
}
