import type { Trace } from '@/lib/sim/index.ts'
import { causality, describe, duration, formatMs, type Hit, type Layout } from '@/lib/spacetime/index.ts'

export interface Tip {
  readonly x: number
  readonly y: number
  readonly toLeft: boolean
  readonly above: boolean
  readonly head: string
  readonly text: string
}

const widthPx = 288

/** What hovering says. Nothing that cursor, panel and text list don't say too. */
export function tipOf(hit: Hit, trace: Trace, at: { x: number; y: number }, l: Layout): Tip | undefined {
  const g = causality(trace)
  const toLeft = at.x > widthPx + 24 && at.x + widthPx + 24 > l.width
  const where = { x: at.x, y: at.y, toLeft, above: at.y > l.height - 110 }
  if (hit.kind === 'event') {
    const e = trace[g.indexOf(hit.id)]
    return e && { ...where, head: formatMs(e.at), text: describe(e, trace) }
  }
  const { from, to, type, style, delayMs } = hit.message
  const [a, b] = [from, to].map((id) => (id === undefined ? undefined : trace[g.indexOf(id)]))
  if (a && b) {
    const late = delayMs === undefined ? '' : `, ${duration(delayMs)} late`
    const end =
      style === 'dropped'
        ? 'lost on the way'
        : style === 'duplicate'
          ? 'delivered a second time'
          : `${duration(b.at - a.at)} on the way${late}`
    return { ...where, head: type || 'message', text: `${a.node} to ${b.node}, ${end}` }
  }
  const one = a ?? b
  return (
    one && {
      ...where,
      head: type || 'message',
      text: a
        ? `to ${one.peer}: its arrival is not in this picture`
        : `from ${one.peer}: its send is not in this picture`,
    }
  )
}

export function TipView({ tip }: { tip: Tip }) {
  const style = {
    top: tip.above ? tip.y - 12 : tip.y + 16,
    left: tip.toLeft ? tip.x - 12 : tip.x + 12,
    maxWidth: widthPx,
    transform: `translate(${tip.toLeft ? '-100%' : '0'}, ${tip.above ? '-100%' : '0'})`,
  }
  return (
    <div
      className="pointer-events-none absolute z-10 w-max rounded-md border border-hairline bg-raised px-2.5 py-1.5 shadow-float"
      style={style}
      aria-hidden
    >
      <p className="font-mono text-muted text-note">{tip.head}</p>
      <p className="text-note">{tip.text}</p>
    </div>
  )
}
