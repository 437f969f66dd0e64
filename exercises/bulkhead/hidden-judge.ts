/**
 * Follows a run's trace with the model beside it. Every start, every end and every count must be the model's; the first
 * that is not becomes a finding, with the property that it breaks.
 */
import { isYours, type Json, type TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, Property, Scenario, World } from '../../lib/suite/index.ts'
import { type Options, POOL, type Run } from './drive.ts'
import {
  type Blame,
  type Found,
  notStarted,
  startedWrongly,
  ticking,
  wrongEnd,
  wrongStats,
} from './hidden-blame.ts'
import { type Course, Model } from './hidden-model.ts'
import type { Properties } from './properties.ts'

/** Judges by every property that is not a cost, and asks for the situations that the scenario is about. */
export function judged(sc: Scenario, p: Properties, sees: readonly string[], about?: Property): Judge {
  const judge = new Judge({ p, ...(about ? { about } : {}) })
  for (const property of Object.values(p))
    if (property.kind !== 'cost') sc.settled(property, (w) => judge.finding(property, w))
  for (const name of sees) sc.sometimes(name, (_, w) => judge.follow(w).saw.has(name))
  return judge
}

const ENDS_SHOWN = 3

interface Mark {
  readonly n: number
  readonly as: string
  readonly at: string
}

/** What was seen of one run. */
interface Seen {
  readonly course: Course
  started?: number
  taskSettled?: string
  settled?: string
  settledEvent?: number
}

export class Judge {
  /** Situations that this run went through. */
  readonly saw = new Set<string>()
  /** Off in the scripts of other rules, so that a forgotten timer does not hide what they are about. */
  checksIdle = false
  readonly models = new Map<string, Model>()
  readonly #blame: Blame
  readonly #runs = new Map<number, Run>()
  readonly #seen = new Map<number, Seen>()
  #touched: Seen[] = []
  /** Marks of tasks and waits that ended, per bulkhead: what a lost slot goes back to. */
  readonly #ends = new Map<Model, { readonly event: number; readonly failed: boolean }[]>()
  #found: Found | undefined
  #next = 0
  #checked = 0
  /** Most timers per waiter, at any settled instant. */
  timersPerWaiter = 0

