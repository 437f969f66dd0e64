/**
 * Follows a run's trace and knows of every probe when it must start and how it ends, and of every target its state. The first
 * thing that differs becomes a finding, with the property that it breaks.
 */
import { isYours, type Json, type TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, Property, Scenario, World } from '../../lib/suite/index.ts'
import { CHECKER, type Options, type Seen } from './drive.ts'
import { type Change, Model, type Probe, type State } from './hidden-model.ts'
import type { Properties } from './properties.ts'

/** Judges by every property, and asks for the situations that the scenario is about. */
export function judged(sc: Scenario, p: Properties, sees: readonly string[]): Judge {
  const judge = new Judge(p)
  for (const property of Object.values(p))
    if (property.kind !== 'cost') sc.settled(property, (w) => judge.finding(property, w))
  sc.cost(p.budget, { max: 1, unit: 'probes under way at one target' }, () => judge.mostUnderWay)
  for (const name of sees) sc.sometimes(name, (_, w) => judge.follow(w).saw.has(name))
  return judge
}

interface Mark {
  readonly n: number
  readonly target: string
  readonly ok: boolean
  readonly state: State
  readonly now?: string
}

interface Found {
  readonly property: Property
  readonly finding: Finding
}

export class Judge {
  /** Situations that this run went through. */
  readonly saw = new Set<string>()
  /** The most probes that one target had at a time. */
  mostUnderWay = 0
  readonly #p: Properties
  readonly #probes = new Map<number, Probe>()
  /** When the next probe of each target is due. */
  readonly #due = new Map<string, number>()
  readonly #asleep: { from: number; to: number }[] = []
  #model: Model | undefined
  #made: TraceEvent | undefined
  #stopped: TraceEvent | undefined
  #skewed = false
  /** Of this instant: calls of onChange, changes that must be, results that came too late. */
  #changed: TraceEvent[] = []
  #expected: Change[] = []
  #ignored: { probe: Probe; event: number }[] = []
  #found: Found | undefined
  #next = 0
  #checked = 0

  constructor(p: Properties) {
    this.#p = p
  }

  /** At the end of an instant: what broke `property`, if that is what broke first. */
  finding(property: Property, w: World): Finding | undefined {
    this.follow(w)
    if (!this.#found && this.#model && this.#checked < w.trace.length) {
      this.#checked = w.trace.length
      if (!w.isPaused(CHECKER)) this.#found = this.#endOfInstant(this.#model, w)
    }
    return this.#found?.property === property ? this.#found.finding : undefined
  }

