import type { EventId, NodeId, Trace, TraceEvent } from '../sim/index.ts'

/**
 * Events that stand on a node's lane but that the node itself never sees: the network loses or copies a message, the
 * referee speaks. Nothing follows from them on that lane; a lost message must not carry causality to its receiver.
 */
const unseenKinds: ReadonlySet<string> = new Set(['drop', 'dup', 'partition', 'cut', 'heal', 'violation'])

export function isSeen(e: TraceEvent): boolean {
  return e.node !== '*' && !unseenKinds.has(e.kind)
}

/** The trace as a directed acyclic graph. Positions, not ids: a sliced trace may have holes in its ids. */
export interface Causality {
  readonly trace: Trace
  /** Position of an event in the trace, -1 when it is not there. */
  indexOf(id: EventId): number
  /** Direct predecessors of the event at a position: what happened before it on its lane, and its cause. */
  before(index: number): readonly number[]
  after(index: number): readonly number[]
}

const known = new WeakMap<Trace, Causality>()

/** Built once per trace, O(events). A cause that is missing (sliced away) or not earlier in the trace is left out. */
export function causality(trace: Trace): Causality {
  const hit = known.get(trace)
  if (hit) return hit
  const positions = new Map<EventId, number>(trace.map((e, i) => [e.id, i]))
  const before: number[][] = []
  const after: number[][] = trace.map(() => [])
  const lastOnLane = new Map<NodeId, number>()
  trace.forEach((e, i) => {
    const edges = new Set<number>()
    const cause = e.cause === undefined ? undefined : positions.get(e.cause)
    if (cause !== undefined && cause < i) edges.add(cause)
    const previous = lastOnLane.get(e.node)
    if (isSeen(e)) {
      if (previous !== undefined) edges.add(previous)
      lastOnLane.set(e.node, i)
    } else if (e.kind === 'violation' && previous !== undefined) {
      edges.add(previous)
    }
    const list = [...edges]
    before.push(list)
    for (const p of list) after[p]?.push(i)
  })
  const made: Causality = {
    trace,
    indexOf: (id) => positions.get(id) ?? -1,
    before: (i) => before[i] ?? [],
    after: (i) => after[i] ?? [],
  }
  known.set(trace, made)
  return made
}

/** Everything that can have influenced the event, itself included. Empty when the id is not in the trace. */
export function causalPast(trace: Trace, id: EventId): ReadonlySet<EventId> {
  const g = causality(trace)
  return reach(g, id, g.before)
}

/** Everything that the event can have influenced, itself included. Empty when the id is not in the trace. */
export function causalFuture(trace: Trace, id: EventId): ReadonlySet<EventId> {
  const g = causality(trace)
  return reach(g, id, g.after)
}

/** Past and future together; what lies outside is concurrent with the event. */
export function cone(trace: Trace, id: EventId): ReadonlySet<EventId> {
  return new Set([...causalPast(trace, id), ...causalFuture(trace, id)])
}

function reach(g: Causality, id: EventId, next: (i: number) => readonly number[]): ReadonlySet<EventId> {
  const seen = new Uint8Array(g.trace.length)
  const start = g.indexOf(id)
  const todo = start < 0 ? [] : [start]
  for (let i = todo.pop(); i !== undefined; i = todo.pop()) {
    seen[i] = 1
    for (const j of next(i)) if (seen[j] === 0) todo.push(j)
  }
  const out = new Set<EventId>()
  for (let i = 0; i < seen.length; i++) if (seen[i] === 1) out.add((g.trace[i] as TraceEvent).id)
  return out
}

/** Counter per lane; a lane that is absent counts as 0. */
export type VectorClock = Readonly<Record<NodeId, number>>
export type ClockedEvent = TraceEvent & { readonly clock: VectorClock }

/**
 * Vector clocks from program order and cause edges (Fidge 1988, Mattern 1989). For events that their node sees,
 * a happened before b exactly when a's clock is smaller. Network events carry the clock of what they know and count for nobody.
 */
export function withClocks(trace: Trace): readonly ClockedEvent[] {
  const g = causality(trace)
  const out: ClockedEvent[] = []
  trace.forEach((e, i) => {
    const clock: Record<NodeId, number> = {}
    for (const p of g.before(i)) {
      for (const [node, n] of Object.entries((out[p] as ClockedEvent).clock))
        clock[node] = Math.max(clock[node] ?? 0, n)
    }
    if (isSeen(e)) clock[e.node] = (clock[e.node] ?? 0) + 1
    out.push({ ...e, clock })
  })
  return out
}

/** True when a's clock is at or below b's in every lane. */
export function clockAtMost(a: VectorClock, b: VectorClock): boolean {
  return Object.entries(a).every(([node, n]) => n <= (b[node] ?? 0))
}
