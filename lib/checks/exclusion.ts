/** Mutual exclusion over intervals: never two holders at once. */
import type { Ms, TraceEvent } from '../sim/index.ts'
import { type Check, witness } from './finding.ts'

export interface Hold {
  /** Who holds. Entering again while holding renews. */
  readonly by: string
  /** What is held, when there are several things to hold. */
  readonly resource?: string
  /** True time at which the hold ends by itself; from that very instant on another may enter. Default: never. */
  readonly untilMs?: Ms
}

export interface ExclusionOptions {
  /** What is held, for the sentence: 'the lock', 'leadership'. */
  readonly noun: string
  readonly enter: (e: TraceEvent) => Hold | undefined
  readonly leave: (e: TraceEvent) => Pick<Hold, 'by' | 'resource'> | undefined
  /** A crash of the node named `by` ends its holds. Default true. */
  readonly crashEnds?: boolean
}

export function mutualExclusion({ noun, enter, leave, crashEnds = true }: ExclusionOptions): Check {
  return ({ trace }) => {
    const held = new Map<string, { hold: Hold; since: TraceEvent }>()
    for (const e of trace) {
      if (crashEnds && e.kind === 'crash') {
        for (const [resource, { hold }] of held) if (hold.by === e.node) held.delete(resource)
      }
      const left = leave(e)
      if (left && held.get(left.resource ?? '')?.hold.by === left.by) held.delete(left.resource ?? '')
      const hold = enter(e)
      if (hold === undefined) continue
      const resource = hold.resource ?? ''
      const other = held.get(resource)
      const running = other && e.at < (other.hold.untilMs ?? Number.POSITIVE_INFINITY) ? other : undefined
      if (running && running.hold.by !== hold.by) {
        const what = resource === '' ? noun : `${noun} ${resource}`
        return {
          because: `${hold.by} got ${what} at ${e.at} ms, while ${running.hold.by} had held it since ${running.since.at} ms.`,
          expected: { holders: [running.hold.by] },
          got: { holders: [running.hold.by, hold.by] },
          witness: witness(running.since.id, e.id),
        }
      }
      held.set(resource, { hold, since: running?.since ?? e })
    }
    return undefined
  }
}
