/**
 * Follows a run's trace and knows of every scope its deadline, of every run how it must end and when. The first thing that
 * differs becomes a finding, with the property that it breaks.
 */
import { isYours, type Json, type TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, Property, Scenario, World } from '../../lib/suite/index.ts'
import { CALLER } from './drive.ts'
import type { Properties } from './properties.ts'

/** Judges by every property, and asks for the situations that the scenario is about. */
export function judged(sc: Scenario, p: Properties, sees: readonly string[]): Judge {
  const judge = new Judge(p)
  for (const property of Object.values(p))
    if (property.kind !== 'cost') sc.settled(property, (w) => judge.finding(property, w))
  sc.cost(p.budget, { max: 1, unit: 'timers per pending run' }, () => judge.timersPerRun)
  for (const name of sees) sc.sometimes(name, (_, w) => judge.follow(w).saw.has(name))
  return judge
}

interface ScopeModel {
  readonly name: string
  readonly ms: number
  readonly madeAt: number
  readonly event: number
  readonly parent?: ScopeModel
  readonly deadline: number
  aborted?: TraceEvent
}

interface RunModel {
  readonly n: number
  readonly scope: ScopeModel
  readonly at: number
  readonly event: number
  called?: number
  result?: { readonly at: number; readonly event: number; readonly ok: boolean; readonly error?: string }
  settled?: number
}

/** What the fixture's marks carry, and its view. */
interface Mark {
  readonly n: number
  readonly scope: string
  readonly ms: number
  readonly parent?: string
  readonly own: boolean
  readonly ok: boolean
  readonly error?: string
  readonly as: string
  readonly aborted: boolean
  readonly got?: string
}

interface Found {
  readonly property: Property
  readonly finding: Finding
}

export class Judge {
  /** Situations that this run went through. */
  readonly saw = new Set<string>()
  /** Off in the scripts of other rules, so that a forgotten timer does not hide what they are about. */
  countsTimers = false
  /** The most that there were at the end of an instant. */
  timersPerRun = 0
  readonly #p: Properties
  readonly #scopes = new Map<string, ScopeModel>()
  readonly #runs = new Map<number, RunModel>()
  #skewed = false
  #found: Found | undefined
  #next = 0
  #checked = 0

  constructor(p: Properties) {
    this.#p = p
  }

  /** At the end of an instant: what broke `property`, if that is what broke first. */
  finding(property: Property, w: World): Finding | undefined {
    this.follow(w)
    if (!this.#found && this.#checked < w.trace.length) {
      this.#checked = w.trace.length
      if (!w.isPaused(CALLER)) this.#found = this.#endOfInstant(w)
    }
    return this.#found?.property === property ? this.#found.finding : undefined
  }

  follow(w: World): this {
    const { trace } = w
    for (; this.#next < trace.length && !this.#found; this.#next++) {
      const e = trace[this.#next] as TraceEvent
      if (e.node === CALLER) this.#found = this.#take(e)
    }
    return this
  }

  /** Deadlines to come. */
  due(now: number): number[] {
    return [...this.#scopes.values()].map((s) => s.deadline).filter((at) => at > now)
  }

  deadlineOf(scope: string): number {
    return this.#scopes.get(scope)?.deadline ?? 0
  }

  #take(e: TraceEvent): Found | undefined {
    if (e.kind === 'skew') this.#skewed = true
    if (e.kind === 'view') return this.#looked(e)
    if (e.kind !== 'note' || isYours(e)) return
    const mark = e.data as never as Mark
    switch (e.label) {
      case 'scope made':
        this.#made(mark, e)
        return
      case 'run called': {
        const scope = this.#scopes.get(mark.scope) as ScopeModel
        this.#runs.set(mark.n, { n: mark.n, scope, at: e.at, event: e.id })
        if (e.at >= scope.deadline) this.saw.add('a run began in a scope without time left')
        return
      }
      case 'task called':
        return this.#called(this.#run(mark), mark, e)
      case 'task settled':
        this.#result(this.#run(mark), mark, e)
        return
      case 'aborted':
        return this.#aborted(mark.scope, e)
      case 'run settled':
        return this.#settled(this.#run(mark), mark, e)
    }
  }

  #run({ n }: Mark): RunModel {
    return this.#runs.get(n) as RunModel
  }

