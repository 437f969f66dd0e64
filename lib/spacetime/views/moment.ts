import type { EventId, Json, Ms, NodeId, Trace } from '../../sim/index.ts'
import { causality } from '../causality.ts'
import { statesAt } from '../state.ts'
import type { Picture } from './picture.ts'

/** What a view may look at: the run, and where the cursor stands in it. */
export interface Moment {
  /** The whole run, or the slice of it that is shown. */
  readonly trace: Trace
  /** Its events up to the cursor, the cursor's included. */
  readonly past: Trace
  /** True time of the cursor and of the last event, ms. */
  readonly atMs: Ms
  readonly endMs: Ms
  readonly nodes: readonly NodeId[]
  /** What each node last showed with `ctx.view` and still knows. */
  readonly views: ReadonlyMap<NodeId, Json>
  readonly up: (node: NodeId) => boolean
  /** The events in conflict; empty for a run that passed. The fault colour is for them. */
  readonly witness: ReadonlySet<EventId>
}

/**
 * The default export of exercises/<slug>/view.ts: a moment of a run as a picture; undefined when there is nothing to draw.
 * It gets what a learner's code showed, which may be anything: what it throws means that there is no picture.
 */
export type PatternView = (m: Moment) => Picture | undefined

export function momentAt(
  trace: Trace,
  nodes: readonly NodeId[],
  cursor: EventId,
  witness: readonly EventId[] = [],
): Moment {
  const last = causality(trace).indexOf(cursor)
  const states = statesAt(trace, nodes, cursor)
  const byNode = new Map(states.map((s) => [s.node, s]))
  return {
    trace,
    past: trace.slice(0, last + 1),
    atMs: trace[last]?.at ?? 0,
    endMs: trace.at(-1)?.at ?? 0,
    nodes,
    views: new Map(states.flatMap((s) => (s.view === undefined ? [] : [[s.node, s.view] as const]))),
    up: (node) => byNode.get(node)?.status !== 'crashed',
    witness: new Set(witness),
  }
}

/** The picture at the cursor; undefined where the view has none, or cannot make sense of what it was shown. */
export function pictureAt(
  view: PatternView,
  trace: Trace,
  nodes: readonly NodeId[],
  cursor: EventId,
  witness: readonly EventId[] = [],
): Picture | undefined {
  try {
    const picture = view(momentAt(trace, nodes, cursor, witness))
    return picture && allFinite(picture) ? picture : undefined
  } catch {
    return undefined
  }
}

function allFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  return value === null || typeof value !== 'object' || Object.values(value).every(allFinite)
}
