/**
 * A monitor as the prompt describes it: the health of each service at any moment, and the pages of each instant.
 * Where the prompt promises that something does not come together, the model throws if it does: a mistake of the suite.
 */
import type { Options } from './drive.ts'

export type Health = 'up' | 'down' | 'unknown'

export interface Reported {
  readonly at: number
  readonly ok: boolean
  /** Its arrival. */
  readonly event: number
}

export interface ServiceModel {
  readonly name: string
  readonly below: ReadonlySet<ServiceModel>
  /** By checker, the latest of each. */
  readonly reports: Map<string, Reported>
  /** Reports that a later one of the same checker has replaced. */
  readonly replaced: Reported[]
  up: boolean
  since: number
  /** What made it so: a report that came, one that went stale, or the making of the monitor. */
  by: number
  raised: boolean
  /** The last page about it, by its instant. */
  pagedAt?: number
  /** The page itself, as it came. */
  pageEvent?: number
  /** Whether a raise was due in this episode and something below was raised. */
  heldBack: boolean
}

export interface Owed {
  readonly s: ServiceModel
  readonly kind: 'raise' | 'clear'
  /** Whether something below was raised before. */
  readonly waited: boolean
}

export class Model {
  readonly o: Options
  /** Each behind what it depends on. */
  readonly services: ServiceModel[] = []
  readonly checkers = new Set<string>()
  readonly saw = new Set<string>()
  #closed: number
  readonly #byName = new Map<string, ServiceModel>()
  /** How often each has changed within the instant that is open. */
  readonly #flips = new Map<ServiceModel, number>()

  constructor(o: Options, at: number, event: number) {
    this.o = o
    this.#closed = at - 1
    for (const name of o.services) this.#add(name, at, event)
  }

  #add(name: string, at: number, event: number): ServiceModel {
    const known = this.#byName.get(name)
    if (known) return known
    const deps = (this.o.deps[name] ?? []).map((d) => this.#add(d, at, event))
    const below = new Set(deps.flatMap((d) => [d, ...d.below]))
    const rest = { up: false, since: at, by: event, raised: false, heldBack: false }
    const s: ServiceModel = { name, below, reports: new Map(), replaced: [], ...rest }
    this.#byName.set(name, s)
    this.services.push(s)
    return s
  }

  service(name: string): ServiceModel {
    return this.#byName.get(name) as ServiceModel
  }

  isFresh(r: Reported, now: number): boolean {
    return now - r.at < this.o.staleMs
  }

  health(s: ServiceModel, now: number): Health {
    const fresh = [...s.reports.values()].filter((r) => this.isFresh(r, now))
    return judged(fresh, fresh.length, this.o)
  }

  report(checker: string, service: string, ok: boolean, at: number, event: number): void {
    this.checkers.add(checker)
    const s = this.service(service)
    const before = this.health(s, at) === 'up'
    const flips = this.#flips.get(s) ?? Number(before !== s.up)
    const old = s.reports.get(checker)
    if (old) s.replaced.push(old)
    s.reports.set(checker, { at, ok, event })
    this.#flips.set(s, flips + Number((this.health(s, at) === 'up') !== before))
  }

  /** Instants after the last closed one, up to `to`, at which time alone changes something. */
  instants(to: number): number[] {
    const all = this.services.flatMap((s) => [this.#due(s), ...this.#stale(s)])
    return [...new Set(all)].filter((at) => at > this.#closed && at <= to).sort((a, b) => a - b)
  }

  /** The next instant at which a report goes stale and health with it. */
  nextChange(now: number): number | undefined {
    const changes = this.services.flatMap((s) =>
      this.#stale(s).filter((at) => at > now && this.health(s, at) !== this.health(s, at - 1)),
    )
    return changes.length === 0 ? undefined : Math.min(...changes)
  }

  /** Everything of the instant has happened. Gives the pages that it owes. */
  close(at: number): Owed[] {
    this.#closed = at
    for (const s of this.services) this.#turn(s, at)
    this.#flips.clear()
    const owed: Owed[] = []
    for (const s of this.services) {
      if (s.up !== s.raised || at < this.#due(s)) continue
      const cause = s.raised ? undefined : this.raisedBelow(s)
      if (cause) {
        if (cause.pagedAt === at) this.saw.add('a service was due together with what it depends on')
        s.heldBack = true
        this.saw.add('a service was held back')
        continue
      }
      owed.push({ s, kind: s.raised ? 'clear' : 'raise', waited: s.heldBack })
      this.#page(s, at)
    }
    return owed
  }

  #page(s: ServiceModel, at: number): void {
    s.raised = !s.raised
    s.pagedAt = at
    if (!s.raised) this.saw.add('a service was cleared')
    else if (s.heldBack) this.saw.add('a service was raised when it was no longer held back')
    else if (s.reports.size === 0) this.saw.add('a service was raised that nobody had reported about')
    s.heldBack = false
  }

  raisedBelow(s: ServiceModel): ServiceModel | undefined {
    return [...s.below].find((d) => d.raised)
  }

  #turn(s: ServiceModel, at: number): void {
    const health = this.health(s, at)
    const up = health === 'up'
    if ((this.#flips.get(s) ?? 0) > 1) throw new Error(`${s.name} changes twice at ${at} ms`)
    if (up === s.up) return
    if (s.up === s.raised && at === this.#due(s))
      throw new Error(`${s.name} changes at ${at} ms, when a page is due`)
    const came = [...s.reports.values()].findLast((r) => r.at === at)
    const stale = [...s.reports.values()].findLast((r) => r.at + this.o.staleMs === at)
    if (!came && stale)
      this.saw.add(up ? 'a service was up because a report went stale' : 'a service went silent')
    if (s.raised && !up) this.saw.add('a raised service was up for a moment')
    if (!s.raised && up && s.heldBack) this.saw.add('a service came back that had been held back')
    s.up = up
    s.since = at
    s.by = (came ?? stale)?.event ?? s.by
    if (up) s.heldBack = false
  }

  #due(s: ServiceModel): number {
    return s.since + (s.up ? this.o.clearMs : this.o.raiseMs)
  }

  #stale(s: ServiceModel): number[] {
    return [...s.reports.values()].map((r) => r.at + this.o.staleMs)
  }
}

/** `of`: among how many the passing ones are counted. */
export function judged(fresh: readonly Reported[], of: number, o: Options): Health {
  if (fresh.length === 0) return 'unknown'
  return fresh.filter((r) => r.ok).length * 100 > o.upPct * of ? 'up' : 'down'
}
