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

  /** In whole microseconds: what a node computes with it stays free of the rounding errors of drift. */
  mono(now: Ms): Ms {
    return Math.round((this.#base + (now - this.#since) * this.rate) * 1000) / 1000
  }

  /**
   * What mono reads when a timer for `delayMs`, set now, fires: the first reading that is not below `mono + delayMs`, added
   * up as the node itself would. A delay above 0 always passes time, so `while (mono() < t) await sleep(t - mono())` ends.
   */
  dueAfter(delayMs: Ms, now: Ms): Ms {
    const mono = this.mono(now)
    if (delayMs === 0) return mono
    const sum = mono + delayMs
    const tick = Math.round(sum * 1000)
    const reading = tick / 1000
    return reading >= sum && reading > mono ? reading : (tick + 1) / 1000
  }

  wall(now: Ms): Ms {
    return Math.floor(WALL_EPOCH_MS + now + this.skewMs)
  }

  /** True time at which mono reads `mono` (at the present rate). */
  trueTimeOf(mono: Ms): Ms {
    return this.#since + (mono - this.#base) / this.rate
  }
}
