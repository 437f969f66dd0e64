// One timer for all: it rings for the next round or for the end of the present one, and a pure function says what a result means.
import type { Env, Ms, Timer } from 'faultline'

export type State = 'unknown' | 'healthy' | 'unhealthy'

export interface Opts {
  intervalMs: Ms
  timeoutMs: Ms
  failureThreshold: number
  successThreshold: number
}

interface Health {
  readonly state: State
  readonly passes: number
  readonly failures: number
}

type Probe = (target: string, signal: AbortSignal) => Promise<void>
type OnChange = (target: string, state: State) => void

class Checker {
  readonly env: Env
  readonly targets: readonly string[]
  readonly probe: Probe
  readonly o: Opts
  readonly onChange: OnChange
  readonly #health = new Map<string, Health>()
  readonly #asking = new Map<string, AbortController>()
  readonly #start: Ms
  #round = 0
  #roundAt: Ms
  #timer: Timer | undefined
  #running = true

  constructor(env: Env, targets: readonly string[], probe: Probe, o: Opts, onChange: OnChange) {
    this.env = env
    this.targets = targets
    this.probe = probe
    this.o = o
    this.onChange = onChange
    for (const t of targets) this.#health.set(t, { state: 'unknown', passes: 0, failures: 0 })
    this.#start = env.now()
    this.#roundAt = this.#start
    this.#begin()
  }

  state(target: string): State {
    return this.#health.get(target)?.state ?? 'unknown'
  }

  candidates(): string[] {
    const well = this.targets.filter((t) => this.state(t) === 'healthy')
    return well.length ? well : this.targets.slice()
  }

  stop(): void {
    this.#running = false
    this.#timer?.cancel()
    const asking = [...this.#asking.values()]
    this.#asking.clear()
    for (const c of asking) c.abort()
  }

  #begin(): void {
    this.#roundAt = this.env.now()
    this.#timer = this.env.after(this.o.timeoutMs, () => this.#close())
    for (const target of this.targets) {
      const controller = new AbortController()
      this.#asking.set(target, controller)
      const done = (passed: boolean) => {
        if (this.#asking.get(target) !== controller || this.#overdue()) return
        this.#asking.delete(target)
        this.#take(target, passed)
      }
      new Promise<void>((go) => go(this.probe(target, controller.signal))).then(
        () => done(true),
        () => done(false),
      )
    }
  }

  #overdue(): boolean {
    return this.env.now() >= this.#roundAt + this.o.timeoutMs
  }

  /** Time is over: whoever has not answered has failed. Then sleep until the next round. */
  #close(): void {
    const late = [...this.#asking]
    this.#asking.clear()
    for (const [, controller] of late) controller.abort()
    for (const [target] of late) this.#take(target, false)
    if (!this.#running) return
    const { intervalMs } = this.o
    // After a pause rounds are left out, not made up for.
    this.#round = Math.max(this.#round + 1, Math.ceil((this.env.now() - this.#start) / intervalMs))
    this.#timer = this.env.after(this.#start + this.#round * intervalMs - this.env.now(), () => {
      this.#round = Math.floor((this.env.now() - this.#start) / intervalMs)
      this.#begin()
    })
  }

  #take(target: string, passed: boolean): void {
    if (!this.#running) return
    const before = this.#health.get(target) as Health
    const after = judge(before, passed, this.o)
    this.#health.set(target, after)
    if (after.state !== before.state) this.onChange(target, after.state)
  }
}

function judge({ state, passes, failures }: Health, passed: boolean, o: Opts): Health {
  if (!passed) {
    const f = failures + 1
    return { state: f >= o.failureThreshold ? 'unhealthy' : state, passes: 0, failures: f }
  }
  const p = passes + 1
  const well = state !== 'unhealthy' || p >= o.successThreshold
  return { state: well ? 'healthy' : state, passes: p, failures: 0 }
}

export function healthChecker(env: Env, targets: string[], probe: Probe, o: Opts, onChange: OnChange) {
  return new Checker(env, targets, probe, o, onChange)
}
