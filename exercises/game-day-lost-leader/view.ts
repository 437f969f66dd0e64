/** What befell each replica, who leads and who is paged as ribbons, the end of each write as a tick. */
import type { Bar, PatternView, TimelineRow } from '../../lib/spacetime/index.ts'
import { goneWrites, type Run, readRun } from './measures.ts'
import { REPLICAS } from './replica.ts'

const looks = { cut: 'dashed', slow: 'dashed', lagging: 'dashed', frozen: 'hatched', dead: 'open' } as const

/** The whole run; the cursor stands somewhere in it. */
const view: PatternView = ({ trace, endMs }) => {
  const run = readRun(trace)
  const { writes, spells, reigns, routes, pages } = run
  const gone = new Set(goneWrites(run).map((g) => g.write))
  const fromMs = Math.min(endMs, ...[...trace.filter((e) => e.at > 0)].slice(0, 1).map((e) => e.at))
  const bar = (b: Omit<Bar, 'toMs'> & { toMs: number }): Bar[] => {
    const clipped = { ...b, fromMs: Math.max(fromMs, b.fromMs), toMs: Math.min(endMs, b.toMs) }
    return clipped.toMs > clipped.fromMs ? [clipped] : []
  }
  const rows: TimelineRow[] = [
    ...REPLICAS.map((id) => ({
      name: id,
      bars: spells
        .filter((s) => s.who === id)
        .flatMap((s) =>
          bar({ fromMs: s.fromMs, toMs: s.untilMs, text: s.how, look: looks[s.how], event: s.event }),
        ),
    })),
    {
      name: 'Told to lead',
      bars: reigns.flatMap((r, i) =>
        bar({
          fromMs: r.at,
          toMs: reigns[i + 1]?.at ?? endMs,
          text: `${r.who}, term ${r.term}`,
          look: 'solid',
          event: r.event,
        }),
      ),
    },
    {
      name: 'Writes go to',
      bars: routes.flatMap((r, i) =>
        bar({ fromMs: r.at, toMs: routes[i + 1]?.at ?? endMs, text: r.to, look: 'solid', event: r.event }),
      ),
    },
    { name: 'Alerts', bars: alerts({ pages }, endMs).flatMap(bar) },
    {
      name: 'Writes: acknowledged (full), refused (hollow), acknowledged and gone (cross)',
      bars: [],
      ticks: writes.flatMap((w) => {
        const lost = gone.has(w)
        if (!w.ack && !w.refused) return []
        const look = lost ? 'cross' : w.ack ? 'full' : 'hollow'
        const text = lost
          ? `${w.id}: acknowledged and gone`
          : `${w.id}: ${w.ack ? 'acknowledged' : 'refused'}`
        return [{ atMs: w.ack?.sentAt ?? w.cameAt, text, look, event: w.ack?.event ?? w.last } as const]
      }),
    },
  ]
  const said = rows.filter((r) => r.bars.length > 0 || (r.ticks ?? []).length > 0)
  if (said.length === 0) return undefined
  return {
    kind: 'timeline',
    title: 'The replicas, the lead, and the alerts',
    fromMs,
    toMs: endMs,
    rows: said,
  }
}
export default view

/** From raise to clear. */
function alerts({ pages }: Pick<Run, 'pages'>, endMs: number): Bar[] {
  return pages.flatMap((p, i) => {
    if (p.kind !== 'raise') return []
    const clear = pages.slice(i + 1).find((c) => c.replica === p.replica)
    const toMs = clear?.at ?? endMs
    return [{ fromMs: p.at, toMs, text: String(p.replica), look: 'solid' as const, event: p.event }]
  })
}