  follow(w: World): this {
    const { trace } = w
    for (; this.#next < trace.length && !this.#found; this.#next++) {
      const e = trace[this.#next] as TraceEvent
      if (e.node === CHECKER) this.#found = this.#take(e)
    }
    return this
  }

  #take(e: TraceEvent): Found | undefined {
    if (e.kind === 'skew') this.#skewed = true
    if (e.kind === 'pause') this.#asleep.push({ from: e.at, to: Number.POSITIVE_INFINITY })
    if (e.kind === 'resume') (this.#asleep.at(-1) as { to: number }).to = e.at
    // While it wakes, a question may come before the timers that are overdue.
    const looks = e.kind === 'view' && !this.#stopped && this.#asleep.at(-1)?.to !== e.at
    if (looks && this.#model) return this.#looked(this.#model, e)
    if (e.kind !== 'note' || isYours(e)) return
    const mark = e.data as never as Mark
    switch (e.label) {
      case 'checker made': {
        const { targets, ...o } = e.data as never as Options & { targets: string[] }
        this.#made = e
        this.#model = new Model(targets, o)
        for (const t of targets) this.#due.set(t, e.at)
        return
      }
      case 'probe started':
        return this.#started(this.#model as Model, mark, e)
      case 'probe settled':
        this.#settled(this.#model as Model, mark, e)
        return
      case 'aborted':
        return this.#aborted(mark, e)
      case 'changed':
        if (this.#stopped) return this.#afterStop(`onChange('${mark.target}', '${mark.state}') was called`, e)
        if (mark.now !== undefined && mark.now !== mark.state) {
          const because = `onChange told that ${mark.target} is ${mark.state}, and state('${mark.target}') said ${mark.now} at that moment.`
          return this.#fail(this.#p.changes, because, mark.state, mark.now, [e.id])
        }
        this.#changed.push(e)
        return
      case 'healthChecker threw': {
        const { error } = e.data as { error: string }
        const because = `healthChecker threw ${error}: the checker is lost, and no other target is probed.`
        return this.#fail(this.#p.schedule, because, 'a checker', `threw ${error}`, [e.id])
      }
      case 'stopped':
        this.#stopped ??= e
    }
  }

  #started({ o, targets }: Model, { n, target }: Mark, e: TraceEvent): Found | undefined {
    const deadline = e.at + o.timeoutMs
    const probe: Probe = { n, target, at: e.at, event: e.id, deadline, end: undefined }
    this.#probes.set(n, probe)
    const underWay = this.#of(target).filter((q) => q.settled === undefined && q.aborted === undefined)
    this.mostUnderWay = Math.max(this.mostUnderWay, underWay.length)
    if (this.#stopped) return this.#afterStop(`a probe of ${target} was started`, e)
    if (this.#of(targets[0] as string).some((q) => q.end === undefined && q.target !== target))
      this.saw.add('a target was probed while another one had not answered')
    const due = this.#due.get(target)
    if (due === undefined) {
      const because = `A probe of '${target}' was started; the targets are ${targets.join(', ')}.`
      return this.#fail(this.#p.schedule, because, [...targets], target, [e.id])
    }
    // On waking a probe that was slept through may be made up for, once.
    const onWaking = this.#slept(due) && this.#asleep.at(-1)?.to === e.at
    if (onWaking) this.saw.add('a probe was slept through')
    this.#due.set(target, onWaking ? this.#after(e.at) : due + o.intervalMs)
    if (due === e.at || onWaking) return
    const because = `A probe of ${target} started at ${e.at} ms, and the next one is due at ${due} ms: ${this.#grid()}.`
    return this.#fail(this.#p.schedule, because, due, e.at, [this.#made?.id as number, e.id])
  }

  #settled(model: Model, { n, ok }: Mark, e: TraceEvent): void {
    const probe = this.#probes.get(n) as Probe
    probe.settled = e.id
    const late = e.at - probe.deadline
    if (late === -1) this.saw.add('a probe settled 1 ms before its time was over')
    if (late === 0) this.saw.add('a probe settled when its time was over')
    if (late >= 0 && !this.#stopped) {
      this.saw.add(ok ? 'a probe was fulfilled too late' : 'a probe was rejected too late')
      this.#ignored.push({ probe, event: e.id })
    }
    if (probe.end !== undefined || this.#stopped) return
    this.#end(model, probe, late >= 0 ? 'timed out' : ok ? 'passed' : 'failed')
  }

  #aborted({ n }: Mark, e: TraceEvent): Found | undefined {
    const probe = this.#probes.get(n) as Probe
    const inTime = probe.end === 'passed' || probe.end === 'failed'
    probe.aborted = e.id
    if (!inTime && (e.at >= probe.deadline || this.#stopped)) return
    const how = inTime ? 'had settled in time' : `has time until ${probe.deadline} ms`
    const because = `The signal of probe ${n} (${probe.target}) was aborted at ${e.at} ms, but the probe ${how}.`
    const witness = [probe.event, ...(probe.settled === undefined ? [] : [probe.settled]), e.id]
    return this.#fail(this.#p.signal, because, 'not aborted', 'aborted', witness)
  }

  #end(model: Model, probe: Probe, end: 'passed' | 'failed' | 'timed out'): void {
    if (end === 'timed out') this.saw.add('a probe timed out')
    const change = model.end(probe, end)
    if (!change) return
    this.saw.add(`${change.from} became ${change.to}`)
    this.#expected.push(change)
  }

  #looked(model: Model, e: TraceEvent): Found | undefined {
    this.#timeOut(model, e.at)
    const { states, candidates } = e.data as never as Seen
    for (const t of model.targets) {
      const [expected, got] = [model.state(t), states[t] as string]
      if (got === expected) continue
      const because = `state('${t}') is ${got} at ${e.at} ms; onChange told, and the results say, ${expected}.`
      return this.#fail(this.#p.changes, because, expected, got, [e.id])
    }
    const expected = model.candidates
    if (model.healthy.length === 0) this.saw.add('no target was healthy')
    else if (model.healthy.length < model.targets.length) this.saw.add('some targets were healthy')
    if (JSON.stringify(candidates) === JSON.stringify(expected)) return
    const told = model.targets.map((t) => `${t} is ${model.state(t)}`).join(', ')
    const none = model.healthy.length === 0
    const because = none ? `No target is healthy (${told}), so all of them are candidates.` : `${told}.`
    return this.#fail(none ? this.#p.failOpen : this.#p.candidates, because, expected, candidates, [e.id])
  }

  #timeOut(model: Model, now: number): void {
    for (const probe of this.#probes.values())
      if (probe.end === undefined && probe.deadline <= now) this.#end(model, probe, 'timed out')
  }

  #endOfInstant(model: Model, w: World): Found | undefined {
    const { now } = w
    if (!this.#stopped || this.#stopped.at === now) this.#timeOut(model, now)
    const wrong = this.#changes(model, now) ?? (this.#stopped ? this.#atRest(w) : this.#onTime(model, now))
    this.#changed = []
    this.#expected = []
    this.#ignored = []
    return wrong
  }

  /** Were exactly those changes told that there are? */
  #changes(model: Model, now: number): Found | undefined {
    const missing = [...this.#expected]
    for (const e of this.#changed) {
      const { target, state } = e.data as never as Mark
      const i = missing.findIndex((c) => c.target === target && c.to === state)
      if (i >= 0) missing.splice(i, 1)
      else return this.#untrue(model, target, state, e)
    }
    const [first] = missing
    // Whoever stops from within onChange hears of no other change of that instant.
    if (!first || this.#stopped) return
    const { target, to, by, streak } = first
    const because = `${this.#tell(by)}, number ${streak} in a row (${model.needed(first.from, to)} needed). ${target} is ${to} from ${now} ms on, and onChange was not told.`
    const late = this.#lateResult(target)
    const property = by.end === 'timed out' ? this.#p.inTime : this.#ruleOf(first.from, to)
    return this.#fail(property, because, to, first.from, [by.event, by.settled ?? late ?? by.event])
  }

  #untrue(model: Model, target: string, state: State, e: TraceEvent): Found {
    const is = model.state(target)
    const last = this.#of(target).findLast((q) => q.end !== undefined)
    const witness = [...(last ? [last.settled ?? last.event] : []), e.id]
    if (is === state) {
      const because = `onChange was told at ${e.at} ms that ${target} is ${state}. It was before.`
      return this.#fail(this.#p.changes, because, 'no call', state, witness)
    }
    const late = this.#ignored.find((i) => i.probe.target === target)
    if (late) {
      const because = `Probe ${late.probe.n} (${target}) had time until ${late.probe.deadline} ms; what came at ${e.at} ms counts no more, and onChange was told that ${target} is ${state}.`
      return this.#fail(this.#p.inTime, because, is, state, [late.probe.event, late.event, e.id])
    }
    const so = last ? `${this.#tell(last)}. ` : ''
    const because = `${so}${target} is ${is}, with ${model.streak(target)} of the ${model.needed(is, state)} results in a row that it takes. onChange was told ${state}.`
    return this.#fail(this.#ruleOf(is, state), because, is, state, witness)
  }

  /** Probes that are due, signals of those that timed out. */
  #onTime({ o, targets }: Model, now: number): Found | undefined {
    for (const probe of this.#probes.values()) {
      if (probe.end !== 'timed out' || probe.aborted !== undefined) continue
      const because = `Probe ${probe.n} (${probe.target}) timed out at ${probe.deadline} ms, and its signal is not aborted.`
      return this.#fail(this.#p.signal, because, 'aborted', 'not aborted', [probe.event])
    }
    for (const target of targets) {
      const due = this.#due.get(target) as number
      if (due > now) continue
      if (this.#slept(due)) {
        this.saw.add('a probe was slept through')
        this.#due.set(target, this.#after(now))
        continue
      }
      const before = this.#of(target).at(-1)
      const pending = [...this.#probes.values()].find((q) => q.end === undefined)
      const meanwhile = pending ? ` Probe ${pending.n} (${pending.target}) has not ended.` : ''
      const because = `A probe of ${target} was due at ${due} ms, and none was started: ${this.#grid()}.${meanwhile}`
      const witness = [this.#made?.id, before?.event, pending?.event].filter((id) => id !== undefined)
      return this.#fail(this.#p.schedule, because, `a probe every ${o.intervalMs} ms`, 'no probe', witness)
    }
  }

  /** After stop(). */
  #atRest(w: World): Found | undefined {
    const stopped = this.#stopped as TraceEvent
    for (const probe of this.#probes.values()) {
      if ((probe.end !== undefined && probe.end !== 'timed out') || probe.aborted !== undefined) continue
      const because = `stop() was called at ${stopped.at} ms while probe ${probe.n} (${probe.target}) was under way; its signal is not aborted.`
      return this.#fail(this.#p.stop, because, 'aborted', 'not aborted', [probe.event, stopped.id])
    }
    for (const probe of this.#probes.values()) probe.end ??= 'stopped'
    const timers = w.timers(CHECKER)
    if (timers === 0) return
    const set = w.trace.findLast((e) => e.node === CHECKER && e.kind === 'timer-set')
    const because = `stop() was called at ${stopped.at} ms; at the end of ${w.now} ms ${timers === 1 ? 'a timer is' : `${timers} timers are`} still set.`
    return this.#fail(this.#p.stop, because, 0, timers, [stopped.id, ...(set ? [set.id] : [])])
  }

  #afterStop(what: string, e: TraceEvent): Found {
    const stopped = this.#stopped as TraceEvent
    const because = `stop() was called at ${stopped.at} ms; at ${e.at} ms ${what}.`
    return this.#fail(this.#p.stop, because, 'nothing', what, [stopped.id, e.id])
  }

  #ruleOf(from: State, to: State): Property {
    if (to === 'unhealthy') return this.#p.down
    return from === 'unknown' ? this.#p.startUp : this.#p.up
  }

  #fail(property: Property, because: string, expected: Json, got: Json, witness: readonly number[]): Found {
    // Once the wall clock has jumped, whatever goes wrong went wrong with it: the walks before did the same without.
    const broken = this.#skewed ? this.#p.wallClock : property
    return { property: broken, finding: { because, expected, got, witness: [...new Set(witness)] } }
  }

  #of(target: string): Probe[] {
    return [...this.#probes.values()].filter((q) => q.target === target)
  }

  #lateResult(target: string): number | undefined {
    return this.#ignored.find((i) => i.probe.target === target)?.event
  }

  #slept(at: number): boolean {
    return this.#asleep.some((pause) => pause.from <= at && at < pause.to)
  }

  /** The first instant of the schedule after `now`. */
  #after(now: number): number {
    const [t0, every] = [this.#made?.at ?? 0, this.#model?.o.intervalMs ?? 1]
    return t0 + (Math.floor((now - t0) / every) + 1) * every
  }

  #grid(): string {
    return `every ${this.#model?.o.intervalMs} ms from ${this.#made?.at} ms on`
  }

  #tell({ n, target, end, deadline }: Probe): string {
    if (end === 'timed out')
      return `Probe ${n} (${target}) had not settled before ${deadline} ms, so it failed`
    return `Probe ${n} (${target}) ${end}`
  }
}
