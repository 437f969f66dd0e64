/**
 * Follows a run's trace with the model beside it. Every call of fn, every result and every observed state must be the
 * model's; the first that is not becomes a finding, with the property that it breaks.
 */
import type { TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, Property, Scenario, World } from '../../lib/suite/index.ts'
import { BREAKER, type Does, type Options } from './drive.ts'
import { Findings, type Fire, type Found, type Step } from './hidden-blame.ts'
import { type Ended, Model, type Period } from './hidden-model.ts'
import { onAnswer, onFire } from './hidden-situations.ts'
import type { Properties } from './properties.ts'

/** Judges by every property that is not a cost, and asks for the situations that the scenario is about. */
export function judged(sc: Scenario, p: Properties, sees: readonly string[]): Judge {
  const judge = new Judge(p)
  for (const property of Object.values(p))
    if (property.kind !== 'cost') sc.settled(property, (w) => judge.finding(property, w))
  for (const name of sees) sc.sometimes(name, (_, w) => judge.follow(w).saw.has(name))
  return judge
}

/** What the fixture's marks carry. */
interface Mark {
  readonly n: number
  readonly ok: boolean
  readonly code?: string
  readonly as: string
  readonly got?: unknown
}

/** The fixture's; what a learner traces is none of them, and may carry anything. */
const MARKS = ['fn called', 'fn answered', 'fire settled']

export class Judge {
  /** Situations that this run went through; see hidden-situations.ts. */
  readonly saw = new Set<string>()
  /** Off in the scripts of other rules, so that a forgotten timer does not hide what they are about. */
  checksIdle = false
  model!: Model
  /** Calls of fn that began after the first trip. */
  callsAfterTrip = 0
  readonly #findings: Findings
  readonly #fires = new Map<number, Fire>()
  /** fn was called and has not answered. */
  readonly #running = new Set<Fire>()
  #found: Found | undefined
  #next = 0
  #checked = 0
  #periods = 1
  #touched: Fire[] = []
  #since: Step[] = []

  constructor(p: Properties) {
    this.#findings = new Findings(p)
  }

  /** Infinity before the first trip. */
  get trippedAt(): number {
    return this.model.periods[1]?.since ?? Number.POSITIVE_INFINITY
  }

  /** At the end of an instant: what broke `property`, if that is what broke first. */
  finding(property: Property, w: World): Finding | undefined {
    this.follow(w)
    if (!this.#found && this.model && this.#checked < w.trace.length) {
      this.#checked = w.trace.length
      this.#found = this.#endOfInstant(w)
    }
    return this.#found?.property === property ? this.#found.finding : undefined
  }

  follow(w: World): this {
    const { trace } = w
    for (; this.#next < trace.length && !this.#found; this.#next++) {
      const e = trace[this.#next] as TraceEvent
      if (e.node === BREAKER) this.#found = this.#take(e)
    }
    return this
  }

  /** The next instant after `now` at which a result comes or time ends a period, and the one just before the latter. */
  nextDue(now: number): number | undefined {
    const boundary = this.model.boundary
    const due = boundary === undefined ? [] : [boundary - 1, boundary]
    for (const f of this.#running) if (f.does.via === 'service') due.push(f.at + f.does.takesMs)
    const later = due.filter((t) => t > now)
    return later.length === 0 ? undefined : Math.min(...later)
  }

  #take(e: TraceEvent): Found | undefined {
    switch (e.kind) {
      case 'skew':
        if (this.model?.period.name === 'open') this.saw.add('the wall clock jumped while open')
        return
      case 'view':
        return this.#state((e.data as { state: string }).state, e)
      case 'deliver':
        if (e.type === 'create') this.model = new Model(e.body as never as Options, e.at)
        if (e.type === 'fire') this.#fire(e.body as never, e)
        if (e.type === 'burst') for (const f of e.body as never as Fire[]) this.#fire(f, e)
        return
      case 'note': {
        if (!MARKS.includes(e.label ?? '')) return
        const mark = e.data as never as Mark
        const f = this.#fires.get(mark.n)
        if (!f) return this.#findings.strangeArguments(e)
        if (e.label === 'fn called') return this.#called(f, e)
        if (e.label === 'fn answered') this.#answered(f, mark, e)
        if (e.label === 'fire settled') return this.#settled(f, mark, e)
      }
    }
  }

  #fire({ n, does }: { n: number; does: Does }, e: TraceEvent): void {
    const m = this.#advance(e.at)
    onFire(m, e.at, this.saw)
    const { period } = m
    const fire: Fire = { n, does, at: e.at, event: e.id, period, admitted: m.fire(n, e.at, e.id) }
    this.#fires.set(n, fire)
    this.#touched.push(fire)
  }

