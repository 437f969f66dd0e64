/**
 * Follows a run's trace beside the model: what health() says after each report and look, and which pages each instant
 * brings. The first thing that differs becomes a finding, with the property that it breaks.
 */
import { isYours, type TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, Property, Scenario, World } from '../../lib/suite/index.ts'
import { MONITOR, type Options } from './drive.ts'
import { type Found, type Got, missing, unexpected, wrongHealth } from './hidden-blame.ts'
import { Model } from './hidden-model.ts'
import type { Properties } from './properties.ts'

/** Judges by every property, and asks for the situations that the scenario is about. */
export function judged(sc: Scenario, p: Properties, sees: readonly string[]): Judge {
  const judge = new Judge(p)
  for (const property of Object.values(p))
    if (property.kind !== 'cost') sc.settled(property, (w) => judge.finding(property, w))
  for (const name of sees) sc.sometimes(name, (_, w) => judge.follow(w).model?.saw.has(name) ?? false)
  return judge
}

/** The two costs; only where a scenario is made for them, so that they do not hide what others are about. */
export function counted(sc: Scenario, p: Properties, judge: Judge): void {
  // A timer for every place is a fine design: all that is within the budget has three stars.
  sc.cost(
    p.memory,
    { max: 1, unit: 'timers pending per service and (checkers + 1)', stars: [1, 1] },
    () => judge.timersPerPlace,
  )
  sc.cost(p.wakes, { max: 2, unit: 'timers fired per (reports + services)' }, () => judge.firedPerReport)
}

export class Judge {
  model: Model | undefined
  /** The most timers at the end of an instant, per place that a timer may have. */
  timersPerPlace = 0
  readonly #p: Properties
  #got: Got[] = []
  #stopped: TraceEvent | undefined
  #skewed = false
  #reports = 0
  #fired = 0
  #found: Found | undefined
  #next = 0
  #checked = 0

  constructor(p: Properties) {
    this.#p = p
  }

  get firedPerReport(): number {
    return this.#fired / (this.#reports + (this.model?.services.length ?? 1))
  }

  /** At the end of an instant: what broke `property`, if that is what broke first. */
  finding(property: Property, w: World): Finding | undefined {
    this.follow(w)
    if (!this.#found && this.#checked < w.trace.length) {
      this.#checked = w.trace.length
      this.#found = this.#endOfInstant(w)
    }
    return this.#found?.property === property ? this.#found.finding : undefined
  }

  follow(w: World): this {
    const { trace } = w
    for (; this.#next < trace.length && !this.#found; this.#next++) {
      const e = trace[this.#next] as TraceEvent
      if (e.node === MONITOR) this.#found = this.#take(e)
    }
    return this
  }

  #take(e: TraceEvent): Found | undefined {
    const before = this.#through(e.at - 1)
    if (before) return before
    if (e.kind === 'skew') this.#skewed = true
    if (e.kind === 'timer-fire') this.#fired += 1
    if (e.kind === 'deliver' && e.type === 'create')
      this.model = new Model(e.body as unknown as Options, e.at, e.id)
    if (e.kind === 'deliver' && e.type === 'report') {
      const { checker, service, ok } = e.body as { checker: string; service: string; ok: boolean }
      this.#reports += 1
      this.model?.report(checker, service, ok, e.at, e.id)
    }
    if (e.kind === 'view' && this.model && !this.#stopped) return this.#looked(this.model, e)
    if (e.kind !== 'note' || isYours(e)) return
    if (e.label === 'stopped') this.#stopped = e
    else {
      const { page, service } = e.data as { page: string; service: string }
      if (this.#stopped) return this.#late(`${page} ${service}`, e)
      this.#got.push({ kind: page, service, event: e.id })
    }
  }

  #looked(m: Model, e: TraceEvent): Found | undefined {
    const said = e.data as Record<string, string>
    for (const s of m.services)
      if (said[s.name] !== m.health(s, e.at))
        return wrongHealth(m, s, said[s.name] as string, e, this.#skewed, this.#p)
  }

  #late(page: string, e: TraceEvent): Found {
    const { id, at } = this.#stopped as TraceEvent
    const because = `stop() was called at ${at} ms, and '${page}' was paged at ${e.at} ms.`
    return {
      property: this.#p.stop,
      finding: { because, expected: 'no page', got: page, witness: [id, e.id] },
    }
  }

  /** Ends the instants up to `to`, in which no page came. */
  #through(to: number): Found | undefined {
    if (this.#stopped || !this.model) return
    for (const at of this.model.instants(to)) {
      const wrong = this.#compare(this.model, at)
      if (wrong) return wrong
    }
  }

  #endOfInstant(w: World): Found | undefined {
    const m = this.model
    if (!m) return
    const before = this.#through(w.now - 1)
    if (before) return before
    const timers = w.timers(MONITOR)
    this.timersPerPlace = Math.max(this.timersPerPlace, timers / (m.services.length * (m.checkers.size + 1)))
    if (!this.#stopped) return this.#compare(m, w.now)
    // Within the instant of stop() some of its pages may be missing.
    if (w.now === this.#stopped.at && this.#got.length > 0) {
      const wrong = this.#compare(m, w.now, 'may lack some')
      if (wrong) return wrong
    }
    if (timers === 0) return
    const still = timers === 1 ? 'a timer is' : `${timers} timers are`
    const because = `stop() was called at ${this.#stopped.at} ms, and at ${w.now} ms ${still} still set.`
    return {
      property: this.#p.stop,
      finding: { because, expected: 0, got: timers, witness: [this.#stopped.id] },
    }
  }

  #compare(m: Model, at: number, lacks?: 'may lack some'): Found | undefined {
    const owed = m.close(at)
    for (const got of this.#got.splice(0)) {
      const i = owed.findIndex(({ s, kind }) => s.name === got.service && kind === got.kind)
      if (i < 0) return unexpected(m, got, at, this.#skewed, this.#p)
      const [right] = owed.splice(i, 1)
      if (right) right.s.pageEvent = got.event
    }
    const first = owed[0]
    return first && !lacks ? missing(m, first, at, this.#skewed, this.#p) : undefined
  }
}
