/** The two clocks of one node: `mono` only drifts and restarts with the node, `wall` is skewed and may jump. */
import type { Ms } from './trace.ts'

/** Virtual time of day at true time 0: 1 January 2026, 00:00 UTC. */
const WALL_EPOCH_MS = 1_767_225_600_000

export class Clock {
  rate = 1
  skewMs = 0
  #base: Ms
  #since: Ms

  constructor(baseMs: Ms, now: Ms) {
    this.#base = baseMs
    this.#since = now
  }

  /** Restarts mono at `baseMs`, as a crash does. */
  restart(baseMs: Ms, now: Ms): void {
    this.#base = baseMs
    this.#since = now
  }

  setRate(rate: number, now: Ms): void {
    this.#base = this.mono(now)
    this.#since = now
    this.rate = rate
  }

  /** In whole microseconds, so that a timer for `mono + d` never fires a rounding error too early. */
  mono(now: Ms): Ms {
    return Math.round((this.#base + (now - this.#since) * this.rate) * 1000) / 1000
  }

  wall(now: Ms): Ms {
    return Math.floor(WALL_EPOCH_MS + now + this.skewMs)
  }

  /** True time at which mono reads `mono` (at the present rate). */
  trueTimeOf(mono: Ms): Ms {
    return this.#since + (mono - this.#base) / this.rate
  }
}
