/**
 * The run asked for more than its caps allow, or said what no program of the kernel says. Hosts of the port throw errors
 * of the same form when a step passes a cap of theirs: they are told by `limit`, since bundles hold classes of their own.
 */
import type { EventId } from './trace.ts'

export class LimitError extends Error {
  readonly limit: 'events' | 'output'
  /** The first event of those that were too many. */
  readonly since: EventId
  place: Place | undefined
  constructor(message: string, limit: 'events' | 'output' = 'events', since: EventId = 0) {
    super(message)
    this.limit = limit
    this.since = since
  }
}

/** Where a run was when a cap was passed. All of it may be read by a learner. */
export interface Place {
  /** The schedule: it can be replayed. */
  readonly seed?: string
  /** What the schedule is called, if it has a title. */
  readonly story?: string
  /** Who did what, in a sentence. */
  readonly doing?: string
}

export function isLimit(e: unknown): e is Error & { limit: string; place: Place | undefined } {
  return e instanceof Error && typeof (e as { limit?: unknown }).limit === 'string'
}
