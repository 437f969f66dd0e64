/**
 * Follows a run's trace and knows of every call what may happen next: which failures end it, when its next attempt may
 * start, what is in the bucket. The first thing that differs becomes a finding, with the property that it breaks.
 */
import type { TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, Property, Scenario, World } from '../../lib/suite/index.ts'
import { type Ends, type Policy, SHOP } from './drive.ts'
import { type Call, EPSILON, type Failed, type Found, found, type Mark, ms } from './hidden-call.ts'
import { Draws } from './hidden-draws.ts'
import type { Properties } from './properties.ts'

/** Judges by every property that is not a cost, and asks for the situations that the scenario is about. */
export function judged(sc: Scenario, p: Properties, sees: readonly string[]): Judge {
  const judge = new Judge(p)
  for (const property of Object.values(p))
    if (property.kind !== 'cost') sc.settled(property, (w) => judge.finding(property, w))
  for (const name of sees) sc.sometimes(name, (_, w) => judge.follow(w).saw.has(name))
  return judge
}

/** The fixture's; what a learner traces is none of them, and may carry anything. */
const MARKS = ['attempt', 'attempt ended', 'call settled']

export class Judge {
  /** Situations that this run went through. */
  readonly saw = new Set<string>()
  readonly draws = new Draws()
  attempts = 0
  policy!: Policy
  tokens = 0
  readonly #p: Properties
  readonly #calls = new Map<number, Call>()
  readonly #pending = new Set<Call>()
  #skewed = false
  #resumedAt = -1
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
      if (!w.isPaused(SHOP)) this.#found = this.#endOfInstant(w)
    }
    return this.#found?.property === property ? this.#found.finding : undefined
  }

  follow(w: World): this {
    const { trace } = w
    for (; this.#next < trace.length && !this.#found; this.#next++) {
      const e = trace[this.#next] as TraceEvent
      if (e.node === SHOP) this.#found = this.#take(e)
    }
    return this
  }

  #take(e: TraceEvent): Found | undefined {
    if (e.kind === 'skew') this.#skewed = true
    if (e.kind === 'resume') this.#resumedAt = e.at
    if (e.kind === 'deliver') {
      if (e.type === 'create') {
        this.policy = e.body as never as Policy
        this.tokens = this.policy.bucket.capacity
      }
      if (e.type === 'call') this.#begin(e.body as never, e)
      if (e.type === 'burst') for (const c of e.body as never as Call[]) this.#begin(c, e)
    }
    if (e.kind !== 'note' || !MARKS.includes(e.label ?? '')) return
    const mark = e.data as never as Mark
    const c = this.#calls.get(mark.n) as Call
    if (e.label === 'attempt') return this.#attempt(c, mark.number, e)
    if (e.label === 'attempt ended') this.#ended(c, mark, e)
    if (e.label === 'call settled') return this.#settled(c, mark.as, e)
  }

  #begin({ n, idempotent }: { n: number; idempotent: boolean }, e: TraceEvent): void {
    const c: Call = {
      n,
      at: e.at,
      event: e.id,
      idempotent,
      deadline: e.at + this.policy.totalMs,
      attempts: 0,
      running: false,
      lastEvent: e.id,
      settled: false,
    }
    this.#calls.set(n, c)
    this.#pending.add(c)
  }

  #attempt(c: Call, number: number | string, e: TraceEvent): Found | undefined {
    const p = this.#p
    const { failed } = c
    this.attempts++
    c.attempts++
    const witness = [c.lastEvent, e.id]
    const what = `Attempt ${c.attempts} of call #${c.n} started at ${ms(e.at)}`
    if (c.settled)
      return found(p.caller, `${what}, after the call had settled.`, 'nothing', 'an attempt', witness)
    if (c.running || (c.attempts > 1 && !failed))
      return found(
        p.attempts,
        `${what}, while the one before was still running.`,
        'wait',
        'an attempt',
        witness,
      )
    if (number !== c.attempts)
      return found(p.attempts, `${what} with the number ${number}.`, c.attempts, number, witness)
    c.running = true
    c.lastEvent = e.id
    if (!failed) return
    delete c.failed
    if (failed.stop)
      return found(
        this.#timed(failed.stop.property),
        `${what}. ${failed.stop.why}`,
        'no attempt',
        'an attempt',
        witness,
      )
    this.#pay(failed)
    if (e.at >= c.deadline - EPSILON)
      return found(
        this.#timed(p.deadline),
        `${what}. The call began at ${ms(c.at)} and has ${this.policy.totalMs} ms.`,
        `before ${ms(c.deadline)}`,
        ms(e.at),
        [c.event, e.id],
      )
    const { ends, at, from } = failed
    const asked = ends.retryAfter ?? 0
    if (e.at < from - EPSILON)
      return found(
        this.#timed(p.retryAfter),
        `${what}, ${ms(e.at - at)} after a failure with retryAfter ${asked}.`,
        `at least ${asked} ms`,
        ms(e.at - at),
        witness,
      )
    // What came due in a pause happens when it is over.
    if (e.at > failed.to + EPSILON && e.at !== this.#resumedAt)
      return this.#tooLate(what, failed, e.at, witness)
    const limit = this.#limit(c.attempts - 1)
    // A delay that retryAfter may have raised says nothing about the draw.
    if (asked === 0) this.draws.add(c.n, (e.at - at) / limit)
  }

  #ended(c: Call, ends: Ends, e: TraceEvent): void {
    const { bucket } = this.policy
    c.running = false
    c.lastEvent = e.id
    if (ends.as === 'ok') {
      c.succeeded = { at: e.at, event: e.id }
      if (this.tokens + bucket.refill > bucket.capacity) this.saw.add('a refill met a full bucket')
      this.tokens = Math.min(bucket.capacity, this.tokens + bucket.refill)
      return
    }
    const asked = ends.retryAfter ?? 0
    const from = e.at + asked
    const to = e.at + Math.max(this.#limit(c.attempts), asked)
    const stop = this.#stop(c, ends, from)
    const sure = stop === undefined && to < c.deadline
    c.failed = { at: e.at, event: e.id, ends, ...(stop ? { stop } : {}), from, to, sure, paid: false }
    if (sure) this.#pay(c.failed)
    if (stop) this.saw.add(`a call had to end: ${stop.property.id}`)
    if (!stop && to >= c.deadline) this.saw.add('a delay could have passed the deadline')
    if (asked > this.#limit(c.attempts)) this.saw.add('retryAfter was longer than any delay')
  }

  #stop(c: Call, { as }: Ends, from: number): Failed['stop'] {
    const p = this.#p
    const { maxAttempts, bucket } = this.policy
    if (as === 'fatal') return { property: p.kinds, why: 'The one before had failed with fatal.' }
    if (as === 'unknown' && !c.idempotent)
      return {
        property: p.kinds,
        why: 'The one before had ended with unknown: it may have been carried out, and the call is not idempotent.',
      }
    if (c.attempts >= maxAttempts)
      return { property: p.attempts, why: `maxAttempts is ${maxAttempts}, the first attempt included.` }
    if (from >= c.deadline)
      return {
        property: p.deadline,
        why: `The call began at ${ms(c.at)} and has ${this.policy.totalMs} ms; no further attempt can start before ${ms(from)}.`,
      }
    if (this.tokens < bucket.cost)
      return { property: p.bucket, why: `The bucket held ${this.tokens}, and a retry costs ${bucket.cost}.` }
  }

  #settled(c: Call, as: string, e: TraceEvent): Found | undefined {
    const p = this.#p
    c.settled = true
    this.#pending.delete(c)
    const witness = [c.lastEvent, e.id]
    const what = `Call #${c.n} settled at ${ms(e.at)} with ${as}`
    if (c.succeeded) {
      if (as === 'value') return
      return found(p.caller, `${what}, but its operation gave a value.`, 'value', as, witness)
    }
    const { failed } = c
    if (!failed || c.running)
      return found(p.caller, `${what}, while its attempt was running.`, 'pending', as, witness)
    if (as !== 'the last failure')
      return found(
        p.caller,
        `${what}, which is not the very object of its last failure.`,
        'the last failure',
        as,
        witness,
      )
    if (failed.stop || e.at >= c.deadline - EPSILON) return
    // It may have drawn a delay that ends too late; that shows at the failure, not later.
    if (!failed.sure && e.at <= failed.at + EPSILON) return
    const { because, property } = this.#gaveUp(c, failed)
    return found(this.#timed(property), `${what}. ${because}`, 'a further attempt', as, witness)
  }

  /** Of several possible reasons for giving up too early, the likeliest. */
  #gaveUp(c: Call, { ends, paid, at, to }: Failed): { property: Property; because: string } {
    const p = this.#p
    const { bucket, maxAttempts } = this.policy
    const held = this.tokens + (paid ? bucket.cost : 0)
    const told = `Attempt ${c.attempts} of ${maxAttempts} had failed with ${ends.as}, the call is ${c.idempotent ? '' : 'not '}idempotent, the bucket held ${held} and a retry costs ${bucket.cost}.`
    const because = `${told} The next attempt starts by ${ms(to)}, and the call has until ${ms(c.deadline)}.`
    if ((this.attempts + 1) * bucket.cost > bucket.capacity) return { property: p.bucket, because }
    if (at + (ends.retryAfter ?? 0) + this.#limit(c.attempts) >= c.deadline)
      return { property: ends.retryAfter === undefined ? p.deadline : p.retryAfter, because }
    return { property: c.attempts > 1 ? p.attempts : p.kinds, because }
  }

  /** What must have happened by now, and whether anything is still ticking. */
  #endOfInstant(w: World): Found | undefined {
    const p = this.#p
    for (const c of this.#pending) {
      const { failed, succeeded } = c
      if (c.attempts === 0)
        return found(
          p.attempts,
          `Call #${c.n} began at ${ms(c.at)} without an attempt.`,
          'an attempt',
          'none',
          [c.event],
        )
      if (succeeded)
        return found(
          p.caller,
          `Call #${c.n} has its value since ${ms(succeeded.at)}.`,
          'settled',
          'pending',
          [succeeded.event],
        )
      if (!failed) continue
      const what = `Call #${c.n} failed at ${ms(failed.at)} and is pending at ${ms(w.now)}, without an attempt`
      if (failed.stop) {
        const { property, why } = failed.stop
        return found(this.#timed(property), `${what}. ${why}`, 'rejected at once', 'pending', [failed.event])
      }
      this.#pay(failed)
      if (w.now >= c.deadline - EPSILON) {
        const because = `${what}. The call began at ${ms(c.at)} and has ${this.policy.totalMs} ms.`
        return found(this.#timed(p.deadline), because, 'rejected', 'pending', [c.event, failed.event])
      }
      if (w.now > failed.to + EPSILON) return this.#tooLate(what, failed, w.now, [failed.event])
    }
    if (this.#pending.size > 0 || w.timers(SHOP) === 0) return
    const set = w.trace.findLast((e) => e.node === SHOP && e.kind === 'timer-set')
    const because = `At ${ms(w.now)} no call is pending, and a timer is still set.`
    return found(p.idle, because, 0, w.timers(SHOP), set ? [set.id, w.trace.length - 1] : [])
  }

  #tooLate(what: string, { at, to, ends }: Failed, now: number, witness: number[]): Found {
    const asked = ends.retryAfter
    const longest = `${ms(to - at)} is the longest delay${asked === undefined ? '' : ` with retryAfter ${asked}`}`
    const property = asked === undefined ? this.#p.delay : this.#p.retryAfter
    const because = `${what}, ${ms(now - at)} after the failure; ${longest}.`
    return found(this.#timed(property), because, `by ${ms(to)}`, ms(now), witness)
  }

  #pay(failed: Failed): void {
    if (failed.paid) return
    failed.paid = true
    this.tokens -= this.policy.bucket.cost
  }

  /** The longest delay after the failure of attempt k. */
  #limit(k: number): number {
    return Math.min(this.policy.capMs, this.policy.baseMs * 2 ** (k - 1))
  }

  #timed(otherwise: Property): Property {
    return this.#skewed ? this.#p.wallClock : otherwise
  }
}
