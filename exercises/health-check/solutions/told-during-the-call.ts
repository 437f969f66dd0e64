// Classes with private state, each probe one of its own. What throws counts within the call of healthChecker.
import type { Env, Ms } from 'faultline'

export type State = 'unknown' | 'healthy' | 'unhealthy'

export interface Opts {
  intervalMs: Ms
  timeoutMs: Ms
  failureThreshold: number
  successThreshold: number
}

export interface HealthChecker {
  state(target: string): State
  candidates(): string[]
  stop(): void
}

/** What is known about one target: a state, and how long the present streak is. */
class Verdict {
  #state: State = 'unknown'
  #streak = 0
  #streakOk = false
  #o: Opts

  constructor(o: Opts) {
    this.#o = o
  }

  get state(): State {
    return this.#state
  }

  /** Whether that changed the state. */
  count(ok: boolean): boolean {
    this.#streak = ok === this.#streakOk ? this.#streak + 1 : 1
    this.#streakOk = ok
    const next: State = ok ? 'healthy' : 'unhealthy'
    if (next === this.#state || this.#streak < this.#needed(ok)) return false
    this.#state = next
    this.#streak = 0
    return true
  }

  #needed(ok: boolean): number {
    if (!ok) return this.#o.failureThreshold
    return this.#state === 'unknown' ? 1 : this.#o.successThreshold
  }
}

/** One question to one target. It ends once: passed, failed, timed out, or dropped. */
class Probe {
  #abort = new AbortController()
  #env: Env
  #deadline: Ms
  #timer: { cancel(): void }
  #ended: ((ok: boolean) => void) | undefined

  constructor(env: Env, timeoutMs: Ms, ended: (ok: boolean) => void) {
    this.#env = env
    this.#ended = ended
    this.#deadline = env.now() + timeoutMs
    this.#timer = env.after(timeoutMs, () => this.expire())
  }

  ask(call: (signal: AbortSignal) => Promise<void>): void {
    // A throw counts at once: onChange may be told before there is a checker to ask.
    try {
      call(this.#abort.signal).then(
        () => this.#answered(true),
        () => this.#answered(false),
      )
    } catch {
      this.#answered(false)
    }
  }

  /** Its time is over. Does nothing when it has ended. */
  expire(): void {
    const ended = this.#end()
    if (!ended) return
    ended(false)
    this.#abort.abort()
  }

  /** Nobody wants to know any more. */
  drop(): void {
    if (this.#end()) this.#abort.abort()
  }

  #answered(ok: boolean): void {
    if (this.#env.now() >= this.#deadline) this.expire()
    else this.#end()?.(ok)
  }

  #end(): ((ok: boolean) => void) | undefined {
    const ended = this.#ended
    this.#ended = undefined
    this.#timer.cancel()
    return ended
  }
}

class Target {
  readonly name: string
  #env: Env
  #o: Opts
  #verdict: Verdict
  #current: Probe | undefined
  #changed: (state: State) => void

  constructor(name: string, env: Env, o: Opts, changed: (state: State) => void) {
    this.name = name
    this.#env = env
    this.#o = o
    this.#verdict = new Verdict(o)
    this.#changed = changed
  }

  get state(): State {
    return this.#verdict.state
  }

  /** Whatever is still under way here is out of time by now. */
  expire(): void {
    this.#current?.expire()
  }

  start(probe: (target: string, signal: AbortSignal) => Promise<void>): void {
    this.#current = new Probe(this.#env, this.#o.timeoutMs, (ok) => {
      if (this.#verdict.count(ok)) this.#changed(this.state)
    })
    this.#current.ask((signal) => probe(this.name, signal))
  }

  stop(): void {
    this.#current?.drop()
  }
}

class Checker implements HealthChecker {
  #env: Env
  #probe: (target: string, signal: AbortSignal) => Promise<void>
  #o: Opts
  #t0: Ms
  #targets: Target[]
  #stopped = false
  #timer: { cancel(): void } | undefined

  constructor(
    env: Env,
    names: string[],
    probe: (target: string, signal: AbortSignal) => Promise<void>,
    o: Opts,
    onChange: (target: string, state: State) => void,
  ) {
    this.#env = env
    this.#probe = probe
    this.#o = { ...o }
    this.#t0 = env.now()
    this.#targets = names.map(
      (name) =>
        new Target(name, env, this.#o, (state) => {
          if (!this.#stopped) onChange(name, state)
        }),
    )
    this.#tick()
  }

  state(target: string): State {
    return this.#targets.find((t) => t.name === target)?.state ?? 'unknown'
  }

  candidates(): string[] {
    const healthy = this.#targets.filter((t) => t.state === 'healthy')
    return (healthy.length > 0 ? healthy : this.#targets).map((t) => t.name)
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
    for (const t of this.#targets) t.stop()
  }

  #tick(): void {
    const now = this.#env.now()
    const { intervalMs } = this.#o
    const next = this.#t0 + (Math.floor((now - this.#t0) / intervalMs) + 1) * intervalMs
    this.#timer = this.#env.after(next - now, () => this.#tick())
    for (const t of this.#targets) {
      if (!this.#stopped) t.expire()
      if (!this.#stopped) t.start(this.#probe)
    }
  }
}

export function healthChecker(
  env: Env,
  targets: string[],
  probe: (target: string, signal: AbortSignal) => Promise<void>,
  o: Opts,
  onChange: (target: string, state: State) => void,
): HealthChecker {
  return new Checker(env, targets, probe, o, onChange)
}
