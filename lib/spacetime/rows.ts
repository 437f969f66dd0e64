import type { EventId, FaultOp, Ms, TraceEvent } from '../sim/index.ts'
import type { Break, Row, Tick } from './geometry.ts'
import { grouped, hasTenths } from './text.ts'

/** Where each row stands, and where an instant falls between the rows. */
export interface Rows {
  readonly rows: readonly Row[]
  readonly breaks: readonly Break[]
  readonly ticks: readonly Tick[]
  readonly height: number
  yOf(id: EventId): number | undefined
  /** Whether a weightier event of the same step stands in the same place. */
  isUnder(id: EventId): boolean
  /** y of the row of a fault that has no event of its own. */
  yOfFault(id: string): number | undefined
  /** y at which the picture reaches time t; 'start' is the upper edge of that instant, 'end' the lower. */
  yAt(t: Ms, edge: 'start' | 'end'): number
}

/** Two events that are one step to the eye, when the first causes the second on the same lane at the same instant. */
const folds: ReadonlySet<string> = new Set([
  'invoke>send',
  'deliver>ok',
  'deliver>fail',
  'dup>deliver',
  'restart>boot',
])

interface Spec {
  readonly mode: 'rows' | 'time'
  readonly rowHeight: number
  readonly zoom: number
}

const top = 20
const bottom = 28
const breakPx = 22

/** `events` are the visible ones in trace order; `faults` those that need a row of their own. */
export function arrange(
  events: readonly TraceEvent[],
  faults: readonly FaultOp[],
  witness: ReadonlySet<EventId>,
  spec: Spec,
): Rows {
  const slots = slotsOf(events, faults, witness)
  const placed = spec.mode === 'time' ? byTime(slots, spec) : byRow(slots, spec)
  const yOfEvent = new Map<EventId, number>()
  const under = new Set<EventId>()
  const byId = new Map(events.map((e) => [e.id, e]))
  const yOfFaultId = new Map<string, number>()
  for (const row of placed.rows) {
    for (const id of row.events) yOfEvent.set(id, row.y)
    for (const id of covered(row.events, byId, witness)) under.add(id)
    if (row.fault !== undefined) yOfFaultId.set(row.fault, row.y)
  }
  return {
    ...placed,
    yOf: (id) => yOfEvent.get(id),
    isUnder: (id) => under.has(id),
    yOfFault: (id) => yOfFaultId.get(id),
    yAt: (t, edge) => placed.yAt(t, edge),
  }
}

/** Of the events of one row on one lane all but one: the witness, else what a client did, else the last. */
function covered(
  ids: readonly EventId[],
  events: ReadonlyMap<EventId, TraceEvent>,
  witness: ReadonlySet<EventId>,
): readonly EventId[] {
  if (ids.length < 2) return []
  const weight = (id: EventId) => (witness.has(id) ? 2 : events.get(id)?.op !== undefined ? 1 : 0)
  const shown = new Map<string, EventId>()
  for (const id of ids) {
    const node = events.get(id)?.node as string
    const other = shown.get(node)
    if (other === undefined || weight(id) >= weight(other)) shown.set(node, id)
  }
  return ids.filter((id) => shown.get(events.get(id)?.node as string) !== id)
}

interface Slot {
  readonly at: Ms
  readonly events: EventId[]
  readonly fault?: string
}

function slotsOf(
  events: readonly TraceEvent[],
  faults: readonly FaultOp[],
  witness: ReadonlySet<EventId>,
): Slot[] {
  const slots: Slot[] = []
  const waiting = [...faults].sort((a, b) => a.at - b.at)
  let lastAt = Number.NEGATIVE_INFINITY
  let previous: TraceEvent | undefined
  for (const e of events) {
    // A hand-made or damaged trace may step back in time; the picture does not.
    const at = Math.max(
      lastAt,
      Number.isFinite(e.at) ? e.at : lastAt === Number.NEGATIVE_INFINITY ? 0 : lastAt,
    )
    while (waiting[0] && waiting[0].at <= at) slots.push(faultSlot(waiting.shift() as FaultOp, lastAt))
    lastAt = at
    const slot = slots.at(-1)
    if (
      slot &&
      previous &&
      slot.at === at &&
      slot.events.at(-1) === previous.id &&
      together(previous, e, witness)
    )
      slot.events.push(e.id)
    else slots.push({ at, events: [e.id] })
    previous = e
  }
  for (const f of waiting) {
    const slot = faultSlot(f, lastAt)
    lastAt = slot.at
    slots.push(slot)
  }
  return slots
}

