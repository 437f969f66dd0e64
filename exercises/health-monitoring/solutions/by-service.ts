// Each service looks after itself: it has a timer of its own, asks those below it, and tells those above it.
import type { Env, Ms, Timer } from 'faultline'

export interface Opts {
  services: string[]
  deps: Record<string, string[]>
  upPct: number
  staleMs: Ms
  raiseMs: Ms
  clearMs: Ms
}

type PageFn = (e: { kind: 'raise' | 'clear'; service: string }) => void

class Watched {
  readonly below: Watched[] = []
  readonly above: Watched[] = []
  readonly #env: Env
  readonly #o: Opts
  readonly #name: string
  readonly #page: PageFn
  readonly #passed = new Map<string, Ms>()
  readonly #failed = new Map<string, Ms>()
  #notUpSince: Ms | null
  #upSince: Ms | null = null
  #raised = false
  #timer: Timer | null = null
  #over = false

  constructor(env: Env, o: Opts, name: string, page: PageFn) {
    this.#env = env
    this.#o = o
    this.#name = name
    this.#page = page
    this.#notUpSince = env.now()
  }

  heard(checker: string, ok: boolean): void {
    this.#passed.delete(checker)
    this.#failed.delete(checker)
    const says = ok ? this.#passed : this.#failed
    says.set(checker, this.#env.now())
    this.wake()
  }

  health(): 'up' | 'down' | 'unknown' {
    const good = this.#count(this.#passed)
    const all = good + this.#count(this.#failed)
    if (all === 0) return 'unknown'
    return 100 * good > this.#o.upPct * all ? 'up' : 'down'
  }

  /** Looks at everything anew: what it says, what is due, when to look again. */
  wake(): void {
    if (this.#over) return
    const now = this.#env.now()
    this.#forget(now)
    if (this.health() === 'up') {
      this.#upSince ??= now
      this.#notUpSince = null
    } else {
      this.#notUpSince ??= now
      this.#upSince = null
    }
    const before = this.#raised
    if (before) {
      if (this.#upSince !== null && now >= this.#upSince + this.#o.clearMs) this.#say('clear')
    } else if (this.#notUpSince !== null && now >= this.#notUpSince + this.#o.raiseMs) {
      // Asking those below may have ended an outage there, and that may have raised us already.
      const covered = this.#isCovered()
      if (!covered && !this.#raised && !this.#over) this.#say('raise')
    }
    this.#sleep(now)
    if (before && !this.#raised) for (const s of this.above) s.wakeAll()
  }

  wakeAll(): void {
    this.wake()
    for (const s of this.above) s.wakeAll()
  }

  /** Whether anything below is raised, now that all timers of this instant have been heard. */
  #isCovered(): boolean {
    return this.below.some((s) => {
      s.wake()
      return s.#raised || s.#isCovered()
    })
  }

  end(): void {
    this.#over = true
    this.#timer?.cancel()
    this.#timer = null
  }

  #say(kind: 'raise' | 'clear'): void {
    this.#raised = kind === 'raise'
    this.#page({ kind, service: this.#name })
  }

  #sleep(now: Ms): void {
    this.#timer?.cancel()
    this.#timer = null
    if (this.#over) return
    const at: Ms[] = [...this.#passed.values(), ...this.#failed.values()].map((t) => t + this.#o.staleMs)
    if (this.#raised && this.#upSince !== null) at.push(this.#upSince + this.#o.clearMs)
    if (!this.#raised && this.#notUpSince !== null) at.push(this.#notUpSince + this.#o.raiseMs)
    const later = at.filter((t) => t > now).sort((a, b) => a - b)
    if (later[0] !== undefined) this.#timer = this.#env.after(later[0] - now, () => this.wake())
  }

  #count(says: Map<string, Ms>): number {
    const now = this.#env.now()
    return [...says.values()].filter((t) => now - t < this.#o.staleMs).length
  }

  #forget(now: Ms): void {
    for (const says of [this.#passed, this.#failed])
      for (const [checker, t] of says) if (now - t >= this.#o.staleMs) says.delete(checker)
  }
}

export function monitor(env: Env, o: Opts, page: PageFn) {
  const all = new Map(o.services.map((name) => [name, new Watched(env, o, name, page)]))
  for (const [name, s] of all)
    for (const d of o.deps[name] ?? []) {
      const dep = all.get(d) as Watched
      s.below.push(dep)
      dep.above.push(s)
    }
  for (const s of all.values()) s.wake()
  return {
    report: (checker: string, service: string, ok: boolean) => all.get(service)?.heard(checker, ok),
    health: (s: string) => (all.get(s) as Watched).health(),
    stop() {
      for (const s of all.values()) s.end()
    },
  }
}
