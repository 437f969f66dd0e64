/**
 * What a learner is shown of a failing run: the chains of causes of the witness, what the remaining faults did, and
 * the state of each node. Ids are renumbered from 0, order is kept.
 */
import { causesOf, type EventId, type TraceEvent } from '../sim/index.ts'

export interface Slice {
  readonly trace: readonly TraceEvent[]
  readonly at: EventId
  readonly witness: readonly EventId[]
  /** Events that a reader counts: views and log lines only feed the side panels. */
  readonly shown: number
}

/** Events shown when no witness says which matter. */
const UNWITNESSED = 24

const SILENT = new Set(['view', 'log', 'timer-set', 'timer-cancel', 'disk-read'])
const OF_NODES = new Set([
  'crash',
  'restart',
  'boot',
  'pause',
  'resume',
  'skew',
  'drift',
  'slow',
  'off',
  'disk-lost',
  'disk-wipe',
  'disk-fault',
  'bit-flip',
])
const OF_NETWORK = new Set(['partition', 'cut', 'clog', 'heal'])

/** So many requests of an accused node are shown beside those that led to the witness. */
const SENDS_MAX = 3

/**
 * `context`: events that a finding wants shown without their causes. `limit` (400) caps the slice; what is nearest to the
 * violation stays.
 */
export function slice(
  trace: readonly TraceEvent[],
  at: EventId,
  witness: readonly EventId[],
  o: { limit?: number; context?: readonly EventId[] | undefined } = {},
): Slice {
  const { limit = 400, context = [] } = o
  const keep = new Set<EventId>([at, ...witness])
  // A cost has no witness of its own: the end of the run shows what it was spent on.
  if (witness.length === 0) for (const e of trace.slice(-UNWITNESSED)) keep.add(e.id)
  for (const id of witness) for (const e of causesOf(trace, id)) keep.add(e.id)
  const involved = new Set<string>()
  for (const id of keep) involved.add((trace[id] as TraceEvent).node)
  const first = Math.min(...keep)
  const messages = new Set<number>()
  const ops = new Set<number>()
  for (const id of keep) {
    const e = trace[id] as TraceEvent
    if (e.msg !== undefined) messages.add(e.msg)
    if (e.re !== undefined) messages.add(e.re)
    if (e.op !== undefined) ops.add(e.op)
  }
  for (const e of trace) {
    if (OF_NODES.has(e.kind) && involved.has(e.node) && (e.kind !== 'boot' || e.inc > 0)) keep.add(e.id)
    else if (OF_NETWORK.has(e.kind) && e.fault !== undefined) keep.add(e.id)
    else if (e.msg !== undefined && messages.has(e.msg) && e.id >= first) keep.add(e.id)
    else if (e.op !== undefined && ops.has(e.op)) keep.add(e.id)
    else if (e.kind === 'note' && e.cause !== undefined && keep.has(e.cause)) keep.add(e.id)
    else if (e.kind === 'view' && involved.has(e.node)) keep.add(e.id)
  }
  for (const id of hitsOf(trace)) keep.add(id)
  for (const id of requestsOf(trace, witness, keep)) keep.add(id)
  // Whatever is kept should say where it came from, one step back; a view tells of all before it.
  for (const id of [...keep]) {
    const e = trace[id] as TraceEvent
    if (e.cause !== undefined && (e.kind !== 'view' || witness.includes(id))) keep.add(e.cause)
  }
  for (const id of context) {
    keep.add(id)
    const e = trace[id]
    if (e?.kind === 'deliver' && e.cause !== undefined) keep.add(e.cause)
  }
  const must = new Set([at, ...witness, ...context])
  let ids = [...keep].sort((a, b) => a - b)
  ids = dropStaleViews(trace, ids, must)
  if (ids.length > limit) {
    ids = ids.filter((id, i) => must.has(id) || i >= ids.length - limit)
  }
  const renumbered = new Map(ids.map((id, i) => [id, i]))
  const out = ids.map((id, i) => {
    const { cause, ...e } = trace[id] as TraceEvent
    const newCause = cause === undefined ? undefined : renumbered.get(cause)
    return { ...e, id: i, ...(newCause === undefined ? {} : { cause: newCause }) }
  })
  return {
    trace: out,
    at: renumbered.get(at) as number,
    witness: [...new Set(witness)].map((id) => renumbered.get(id) as number).sort((a, b) => a - b),
    shown: out.filter((e) => !SILENT.has(e.kind)).length,
  }
}

