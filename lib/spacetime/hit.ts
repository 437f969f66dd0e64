import type { EventId } from '../sim/index.ts'
import type { Layout, Mark, Message } from './geometry.ts'
import { boxOf } from './labels.ts'

export type Hit =
  | { readonly kind: 'event'; readonly id: EventId }
  | { readonly kind: 'message'; readonly message: Message }

/** Fingers are about this wide; a mouse profits as well. */
const reachPx = 16
const linePx = 5

/** What lies at a point of the picture: the nearest event mark, a label, else a message line; undefined on bare paper. */
export function hitTest(l: Layout, x: number, y: number): Hit | undefined {
  let best: Mark | undefined
  let bestDistance = reachPx
  for (const m of l.marks) {
    if (m.under || m.lane < 0 || Math.abs(m.y - y) > reachPx) continue
    const distance = Math.hypot(m.x - x, m.y - y)
    if (distance < bestDistance) [best, bestDistance] = [m, distance]
  }
  if (best) return { kind: 'event', id: best.id }
  for (const label of l.labels) {
    const [x1, x2, y1, y2] = boxOf(label)
    if (label.id !== undefined && x >= x1 && x <= x2 && y >= y1 && y <= y2)
      return { kind: 'event', id: label.id }
  }
  const message = l.messages.find((m) => distanceTo(m, x, y) <= linePx)
  if (message) return { kind: 'message', message }
  if (x <= l.marginX) return undefined
  const note = l.notes.find((n) => Math.abs(n.y - y) <= 10 || (n.lines.length > 1 && y > n.y && y < n.y + 26))
  return note?.id === undefined ? undefined : { kind: 'event', id: note.id }
}

function distanceTo(m: Message, x: number, y: number): number {
  const [dx, dy] = [m.x2 - m.x1, m.y2 - m.y1]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - m.x1) * dx + (y - m.y1) * dy) / length))
  return Math.hypot(m.x1 + t * dx - x, m.y1 + t * dy - y)
}
