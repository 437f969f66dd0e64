/**
 * A driver that a process has just been sent runs in the interpreter: it takes some thirty short submissions until all of it
 * is compiled. So what the learner's node answered in a submission is kept, and while nobody waits the driver hears it again.
 * No learner code runs in that, and nothing of it is told.
 */
import type { NodePort } from '../../sim/index.ts'

/** Answers in one submission, in UTF-16 units: what says more is long enough to be compiled on its way. */
const TAPE_CHARS = 1024 * 1024
/** A job that comes meanwhile waits for the pass under way. */
const PASS_MS_MAX = 150
/** Of one driver in one process, submissions included. */
const ENOUGH_MS = 300

/** Does what a submission did, against another port, and tells nobody. */
export type Play = (port: NodePort) => Promise<unknown>

export class Rehearsal {
  #answers: string[] = []
  #again: Play | undefined
  #passMs = 0
  #spentMs = 0

  /** Plays a submission, and keeps what `port` answers for passes of `again`. */
  async record<T>(port: NodePort, play: (port: NodePort) => Promise<T>, again: Play): Promise<T> {
    this.#again = undefined
    this.#answers = []
    if (this.#spentMs >= ENOUGH_MS) return play(port)
    const answers: string[] = []
    let chars = 0
    const value = await this.#timed(() =>
      play({
        drain: () => port.drain(),
        step: (input) => {
          const answer = port.step(input) as string
          chars += answer.length
          if (chars <= TAPE_CHARS) answers.push(answer)
          return answer
        },
      }),
    )
    if (chars <= TAPE_CHARS) {
      this.#answers = answers
      this.#again = again
    }
    return value
  }

  /** Whether another pass would gain something. */
  get isDue(): boolean {
    return this.#again !== undefined && this.#passMs <= PASS_MS_MAX && this.#spentMs < ENOUGH_MS
  }

  /** One pass, in one turn of the event loop. Never rejects. */
  async pass(drain: NodePort['drain']): Promise<void> {
    const { length } = this.#answers
    let at = 0
    try {
      await this.#timed(async () => this.#again?.({ drain, step: () => this.#answers[at++] as string }))
    } catch {
      // Told below: it asked for more than there was.
    }
    // A driver that goes another way with the same answers gains nothing from them.
    if (at !== length) this.#again = undefined
  }

  async #timed<T>(f: () => Promise<T>): Promise<T> {
    const started = performance.now()
    try {
      return await f()
    } finally {
      this.#passMs = performance.now() - started
      this.#spentMs += this.#passMs
    }
  }
}
