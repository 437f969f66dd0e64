/** The total over time, from what the node showed with `ctx.view`. */
import type { Trace } from '../../../lib/sim/index.ts'

export interface Point {
  readonly atMs: number
  readonly total: number
}

export function totalsOf(trace: Trace): Point[] {
  return trace.flatMap((e) =>
    e.kind === 'view' ? [{ atMs: e.at, total: (e.data as { total: number }).total }] : [],
  )
}