  #called(f: Fire, e: TraceEvent): Found | undefined {
    if (f.called !== undefined) return this.#findings.calledTwice(f, f.called, e)
    f.called = e.id
    this.#running.add(f)
    if (this.trippedAt !== Number.POSITIVE_INFINITY) this.callsAfterTrip++
    return f.admitted ? undefined : this.#findings.leaked(f, this.model, this.#since, e)
  }

  #answered(f: Fire, mark: Mark, e: TraceEvent): void {
    const m = this.#advance(e.at)
    this.#running.delete(f)
    this.#touched.push(f)
    f.answer = { at: e.at, event: e.id, ok: mark.ok, ...(mark.code === undefined ? {} : { code: mark.code }) }
    const ignored = !mark.ok && (m.o.ignore?.includes(mark.code ?? '') ?? false)
    const ended: Ended = { n: f.n, failed: !mark.ok && !ignored, at: e.at, event: e.id }
    const before = m.period
    m.answer(ended)
    this.#periods = m.periods.length
    if (before.late.at(-1) === ended) this.#since.push(ended.failed ? 'late failed' : 'late ok')
    else this.#since.push(before.name === 'half-open' ? 'probe ended' : 'counted')
    onAnswer({ m, before, ended, ignored, fire: f }, this.saw)
  }

  #settled(f: Fire, { as, got }: Mark, e: TraceEvent): Found | undefined {
    f.settled = e.id
    if (f.admitted && f.called === undefined && as === 'OpenError')
      return this.#findings.turnedAway(f, this.model, this.#since, e.id)
    const shown = got === undefined ? as : `${as} ${got}`
    const given = !f.answer ? 'nothing yet' : f.answer.ok ? `value ${f.n}` : `error ${f.answer.code}`
    const expected = f.admitted ? given : 'OpenError'
    return shown === expected ? undefined : this.#findings.wrongResult(f, expected, shown, e)
  }

  #state(got: string, e: TraceEvent): Found | undefined {
    const m = this.#advance(e.at)
    const since = this.#since
    this.#since = []
    return got === m.period.name ? undefined : this.#findings.wrongState(m, since, got, e)
  }

  /** What must have happened by now, and whether anything is still ticking. */
  #endOfInstant(w: World): Found | undefined {
    const m = this.#advance(w.now)
    for (const f of this.#touched.splice(0)) {
      if (f.admitted && f.called === undefined)
        return this.#findings.turnedAway(f, m, this.#since, f.settled ?? f.event)
      if (f.settled === undefined && (f.answer || !f.admitted)) return this.#findings.pending(f, m)
    }
    if (!this.checksIdle || m.period.name === 'open' || this.#running.size > 0) return
    const timers = w.timers(BREAKER)
    return timers === 0 ? undefined : this.#findings.ticking(m, timers, w)
  }

  #advance(now: number): Model {
    const m = this.model
    m.advance(now)
    for (; this.#periods < m.periods.length; this.#periods++) {
      const { why } = m.periods[this.#periods] as Period
      if (why === 'probe unsettled') this.saw.add('a probe did not settle within probeMs')
      if (why === 'probe unsettled' || why === 'wait over') this.#since.push(why)
    }
    return m
  }
}