  constructor(blame: Blame) {
    this.#blame = blame
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
      if (e.node === POOL) this.#found = this.#take(e)
    }
    return this
  }

  /** The next instant after `now` at which a wait ends. */
  nextDeadline(now: number): number | undefined {
    const all = [...this.models.values()].flatMap((m) => m.waiting.map((c) => m.deadline(c)))
    const later = all.filter((t) => t > now)
    return later.length === 0 ? undefined : Math.min(...later)
  }

  #take(e: TraceEvent): Found | undefined {
    for (const m of this.models.values())
      for (const course of m.advance(e.at)) {
        this.saw.add('a wait ended')
        this.#touch(course.run.n)
      }
    if (e.kind === 'deliver' && e.type === 'create') {
      const { at, ...o } = e.body as unknown as Options & { at: string }
      this.models.set(at, new Model(o))
    }
    if (e.kind === 'deliver' && e.type === 'run') for (const r of e.body as unknown as Run[]) this.#know(r)
    if (e.kind === 'view') {
      const { at, ...got } = e.data as { at: string } & Record<string, Json>
      const m = this.models.get(at) as Model
      const right = got.active === m.running.length && got.queued === m.waiting.length
      return right ? undefined : wrongStats(m, got, e.id, this.#blame.p)
    }
    if (e.kind !== 'note' || isYours(e)) return
    const mark = e.data as unknown as Mark
    switch (e.label) {
      case 'run called':
        return this.#called(mark.n, e)
      case 'task started':
        return this.#started(mark.n, e)
      case 'task settled':
        return this.#taskSettled(mark, e)
      case 'run settled':
        return this.#settled(mark, e)
      case 'aborted': {
        const { course } = this.#touch(mark.n)
        this.saw.add(`a ${course.fate === 'waiting' ? 'waiter' : `${course.fate} run`} was aborted`)
        this.#modelOf(course).abort(course, e.at, e.id)
      }
    }
  }

  #know(r: Run): void {
    this.#runs.set(r.n, r)
    for (const next of r.next ?? []) this.#know(next)
  }

  #called(n: number, e: TraceEvent): undefined {
    const run = this.#runs.get(n) as Run
    const m = this.models.get(run.at) as Model
    const course = m.run(run, e.at, e.id)
    this.#seen.set(n, { course })
    this.#touch(n)
    this.saw.add(`a run was ${course.fate === 'full' ? 'turned away' : course.fate}`)
    return
  }

  #started(n: number, e: TraceEvent): Found | undefined {
    const seen = this.#touch(n)
    const { course } = seen
    const m = this.#modelOf(course)
    const expected = m.starts.indexOf(course)
    if (expected === 0) m.starts.shift()
    if (seen.started !== undefined)
      return startedWrongly({ ...course, fate: 'done' }, m, [], e.id, this.#blame)
    seen.started = e.id
    if (course.waited && course.fate === 'running') this.saw.add('a waiter was started')
    return expected === 0 ? undefined : startedWrongly(course, m, this.#busy(m), e.id, this.#blame)
  }

  #taskSettled({ n, as }: Mark, e: TraceEvent): undefined {
    const seen = this.#touch(n)
    seen.taskSettled = as
    if (as === 'error') this.saw.add('a task failed')
    const m = this.#modelOf(seen.course)
    this.#end(m, e.id, as === 'error')
    m.settled(seen.course, e.at, e.id)
    for (const next of m.starts) this.#touch(next.run.n)
    return
  }

  #settled({ n, as }: Mark, e: TraceEvent): undefined {
    const seen = this.#touch(n)
    seen.settled = as
    seen.settledEvent = e.id
    // A run that had waited in vain.
    if (seen.started === undefined && seen.course.waited) this.#end(this.#modelOf(seen.course), e.id, true)
    return
  }

  /** Each run that something happened to must be where the model has it. */
  #endOfInstant(w: World): Found | undefined {
    for (const m of this.models.values())
      for (const course of m.advance(w.now)) {
        this.saw.add('a wait ended')
        this.#touch(course.run.n)
      }
    for (const seen of this.#touched.splice(0)) {
      const wrong = this.#check(seen)
      if (wrong) return { ...wrong, finding: { ...wrong.finding, context: this.#endsBefore(seen) } }
    }
    const waiters = [...this.models.values()].reduce((sum, m) => sum + m.waiting.length, 0)
    const timers = w.timers(POOL)
    if (waiters > 0) this.timersPerWaiter = Math.max(this.timersPerWaiter, timers / waiters)
    if (!this.checksIdle || waiters > 0 || timers === 0 || this.models.size === 0) return
    const set = w.trace.findLast((e) => e.node === POOL && e.kind === 'timer-set')
    return ticking(timers, w.now, set?.id, this.#blame.p)
  }

  #end(m: Model, event: number, failed: boolean): void {
    this.#ends.set(m, [...(this.#ends.get(m) ?? []), { event, failed }])
  }

  /** The last ends before the run was called, failures first: slots get lost when something ends, more often so. */
  #endsBefore({ course }: Seen): number[] {
    const ends = (this.#ends.get(this.#modelOf(course)) ?? []).filter((end) => end.event < course.event)
    const failures = ends.filter((end) => end.failed)
    return (failures.length > 0 ? failures : ends).slice(-ENDS_SHOWN).map((end) => end.event)
  }

  #check({ course, started, settled, settledEvent, taskSettled }: Seen): Found | undefined {
    const m = this.#modelOf(course)
    const event = settledEvent ?? course.by
    if (course.fate === 'running' && started === undefined)
      return notStarted(course, m, this.#busy(m), settled, event, this.#blame)
    const expected = {
      running: 'pending',
      waiting: 'pending',
      done: taskSettled ?? 'pending',
      full: 'FullError',
      expired: 'FullError',
      aborted: 'reason',
    }[course.fate]
    const got = settled ?? 'pending'
    return got === expected ? undefined : wrongEnd(course, m, expected, got, event, this.#blame)
  }

  /** Tasks of this bulkhead that have really started and not settled. */
  #busy(m: Model): Course[] {
    const all = [...this.#seen.values()].filter((s) => this.#modelOf(s.course) === m)
    return all.filter((s) => s.started !== undefined && s.taskSettled === undefined).map((s) => s.course)
  }

  #touch(n: number): Seen {
    const seen = this.#seen.get(n) as Seen
    if (!this.#touched.includes(seen)) this.#touched.push(seen)
    return seen
  }

  #modelOf(course: Course): Model {
    return this.models.get(course.run.at) as Model
  }
}