  #made({ scope, ms, parent }: Mark, e: TraceEvent): void {
    const above = parent === undefined ? undefined : (this.#scopes.get(parent) as ScopeModel)
    const own = e.at + ms
    const deadline = above ? Math.min(above.deadline, own) : own
    if (above && above.deadline < own) this.saw.add('a parent had less time left than its child asked for')
    if (above && above.deadline > own) this.saw.add('a child had less time than its parent')
    this.#scopes.set(scope, {
      name: scope,
      ms,
      madeAt: e.at,
      event: e.id,
      ...(above ? { parent: above } : {}),
      deadline,
    })
  }

  #called(r: RunModel, { own }: Mark, e: TraceEvent): Found | undefined {
    const { caller, expired } = this.#p
    if (r.called !== undefined)
      return found(caller, `The task of run #${r.n} was called twice.`, 'one call', 'two calls', [
        r.called,
        e.id,
      ])
    r.called = e.id
    if (r.at >= r.scope.deadline)
      return found(
        this.#property(r.scope, expired),
        `Run #${r.n} began at ${r.at} ms. ${this.#why(r.scope)} Its task was called all the same.`,
        'no call of the task',
        'a call of the task',
        [r.scope.event, e.id],
      )
    if (own) return
    const because = `The task of run #${r.n} got another scope than the one whose run was called.`
    return found(caller, because, 'the scope itself', 'something else', [r.event, e.id])
  }

  #result(r: RunModel, { ok, error }: Mark, e: TraceEvent): void {
    r.result = { at: e.at, event: e.id, ok, ...(error === undefined ? {} : { error }) }
    const left = r.scope.deadline - e.at
    if (left === 1) this.saw.add('a task ended 1 ms before its deadline')
    if (left === 0) this.saw.add('a task ended at its deadline')
    if (left <= 0 && r.settled === undefined) this.saw.add('a result came first, and too late')
    if (left <= 0 && r.settled !== undefined && !ok) this.saw.add('an abandoned task failed later')
  }

  #aborted(name: string, e: TraceEvent): Found | undefined {
    const s = this.#scopes.get(name) as ScopeModel
    s.aborted ??= e
    if (e.at >= s.deadline) return
    const because = `The signal of ${name} was aborted at ${e.at} ms. ${this.#why(s)}`
    return found(this.#property(s, this.#p.signal), because, 'not aborted', 'aborted', [s.event, e.id])
  }

  #settled(r: RunModel, { as, aborted, got }: Mark, e: TraceEvent): Found | undefined {
    const p = this.#p
    r.settled = e.id
    const shown = got === undefined ? as : `${as} (${got})`
    if (as === 'threw' || as === 'not a promise')
      return found(p.caller, `Run #${r.n}: run must return a promise in every case.`, 'a promise', shown, [
        r.event,
        e.id,
      ])
    const { scope: s, result } = r
    const because = `Run #${r.n} ended with ${shown} at ${e.at} ms. ${this.#why(s)} ${tell(result)}`
    if (result && result.at < s.deadline) {
      const expected = result.ok ? 'value' : "the task's error"
      if (as === expected || (!result.ok && as === "the task's own TimeoutError")) return
      const property = as === 'TimeoutError' ? this.#property(s, p.inTime) : p.caller
      return found(property, because, expected, shown, [s.event, result.event, e.id])
    }
    if (e.at < s.deadline)
      return found(this.#property(s, p.inTime), because, 'pending', shown, [s.event, e.id])
    if (as !== 'TimeoutError' && as !== "the task's own TimeoutError") {
      const property = r.called === undefined ? p.expired : p.late
      const witness = [s.event, result?.event ?? r.event, e.id]
      return found(this.#property(s, property), because, 'TimeoutError', shown, witness)
    }
    if (aborted) return
    const told = `Run #${r.n} of ${s.name} timed out at ${e.at} ms, and the caller saw the rejection while the signal was not aborted.`
    return found(p.signal, told, 'aborted', 'not aborted', [s.event, r.event, e.id])
  }

  #looked(e: TraceEvent): Found | undefined {
    for (const seen of e.data as never as { scope: string; remaining: number; aborted: boolean }[]) {
      const s = this.#scopes.get(seen.scope) as ScopeModel
      const expected = Math.max(0, s.deadline - e.at)
      if (seen.remaining !== expected) {
        const because = `remaining() of ${s.name} was ${seen.remaining} at ${e.at} ms. ${this.#why(s)}`
        const property = this.#property(s, this.#p.remaining, seen.remaining)
        return found(property, because, expected, seen.remaining, [s.event, e.id])
      }
      if (seen.aborted && e.at < s.deadline) {
        const because = `The signal of ${s.name} was aborted at ${e.at} ms. ${this.#why(s)}`
        return found(this.#property(s, this.#p.signal), because, 'not aborted', 'aborted', [s.event, e.id])
      }
    }
  }

  /** What must have happened by now, and whether anything is still ticking. */
  #endOfInstant(w: World): Found | undefined {
    const p = this.#p
    const pending = [...this.#runs.values()].filter((r) => r.settled === undefined)
    for (const r of pending) {
      const { scope: s, result } = r
      const because = `Run #${r.n} is pending at ${w.now} ms. ${this.#why(s)} ${tell(result)}`
      const witness = [s.event, result?.event ?? r.event]
      if (r.at >= s.deadline)
        return found(this.#property(s, p.expired), because, 'TimeoutError', 'pending', witness)
      if (r.called === undefined) {
        const told = `Run #${r.n} began at ${r.at} ms with time left, and its task was not called.`
        return found(this.#property(s, p.caller), told, 'a call of the task', 'no call', [s.event, r.event])
      }
      if (w.now >= s.deadline)
        return found(this.#property(s, p.deadline), because, 'TimeoutError', 'pending', witness)
      if (result)
        return found(p.inTime, because, result.ok ? 'value' : "the task's error", 'pending', witness)
    }
    const timers = w.timers(CALLER)
    if (!this.countsTimers) return
    if (pending.length > 0) this.timersPerRun = Math.max(this.timersPerRun, timers / pending.length)
    if (pending.length > 0 || timers === 0) return
    const set = w.trace.findLast((e) => e.node === CALLER && e.kind === 'timer-set')
    const still = timers === 1 ? 'a timer is' : `${timers} timers are`
    const because = `At ${w.now} ms no run is pending, and ${still} still set.`
    return found(p.idle, because, 0, timers, set ? [set.id, w.trace.length - 1] : [])
  }

  /** The deadline of a child is a rule of its own, and so is the clock. */
  #property(s: ScopeModel, otherwise: Property, remaining?: number): Property {
    if (this.#skewed) return this.#p.wallClock
    if (remaining !== undefined && remaining < 0) return otherwise
    return s.parent ? this.#p.childDeadline : otherwise
  }

  /** Where the deadline comes from, in a sentence with the numbers that decide. */
  #why(s: ScopeModel): string {
    const own = `${s.name} was made at ${s.madeAt} ms with ${s.ms} ms`
    if (!s.parent) return `${own}: its deadline is ${s.deadline} ms.`
    const above = `${s.parent.name} ends at ${s.parent.deadline} ms`
    return s.deadline === s.madeAt + s.ms
      ? `${own}, within ${s.parent.name}: its deadline is ${s.deadline} ms.`
      : `${own}, but its parent ${above}: so does ${s.name}.`
  }
}

function tell(result: RunModel['result']): string {
  if (!result) return 'Its task has not settled.'
  return `Its task ${result.ok ? 'succeeded' : `failed (${result.error})`} at ${result.at} ms.`
}

function found(
  property: Property,
  because: string,
  expected: Json,
  got: Json,
  witness: readonly number[],
): Found {
  return { property, finding: { because, expected, got, witness } }
}