/**
 * What the accused asked for meanwhile and is not to be seen yet, with its fate: without it, a node that asks in vain seems
 * to do nothing. Nothing where there are many.
 */
function requestsOf(trace: readonly TraceEvent[], witness: readonly EventId[], keep: ReadonlySet<EventId>) {
  const booted = new Set(trace.flatMap((e) => (e.kind === 'boot' ? [e.node] : [])))
  const accused = new Set(witness.map((id) => (trace[id] as TraceEvent).node).filter((id) => booted.has(id)))
  const [first, last] = [Math.min(...witness), Math.max(...witness)]
  const isRequest = (e: TraceEvent) =>
    e.kind === 'send' && e.re === undefined && accused.has(e.node) && !keep.has(e.id)
  const sends = trace.slice(first, last).filter(isRequest)
  if (sends.length > SENDS_MAX) return []
  const messages = new Set(sends.map((e) => e.msg))
  const isFate = (e: TraceEvent) => e.kind === 'deliver' || e.kind === 'drop'
  return trace.flatMap((e) => (messages.has(e.msg) && (e.kind === 'send' || isFate(e)) ? [e.id] : []))
}

/**
 * What the faults did to messages. Where one fault hit many of one kind on one link, the first and the last of them say it:
 * a link that is cut for seconds loses each heartbeat in between.
 */
function hitsOf(trace: readonly TraceEvent[]): EventId[] {
  const hits = trace.filter((e) => e.fault !== undefined && (e.kind === 'drop' || e.kind === 'dup'))
  const alike = Map.groupBy(hits, (e) => [e.fault, e.kind, e.node, e.peer, e.type, e.re === undefined].join())
  return [...alike.values()].flatMap((of) =>
    of.filter((e) => e === of[0] || e === of.at(-1)).map((e) => e.id),
  )
}

/**
 * Of several views of one node with nothing kept in between, only the last can be seen; one that says what the node's
 * last one said tells nothing. What `must` stay is shown all the same: a witness may be a view.
 */
function dropStaleViews(
  trace: readonly TraceEvent[],
  ids: readonly EventId[],
  must: ReadonlySet<EventId>,
): EventId[] {
  const seenLater = new Set<string>()
  const visible: EventId[] = []
  for (let i = ids.length - 1; i >= 0; i--) {
    const e = trace[ids[i] as number] as TraceEvent
    if (e.kind !== 'view') seenLater.clear()
    else if (seenLater.has(e.node) && !must.has(e.id)) continue
    else seenLater.add(e.node)
    visible.push(e.id)
  }
  const said = new Map<string, string>()
  return visible.reverse().filter((id) => {
    const e = trace[id] as TraceEvent
    if (e.kind === 'boot') said.delete(e.node)
    if (e.kind !== 'view') return true
    const state = JSON.stringify(e.data)
    if (said.get(e.node) === state && !must.has(id)) return false
    said.set(e.node, state)
    return true
  })
}

/** Events that a passing run keeps, from its start: no exercise's scenario comes near. */
const PASSING_EVENTS_MAX = 1500
const UNTOLD = new Set(['timer-set', 'timer-cancel', 'timer-fire', 'log'])

/** A run without violation, to lay beside one that failed: nothing sliced but timers and console, ids renumbered from 0. */
export function passingRun(trace: readonly TraceEvent[]): readonly TraceEvent[] {
  const kept = trace.filter((e) => !UNTOLD.has(e.kind)).slice(0, PASSING_EVENTS_MAX)
  const renumbered = new Map(kept.map((e, i) => [e.id, i]))
  return kept.map(({ cause, ...e }, i) => {
    const newCause = cause === undefined ? undefined : renumbered.get(cause)
    return { ...e, id: i, ...(newCause === undefined ? {} : { cause: newCause }) }
  })
}