/** Whether `e` shares the row of the event right before it. */
function together(before: TraceEvent, e: TraceEvent, witness: ReadonlySet<EventId>): boolean {
  if (witness.has(before.id) && witness.has(e.id)) return false
  if (before.node !== e.node) return before.kind === 'boot' && e.kind === 'boot'
  return folds.has(`${before.kind}>${e.kind}`) && (e.cause === before.id || e.kind === 'boot')
}

function faultSlot(f: FaultOp, notBefore: Ms): Slot {
  const at = Number.isFinite(f.at) ? f.at : 0
  return { at: Math.max(at, notBefore), events: [], fault: f.id }
}

type Placed = Omit<Rows, 'yOf' | 'yOfFault' | 'isUnder'>

function byRow(slots: readonly Slot[], { rowHeight }: Spec): Placed {
  const long = longGap(slots)
  const rows: Row[] = []
  const breaks: Break[] = []
  const ticks: Tick[] = []
  let y = top
  let shown: string | undefined
  const digits = slots.some((s) => hasTenths(s.at)) ? 1 : 0
  slots.forEach((slot, i) => {
    const before = slots[i - 1]
    if (before) {
      y += rowHeight
      const gap = slot.at - before.at
      if (gap >= long) {
        breaks.push({ y: y - rowHeight / 2 + breakPx / 2, ms: gap })
        y += breakPx
      }
    }
    rows.push({ ...slot, y })
    const text = grouped(slot.at, digits)
    if (text !== shown) ticks.push({ y, text })
    shown = text
  })
  const last = rows.at(-1)
  const half = rowHeight / 2
  return {
    rows,
    breaks,
    ticks,
    height: (last?.y ?? top) + bottom,
    yAt(t, edge) {
      if (edge === 'start') {
        const i = lowerBound(rows, (r) => r.at >= t)
        const row = rows[i]
        return row ? row.y - half : (last?.y ?? top) + half
      }
      const i = lowerBound(rows, (r) => r.at > t)
      const row = rows[i - 1]
      return row ? row.y + half : top - half
    },
  }
}

function byTime(slots: readonly Slot[], { rowHeight, zoom }: Spec): Placed {
  const t0 = slots[0]?.at ?? 0
  const span = (slots.at(-1)?.at ?? 0) - t0
  const natural = span > 0 ? (slots.length * rowHeight) / span : 1
  const scale = Math.min(60, Math.max(0.005, natural * zoom))
  const yAt = (t: Ms) => top + (Math.min(Math.max(t, t0), t0 + span) - t0) * scale
  return {
    rows: slots.map((slot) => ({ ...slot, y: yAt(slot.at) })),
    breaks: [],
    ticks: timeTicks(t0, span, scale).map((t) => ({
      y: yAt(t),
      text: grouped(t, Number.isInteger(t) ? 0 : 1),
    })),
    height: top + span * scale + bottom,
    yAt,
  }
}

/** Round instants (1, 2 or 5 times a power of ten) that stand at least 44 px apart. */
function timeTicks(t0: Ms, span: Ms, scale: number): Ms[] {
  const least = 44 / scale
  let step = 1
  for (let unit = 1; ; unit *= 10) {
    const fit = [1, 2, 5].find((k) => k * unit >= least)
    if (fit !== undefined) {
      step = fit * unit
      break
    }
  }
  const out: Ms[] = []
  for (let t = Math.ceil(t0 / step) * step; t <= t0 + span + 1e-9; t += step) out.push(t)
  return out
}

/**
 * From which length on a silence is drawn as a break: far above the usual step (8 medians, at least 50 ms), and rare enough to mean something.
 */
function longGap(slots: readonly Slot[]): Ms {
  const gaps: Ms[] = []
  for (let i = 1; i < slots.length; i++) {
    const gap = (slots[i] as Slot).at - (slots[i - 1] as Slot).at
    if (gap > 0) gaps.push(gap)
  }
  gaps.sort((a, b) => a - b)
  const median = gaps[gaps.length >> 1] ?? 0
  const least = Math.max(50, 8 * median)
  const rare = gaps[Math.floor(gaps.length * 0.75)] ?? 0
  return Math.max(least, rare)
}

/** First index for which `f` holds; `f` is false, then true. */
export function lowerBound<T>(xs: readonly T[], f: (x: T) => boolean): number {
  let lo = 0
  let hi = xs.length
  while (lo < hi) {
    const mid = (lo + hi) >> 1
    if (f(xs[mid] as T)) hi = mid
    else lo = mid + 1
  }
  return lo
}
