import type { EventId, Trace, TraceEvent } from '../sim/index.ts'
import { causality } from './causality.ts'
import { lasting } from './filter.ts'
import type { Layout, Row } from './geometry.ts'
import { lowerBound } from './rows.ts'

/** The row that shows an event; for one that has none (filtered out), the last row before it; 0 when there is none. */
export function rowOf(l: Layout, trace: Trace, id: EventId): number {
  const at = causality(trace).indexOf(id)
  const { rows, positions } = startsOf(l, trace)
  return rows[lowerBound(positions, (p) => p > at) - 1] ?? 0
}

interface Starts {
  readonly trace: Trace
  /** The rows that hold events, top to bottom. */
  readonly rows: readonly number[]
  /** Position in the trace of the first event of each. */
  readonly positions: readonly number[]
}

const known = new WeakMap<Layout, Starts>()

/** Made once per layout: the cursor moves many times within one. */
function startsOf(l: Layout, trace: Trace): Starts {
  const hit = known.get(l)
  if (hit?.trace === trace) return hit
  const g = causality(trace)
  const [rows, positions]: [number[], number[]] = [[], []]
  l.rows.forEach((r, i) => {
    if (r.events[0] === undefined) return
    rows.push(i)
    positions.push(g.indexOf(r.events[0]))
  })
  const made = { trace, rows, positions }
  known.set(l, made)
  return made
}

/**
 * The last event that has happened when the cursor stands on a row: also those without a row of their own, up to the
 * next row. undefined before the first event.
 */
export function lastEventAt(l: Layout, trace: Trace, row: number): EventId | undefined {
  const g = causality(trace)
  for (let i = row + 1; i < l.rows.length; i++) {
    const next = (l.rows[i] as Row).events[0]
    if (next !== undefined) return trace[g.indexOf(next) - 1]?.id
  }
  return trace.at(-1)?.id
}

/** The row nearest to a height. */
export function rowAt(l: Layout, y: number): number {
  const i = lowerBound(l.rows, (r) => r.y >= y)
  const [above, below] = [l.rows[i - 1], l.rows[i]]
  if (!below) return Math.max(0, l.rows.length - 1)
  return above && y - above.y < below.y - y ? i - 1 : i
}

export type Landmark = 'fault' | 'witness'

/** The next row with a landmark after (or before) a row, going round; the row itself when it is the only one or there is none. */
export function nextLandmark(l: Layout, trace: Trace, row: number, what: Landmark, step: 1 | -1): number {
  const g = causality(trace)
  const witness = new Set(l.marks.filter((m) => m.witness > 0).map((m) => m.id))
  const n = l.rows.length
  for (let k = 1; k <= n; k++) {
    const i = (row + step * k + n * k) % n
    const r = l.rows[i] as Row
    const found =
      what === 'witness'
        ? r.events.some((id) => witness.has(id))
        : r.fault !== undefined || r.events.some((id) => isFault(trace[g.indexOf(id)] as TraceEvent))
    if (found) return i
  }
  return row
}

function isFault(e: TraceEvent): boolean {
  return (
    lasting.has(e.kind) ||
    e.kind === 'drop' ||
    e.kind === 'dup' ||
    (e.kind === 'deliver' && e.fault !== undefined)
  )
}
