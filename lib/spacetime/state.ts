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
  /** Operations that this node (a client) has begun and that have not ended. */
  readonly pendingOps: number
}

/**
 * What each node is at the instant just after event `id`, in the order of `nodes`. O(events up to the cursor).
 * An unknown id gives the states before the first event.
 */
export function statesAt(trace: Trace, nodes: readonly NodeId[], id: EventId): readonly NodeState[] {
  const last = causality(trace).indexOf(id)
  const states = new Map<NodeId, Mutable>(nodes.map((node) => [node, fresh(node)]))
  for (let i = 0; i <= last; i++) {
    const e = trace[i] as TraceEvent
    const s = states.get(e.node)
    if (s) apply(s, e)
  }
  const clocks = clocksOf(trace)
  for (let i = last; i >= 0; i--) {
    const s = states.get((trace[i] as TraceEvent).node)
    if (s && s.clock === none) s.clock = clocks[i] ?? none
  }
  return [...states.values()]
}

type Mutable = { -readonly [K in keyof NodeState]: NodeState[K] }

const none: VectorClock = Object.freeze({})
const cache = new WeakMap<Trace, readonly VectorClock[]>()

function clocksOf(trace: Trace): readonly VectorClock[] {
  const hit = cache.get(trace)
  if (hit) return hit
  const made = withClocks(trace).map((e) => e.clock)
  cache.set(trace, made)
  return made
}

function fresh(node: NodeId): Mutable {
  return {
    node,
    status: 'not started',
    incarnation: 0,
    view: undefined,
    viewId: undefined,
    clock: none,
    skewMs: 0,
    rate: 1,
    pendingOps: 0,
  }
}

function apply(s: Mutable, e: TraceEvent): void {
  if (e.inc > s.incarnation) s.incarnation = e.inc
  switch (e.kind) {
    case 'boot':
    case 'restart':
      s.status = 'up'
      s.view = undefined
      s.viewId = undefined
      return
    case 'crash':
      s.status = 'crashed'
      s.view = undefined
      s.viewId = undefined
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
      s.rate = typeof e.data === 'number' ? e.data : s.rate
      return
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
