/** The part of a long run that a diagram of one instant shows. */
import type { EventId, Ms, Trace, TraceEvent } from '../sim/index.ts'

export interface Excerpt {
  readonly trace: Trace
  /** The event at the instant: the last one not after it, or the first there is. Null for a run without events. */
  readonly at: EventId | null
  readonly fromMs: Ms
  readonly untilMs: Ms
}

/** They tell how something was done, not what happened. */
const UNTOLD: ReadonlySet<TraceEvent['kind']> = new Set(['timer-set', 'timer-cancel', 'timer-fire', 'log'])

/** At most `max` events, a third of them before the instant; ids are renumbered from 0. A cause outside is left out. */
export function around(trace: Trace, atMs: Ms, max = 80): Excerpt {
  const told = trace.filter((e) => !UNTOLD.has(e.kind))
  const after = told.findIndex((e) => e.at > atMs)
  const here = Math.max(0, (after < 0 ? told.length : after) - 1)
  const start = Math.max(0, Math.min(here - Math.floor(max / 3), told.length - max))
  const kept = told.slice(start, start + max)
  const renumbered = new Map(kept.map((e, i) => [e.id, i]))
  return {
    trace: kept.map(({ cause, ...e }, i) => {
      const newCause = cause === undefined ? undefined : renumbered.get(cause)
      return { ...e, id: i, ...(newCause === undefined ? {} : { cause: newCause }) }
    }),
    at: kept.length === 0 ? null : here - start,
    fromMs: kept[0]?.at ?? 0,
    untilMs: kept.at(-1)?.at ?? 0,
  }
}
