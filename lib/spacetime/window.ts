import type { Layout } from './geometry.ts'
import { lowerBound } from './rows.ts'

/**
 * The part of a layout that touches the band y1..y2: same coordinates, same order, fewer items. Long traces are drawn
 * through it, so that only what can be seen costs anything.
 */
export function windowed(l: Layout, y1: number, y2: number): Layout {
  const pad = Math.max(16, l.rowHeight)
  const [lo, hi] = [y1 - pad, y2 + pad]
  const point = <T extends { readonly y: number }>(xs: readonly T[]) =>
    xs.filter((x) => x.y >= lo && x.y <= hi)
  const sorted = <T extends { readonly y: number }>(xs: readonly T[]) =>
    xs.slice(
      lowerBound(xs, (x) => x.y >= lo),
      lowerBound(xs, (x) => x.y > hi),
    )
  const span = <T extends { readonly y1: number; readonly y2: number }>(xs: readonly T[]) =>
    xs.filter((x) => Math.max(x.y1, x.y2) >= lo && Math.min(x.y1, x.y2) <= hi)
  return {
    ...l,
    rows: sorted(l.rows),
    marks: point(l.marks),
    messages: span(l.messages),
    segments: span(l.segments),
    shades: span(l.shades),
    operations: span(l.operations),
    tracks: span(l.tracks),
    timers: span(l.timers),
    labels: sorted(l.labels),
    notes: sorted(l.notes),
    ticks: sorted(l.ticks),
    breaks: sorted(l.breaks),
  }
}
