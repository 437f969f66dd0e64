import type { EventId, EventKind, NodeId, Trace, TraceEvent } from '../sim/index.ts'
import { causalFuture, causalPast, cone } from './causality.ts'

export type Group = 'messages' | 'operations' | 'notes' | 'faults' | 'disk' | 'timers' | 'views' | 'console'

/** Which events get a row. Lists name what is hidden, so an empty filter shows all. */
export interface Filter {
  readonly hiddenNodes: readonly NodeId[]
  readonly hiddenTypes: readonly string[]
  readonly hiddenGroups: readonly Group[]
  /** Only what the event may have been influenced by ('past'), what it may have influenced ('future'), or either. */
  readonly cause?: { readonly of: EventId; readonly side: 'past' | 'future' | 'both' }
}

/** Timers, views and prints explain; they rarely are the story. The state panel shows views in any case. */
export const defaultFilter: Filter = {
  hiddenNodes: [],
  hiddenTypes: [],
  hiddenGroups: ['timers', 'views', 'console'],
}
export const everything: Filter = { hiddenNodes: [], hiddenTypes: [], hiddenGroups: [] }

export const groupOf = {
  boot: 'faults',
  send: 'messages',
  deliver: 'messages',
  drop: 'messages',
  dup: 'messages',
  'timer-set': 'timers',
  'timer-fire': 'timers',
  'timer-cancel': 'timers',
  'disk-read': 'disk',
  'disk-write': 'disk',
  'disk-fsync': 'disk',
  'disk-lost': 'disk',
  'disk-error': 'disk',
  'disk-wipe': 'faults',
  'disk-fault': 'faults',
  'bit-flip': 'faults',
  crash: 'faults',
  restart: 'faults',
  pause: 'faults',
  resume: 'faults',
  slow: 'faults',
  off: 'faults',
  clog: 'faults',
  skew: 'faults',
  drift: 'faults',
  partition: 'faults',
  cut: 'faults',
  heal: 'faults',
  invoke: 'operations',
  ok: 'operations',
  fail: 'operations',
  info: 'operations',
  note: 'notes',
  view: 'views',
  log: 'console',
  threw: 'faults',
  violation: 'faults',
} satisfies Record<EventKind, Group>

/** `always` events (the witness, the violation) stay whatever the filter says, unless their whole lane is hidden. */
export function isVisible(e: TraceEvent, filter: Filter, always: ReadonlySet<EventId> = new Set()): boolean {
  if (filter.hiddenNodes.includes(e.node)) return false
  if (always.has(e.id)) return true
  if (filter.hiddenGroups.includes(groupOf[e.kind])) return false
  return e.type === undefined || !filter.hiddenTypes.includes(e.type)
}

/**
 * Receptions that nobody needs to see while views are hidden: their send is not in the trace, and all they led to was a
 * view (a referee asking for state).
 */
export function bareReceptions(trace: Trace, filter: Filter): ReadonlySet<EventId> {
  if (!filter.hiddenGroups.includes('views')) return new Set()
  const ids = new Set(trace.map((e) => e.id))
  const ledTo = new Set(trace.flatMap((e) => (e.kind !== 'view' && e.cause !== undefined ? [e.cause] : [])))
  const led = new Set(trace.flatMap((e) => (e.kind === 'view' && e.cause !== undefined ? [e.cause] : [])))
  const bare = (e: TraceEvent) =>
    e.kind === 'deliver' && led.has(e.id) && !ledTo.has(e.id) && (e.cause === undefined || !ids.has(e.cause))
  return new Set(trace.filter(bare).map((e) => e.id))
}

/** What can be filtered in this trace, with counts: message and operation types by first use, groups from frequent interest to rare. */
export function facets(trace: Trace): {
  readonly types: readonly (readonly [string, number])[]
  readonly groups: readonly (readonly [Group, number])[]
} {
  const types = new Map<string, number>()
  const groups = new Map<Group, number>()
  for (const e of trace) {
    groups.set(groupOf[e.kind], (groups.get(groupOf[e.kind]) ?? 0) + 1)
    if (e.type !== undefined) types.set(e.type, (types.get(e.type) ?? 0) + 1)
  }
  const order: readonly Group[] = [
    'messages',
    'operations',
    'notes',
    'faults',
    'disk',
    'timers',
    'views',
    'console',
  ]
  return {
    types: [...types],
    groups: order.flatMap((g) => (groups.has(g) ? [[g, groups.get(g) as number] as const] : [])),
  }
}

/** Faults that act on a node or on the network for a while or for good, rather than on one message. */
export const lasting: ReadonlySet<string> = new Set([
  'partition',
  'cut',
  'clog',
  'pause',
  'crash',
  'slow',
  'off',
  'skew',
  'drift',
  'disk-fault',
  'disk-wipe',
  'bit-flip',
])

const sides = { past: causalPast, future: causalFuture, both: cone } as const

/** The events that the filter's cause leaves; undefined when it leaves all. */
export function causedBy(trace: Trace, { cause }: Filter): ReadonlySet<EventId> | undefined {
  return cause && sides[cause.side](trace, cause.of)
}
