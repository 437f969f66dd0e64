import type { Layout } from './geometry.ts'
import { lowerBound } from './rows.ts'

/**
 * The same picture with its rows at other heights: row i stands at `ys[i]`, what lies between two rows stays between them.
 * `ys` grows; rows may only move apart, so labels keep clear of one another.
 */
export function realigned(l: Layout, ys: readonly number[], height: number): Layout {
  const old = l.rows.map((r) => r.y)
  const move = (y: number): number => {
    const i = lowerBound(old, (o) => o > y) - 1
    if (i < 0) return (ys[0] ?? y) - ((old[0] ?? y) - y)
    const [from, to] = [old[i] as number, old[i + 1]]
    const [a, b] = [ys[i] as number, ys[i + 1]]
    if (to === undefined || b === undefined) return Math.min(height, a + (y - from))
    // Half a row stays with its row: shades and pauses begin and end there.
    const half = Math.min(l.rowHeight / 2, (to - from) / 2)
    if (y - from <= half) return a + (y - from)
    if (to - y <= half) return b - (to - y)
    return a + half + ((y - from - half) / Math.max(1e-9, to - from - 2 * half)) * (b - a - 2 * half)
  }
  const point = <T extends { readonly y: number }>(x: T): T => ({ ...x, y: move(x.y) })
  const span = <T extends { readonly y1: number; readonly y2: number }>(x: T): T => ({
    ...x,
    y1: move(x.y1),
    y2: move(x.y2),
  })
  return {
    ...l,
    height,
    rows: l.rows.map((r, i) => ({ ...r, y: ys[i] as number })),
    marks: l.marks.map(point),
    messages: l.messages.map(span),
    segments: l.segments.map((s) => {
      const y2 = s.y2 >= l.height - 12 ? height - 6 : move(s.y2)
      return { ...s, y1: move(s.y1), y2 }
    }),
    shades: l.shades.map(span),
    operations: l.operations.map(span),
    tracks: l.tracks.map(span),
    timers: l.timers.map(span),
    labels: l.labels.map(point),
    notes: l.notes.map(point),
    ticks: l.ticks.map(point),
    breaks: [],
  }
}
