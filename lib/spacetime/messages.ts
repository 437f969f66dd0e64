import type { EventId, FaultOp, NodeId, Trace, TraceEvent } from '../sim/index.ts'
import { causalFuture, causalPast } from './causality.ts'
import type { Lane, Message, MessageStyle } from './geometry.ts'
import type { Rows } from './rows.ts'

interface Frame {
  readonly trace: Trace
  /** The visible events. */
  readonly events: readonly TraceEvent[]
  readonly faults: readonly FaultOp[]
  readonly lanes: readonly Lane[]
  readonly rows: Rows
  readonly numbers: ReadonlyMap<EventId, number>
}

/** Length of the short stroke that stands for a message whose other end is not in the picture. */
const stubPx = 30

/**
 * Lines between lanes: from an event to each event on another lane that it caused. What lacks its other end (sliced away,
 * filtered, still under way) becomes a short stroke towards where it came from or goes to.
 */
export function messagesOf(f: Frame): Message[] {
  const laneOf = new Map(f.lanes.map((l) => [l.node, l]))
  const shown = new Map(f.events.map((e) => [e.id, e]))
  const sends = new Map(
    f.events.filter((e) => e.kind === 'send' && e.msg !== undefined).map((e) => [e.msg as number, e]),
  )
  const delays = new Map(f.faults.flatMap((x) => (x.op === 'delay' ? [[x.id, x.extraMs] as const] : [])))
  const path = pathOf(f.trace, [...f.numbers.keys()])
  const arrived = new Set<number>()
  const answered = new Set<EventId>()
  const out: Message[] = []

  for (const e of f.events) {
    const lane = laneOf.get(e.node)
    if (!lane || !arrives(e)) continue
    const y2 = f.rows.yOf(e.id) as number
    const origin = originOf(e, shown, sends)
    const style = styleOf(e, arrived)
    if (origin) {
      const from = laneOf.get(origin.node) as Lane
      answered.add(origin.id)
      const delayMs = delays.get(e.fault ?? '') ?? delays.get(origin.fault ?? '')
      out.push({
        key: `m${e.id}`,
        style,
        from: origin.id,
        to: e.id,
        x1: from.x,
        y1: f.rows.yOf(origin.id) as number,
        x2: lane.x,
        y2,
        type: e.type ?? origin.type ?? '',
        witness: path.has(origin.id) && path.has(e.id),
        ...(delayMs === undefined ? {} : { delayMs }),
      })
    } else if (e.kind === 'deliver' && e.peer !== undefined && e.peer !== e.node) {
      const x1 = lane.x + towards(e.peer, lane, laneOf) * stubPx
      out.push({
        key: `m${e.id}`,
        style: 'from-outside',
        from: undefined,
        to: e.id,
        x1,
        y1: y2 - 8,
        x2: lane.x,
        y2,
        type: e.type ?? '',
        witness: false,
      })
    }
  }
  for (const e of f.events) {
    const lane = laneOf.get(e.node)
    if (e.kind !== 'send' || !lane || answered.has(e.id) || e.peer === undefined) continue
    const y1 = f.rows.yOf(e.id) as number
    const x2 = lane.x + towards(e.peer, lane, laneOf) * stubPx
    out.push({
      key: `m${e.id}`,
      style: 'to-outside',
      from: e.id,
      to: undefined,
      x1: lane.x,
      y1,
      x2,
      y2: y1 + 8,
      type: e.type ?? '',
      witness: false,
    })
  }
  return out.sort((a, b) => a.y1 - b.y1)
}

function arrives(e: TraceEvent): boolean {
  return (
    e.kind === 'deliver' || e.kind === 'drop' || e.kind === 'ok' || e.kind === 'fail' || e.kind === 'info'
  )
}

/** The visible event on a lane that this one came from: its cause, else the send of the same message. */
function originOf(
  e: TraceEvent,
  shown: ReadonlyMap<EventId, TraceEvent>,
  sends: ReadonlyMap<number, TraceEvent>,
): TraceEvent | undefined {
  let cause = e.cause === undefined ? undefined : shown.get(e.cause)
  // A copy comes from the send, by way of the network's decision to copy.
  if (cause?.kind === 'dup') cause = cause.cause === undefined ? undefined : shown.get(cause.cause)
  const joined = cause ?? (e.msg === undefined ? undefined : sends.get(e.msg))
  if (!joined || joined.id === e.id || joined.node === '*') return undefined
  // An operation that ended by its own timer has no line; a message to oneself has one.
  return joined.node === e.node && joined.kind !== 'send' ? undefined : joined
}

function styleOf(e: TraceEvent, arrived: Set<number>): MessageStyle {
  if (e.kind === 'drop') return 'dropped'
  if (e.kind !== 'deliver' || e.msg === undefined) return 'delivered'
  if (arrived.has(e.msg)) return 'duplicate'
  arrived.add(e.msg)
  return 'delivered'
}

/** -1 to the left, 1 to the right; a peer without a lane lies beyond the nearer edge. */
function towards(peer: NodeId, lane: Lane, laneOf: ReadonlyMap<NodeId, Lane>): -1 | 1 {
  const other = laneOf.get(peer)
  if (other) return other.x < lane.x ? -1 : 1
  return lane.index < laneOf.size / 2 ? -1 : 1
}

/** Events on a causal path from one witness to another, ends included. */
function pathOf(trace: Trace, witness: readonly EventId[]): ReadonlySet<EventId> {
  const out = new Set<EventId>()
  const pasts = witness.map((id) => causalPast(trace, id))
  const futures = witness.map((id) => causalFuture(trace, id))
  pasts.forEach((past, i) => {
    witness.forEach((from, j) => {
      if (i === j || !past.has(from)) return
      for (const id of futures[j] as ReadonlySet<EventId>) if (past.has(id)) out.add(id)
    })
  })
  return out
}
