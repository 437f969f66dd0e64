/** A suite of either direction, judged: solutions against its faults, or a nemesis against its implementations. */
import { createGuest } from '../kernel/index.ts'
import {
  type ExploreOptions,
  explore,
  exploreInverse,
  isInverse,
  type OpenImplementation,
  type Replay,
  replay,
  replayInverse,
  type Suite,
  type Verdict,
} from '../suite/index.ts'

type Port = Parameters<typeof explore>[1]

export function judge(suite: Suite, port: Port, o: ExploreOptions): Promise<Verdict> {
  return isInverse(suite) ? exploreInverse(suite, port, beside(port), o) : explore(suite, port, o)
}

export function judgeAgain(suite: Suite, port: Port, r: Replay, o: ExploreOptions): Promise<Verdict> {
  return isInverse(suite) ? replayInverse(suite, port, beside(port), r, o) : replay(suite, port, r, o)
}

/**
 * The course's own programs run in the suite's realm, behind a port like any other. They share the way in which the
 * learner's host drains microtasks, and nothing else. Their modules are evaluated once: state belongs into `node(…)`.
 */
function beside(learner: Port): OpenImplementation {
  return (programs) => {
    const guest = createGuest({ learner: () => programs as Record<string, unknown> })
    return {
      async step(input) {
        guest.step(input)
        await learner.drain()
        return guest.take()
      },
      drain: () => learner.drain(),
    }
  }
}
