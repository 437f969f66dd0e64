/** What the state of each target must be: a submission's calls of onChange and its answers are held against it. */
import type { Options } from './drive.ts'

export type State = 'unknown' | 'healthy' | 'unhealthy'

export interface Change {
  readonly target: string
  readonly from: State
  readonly to: State
  /** So many results in a row, the last of them `by`. */
  readonly streak: number
  readonly by: Probe
}

export interface Probe {
  readonly n: number
  readonly target: string
  readonly at: number
  readonly event: number
  readonly deadline: number
  end: 'passed' | 'failed' | 'timed out' | 'stopped' | undefined
  /** Trace events of its result and of the abort of its signal. */
  settled?: number
  aborted?: number
}

export class Model {
  readonly targets: readonly string[]
  readonly o: Options
  readonly #states = new Map<string, State>()
  readonly #streaks = new Map<string, number>()

  constructor(targets: readonly string[], o: Options) {
    this.targets = targets
    this.o = o
  }

  state(target: string): State {
    return this.#states.get(target) ?? 'unknown'
  }

  /** Results in a row that speak against the state. */
  streak(target: string): number {
    return this.#streaks.get(target) ?? 0
  }

  get healthy(): string[] {
    return this.targets.filter((t) => this.state(t) === 'healthy')
  }

  get candidates(): readonly string[] {
    return this.healthy.length > 0 ? this.healthy : this.targets
  }

  /** A probe ends; gives the change that this makes. */
  end(probe: Probe, end: 'passed' | 'failed' | 'timed out'): Change | undefined {
    probe.end = end
    const { target } = probe
    const from = this.state(target)
    const to: State = end === 'passed' ? 'healthy' : 'unhealthy'
    const streak = from === to ? 0 : this.streak(target) + 1
    this.#streaks.set(target, streak)
    if (streak === 0 || streak < this.needed(from, to)) return undefined
    this.#streaks.set(target, 0)
    this.#states.set(target, to)
    return { target, from, to, streak, by: probe }
  }

  needed(from: State, to: State): number {
    if (to === 'unhealthy') return this.o.failureThreshold
    return from === 'unknown' ? 1 : this.o.successThreshold
  }
}
