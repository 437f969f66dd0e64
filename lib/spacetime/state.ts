import type { EventId, Json, Ms, NodeId, Trace, TraceEvent } from '../sim/index.ts'
import { causality, type VectorClock, withClocks } from './causality.ts'

export interface NodeState {
  readonly node: NodeId
  readonly status: 'not started' | 'up' | 'paused' | 'crashed'
  /** 0 at first, +1 per restart. */
  readonly incarnation: number
  /** What the node last showed with `ctx.view` in this incarnation; undefined before the first. */
  readonly view: Json | undefined
  /** The event that showed it. */
  readonly viewId: EventId | undefined
  readonly clock: VectorClock
  /** Wall clock's sum of jumps so far, ms. */
  readonly skewMs: Ms
  /** Speed of the node's own clock: 1 is true time. */
  readonly rate: number
  /** What the node's own clock reads, ms since its last start; a trace that lacks the start counts from 0. */
  readonly monoMs: Ms
  /** Timers that are set at this instant, next first; true time until each is due if the clock keeps its rate. */
  readonly timers: readonly { readonly timer: number; readonly inMs: Ms }[]
  /** Operations that this node (a client) has begun and that have not ended. */
  readonly pendingOps: number
}

/**
 * What each node is at the instant just after event `id`, in the order of `nodes`; at most 256 events of work beyond the
 * first call for a trace. An unknown id gives the states before the first event.
 */
export function statesAt(trace: Trace, nodes: readonly NodeId[], id: EventId): readonly NodeState[] {
  const last = causality(trace).indexOf(id)
  const now = trace[last]?.at ?? 0
  const k = Math.floor((last + 1) / stride)
  const states = copyOf(checkpointsOf(trace)[k] as States)
  play(states, trace, k * stride, last + 1)
  const clocks = clocksOf(trace)
  return nodes.map((node) => {
    const s = states.get(node) ?? fresh(node)
    return {
      node,
      status: s.status,
      incarnation: s.incarnation,
      view: s.view,
      viewId: s.viewId,
      clock: clocks[s.lastIndex] ?? none,
      skewMs: s.skewMs,
      rate: s.rate,
      monoMs: s.monoMs + (now - s.sinceMs) * s.rate,
      // What is overdue while the node runs has fired in a part of the run that this trace leaves out.
      timers: s.timers
        .filter(({ due }) => due >= now || s.status === 'paused')
        .map(({ timer, due }) => ({ timer, inMs: Math.max(0, due - now) })),
      pendingOps: s.pendingOps,
    }
  })
}

/** Every so many events the states of all nodes are kept, so that the cursor jumps in constant time. */
const stride = 256

type States = Map<NodeId, Inner>

const kept = new WeakMap<Trace, readonly States[]>()

function checkpointsOf(trace: Trace): readonly States[] {
  const hit = kept.get(trace)
  if (hit) return hit
  const states: States = new Map()
  const made: States[] = [new Map()]
  for (let from = 0; from + stride <= trace.length; from += stride) {
    play(states, trace, from, from + stride)
    made.push(copyOf(states))
  }
  kept.set(trace, made)
  return made
}

function copyOf(states: States): States {
  return new Map([...states].map(([node, s]) => [node, { ...s }]))
}

function play(states: States, trace: Trace, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const e = trace[i] as TraceEvent
    let s = states.get(e.node)
    if (!s) {
      s = fresh(e.node)
      states.set(e.node, s)
    }
    s.lastIndex = i
    apply(s, e)
  }
}

interface Inner
  extends Omit<{ -readonly [K in keyof NodeState]: NodeState[K] }, 'clock' | 'timers' | 'monoMs'> {
  lastIndex: number
  /** What the node's own clock read at the true time `sinceMs`. */
  monoMs: Ms
  sinceMs: Ms
  /** Replaced, never changed: checkpoints share it. */
  timers: readonly { readonly timer: number; readonly due: Ms }[]
}

const none: VectorClock = Object.freeze({})
const cache = new WeakMap<Trace, readonly VectorClock[]>()

function clocksOf(trace: Trace): readonly VectorClock[] {
  const hit = cache.get(trace)
  if (hit) return hit
  const made = withClocks(trace).map((e) => e.clock)
  cache.set(trace, made)
  return made
}

function fresh(node: NodeId): Inner {
  return {
    node,
    status: 'not started',
    incarnation: 0,
    view: undefined,
    viewId: undefined,
    lastIndex: -1,
    skewMs: 0,
    rate: 1,
    monoMs: 0,
    sinceMs: 0,
    timers: [],
    pendingOps: 0,
  }
}

function apply(s: Inner, e: TraceEvent): void {
  if (e.inc > s.incarnation) s.incarnation = e.inc
  switch (e.kind) {
    case 'boot':
    case 'restart':
      s.status = 'up'
      forget(s)
      s.monoMs = 0
      s.sinceMs = e.at
      return
    case 'crash':
      s.status = 'crashed'
      forget(s)
      return
    case 'pause':
      s.status = 'paused'
      return
    case 'resume':
      s.status = 'up'
      return
    case 'skew':
      s.skewMs += typeof e.data === 'number' ? e.data : 0
      return
    case 'drift':
      s.monoMs += (e.at - s.sinceMs) * s.rate
      s.sinceMs = e.at
      s.rate = typeof e.data === 'number' ? e.data : s.rate
      return
    case 'timer-set':
      if (e.timer !== undefined && typeof e.data === 'number') {
        const due = e.at + e.data / (s.rate || 1)
        s.timers = [...s.timers, { timer: e.timer, due }].sort((a, b) => a.due - b.due)
      }
      break
    case 'timer-fire':
    case 'timer-cancel':
      s.timers = s.timers.filter((t) => t.timer !== e.timer)
      break
    case 'invoke':
      s.pendingOps++
      break
    case 'ok':
    case 'fail':
    case 'info':
      s.pendingOps = Math.max(0, s.pendingOps - 1)
      break
    case 'view':
      s.view = e.data
      s.viewId = e.id
      break
    default:
      break
  }
  // Sliced traces may lack the boot, and clients never boot: what acts is up.
  if (s.status === 'not started' && e.kind !== 'drop' && e.kind !== 'dup') s.status = 'up'
}

/** RAM is gone: what was shown and every timer. */
function forget(s: Inner): void {
  s.view = undefined
  s.viewId = undefined
  s.timers = []
}
