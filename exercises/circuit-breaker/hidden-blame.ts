/** Which property a deviation from the model breaks, and how to say it. */
import type { Json, TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, Property, World } from '../../lib/suite/index.ts'
import { BREAKER, type Does } from './drive.ts'
import type { Ended, Model, Period } from './hidden-model.ts'
import type { Properties } from './properties.ts'

/** What happened since the last state that agreed with the model. */
export type Step = 'counted' | 'late ok' | 'late failed' | 'probe ended' | 'probe unsettled' | 'wait over'

export interface Fire {
  readonly n: number
  readonly does: Does
  readonly at: number
  /** Trace event of the fire; so are `called`, `answer.event` and `settled`. */
  readonly event: number
  /** The period in which it came, and whether that one lets it through to fn. */
  readonly period: Period
  readonly admitted: boolean
  called?: number
  answer?: { readonly at: number; readonly event: number; readonly ok: boolean; readonly code?: string }
  settled?: number
}

export interface Found {
  readonly property: Property
  readonly finding: Finding
}

export class Findings {
  readonly #p: Properties

  constructor(p: Properties) {
    this.#p = p
  }

  /** The model is in `m.period`, the breaker says `got`. */
  wrongState(m: Model, since: readonly Step[], got: string, e: TraceEvent): Found {
    const now = m.period
    const property = propertyOf(m, since, got, this.#p)
    const late = lateBlamed(m, property, this.#p)
    const told = late ? `${tellLate(late, m)} ` : ''
    const last = now.ended.at(-1)
    const witness = late ? [late.event] : last ? [last.event] : originOf(now, m)
    const because = `${told}${why(now, m)} At ${e.at} ms state() says '${got}'; it must be '${now.name}'.`
    return found(property, because, now.name, got, [...witness, e.id], windowOf(now, m))
  }

  /** fn was called although the breaker had to reject. */
  leaked(f: Fire, m: Model, since: readonly Step[], e: TraceEvent): Found {
    const { name, probe } = f.period
    const rule =
      name === 'open' ? `the breaker is open until ${m.boundary} ms` : `the probe #${probe?.n} is still out`
    return found(
      propertyOfCall(m, since, true, this.#p),
      `fire #${f.n} reached fn at ${e.at} ms: ${rule}. ${why(f.period, m)}`,
      'OpenError',
      'a call of fn',
      [...originOf(f.period, m), e.id],
      windowOf(f.period, m),
    )
  }

  /** fn was not called although the breaker had to call it. */
  turnedAway(f: Fire, m: Model, since: readonly Step[], event: number): Found {
    const rule =
      f.period.name === 'closed'
        ? 'a closed breaker lets every call through'
        : 'the first fire in half-open is the probe'
    return found(
      propertyOfCall(m, since, false, this.#p),
      `fire #${f.n} at ${f.at} ms did not reach fn: ${rule}. ${why(f.period, m)}`,
      'a call of fn',
      'no call of fn',
      [...originOf(f.period, m), f.event, event],
      windowOf(f.period, m),
    )
  }

  pending(f: Fire, m: Model): Found {
    if (f.answer) {
      const because = `fn answered #${f.n} at ${f.answer.at} ms, and fire did not settle in that instant.`
      return found(this.#p.caller, because, 'settled', 'pending', [f.answer.event])
    }
    const property = f.period.name === 'open' ? this.#p.open : this.#p.probe
    const because = `fire #${f.n} at ${f.at} ms was not rejected at once, with the breaker ${f.period.name}. ${why(f.period, m)}`
    return found(property, because, 'OpenError', 'pending', [...originOf(f.period, m), f.event])
  }

  wrongResult(f: Fire, expected: string, got: string, e: TraceEvent): Found {
    const because = f.admitted
      ? `fire #${f.n} ${tellResult(got, expected)}`
      : `fire #${f.n} was turned away and ended with ${got}; it must reject with OpenError.`
    return found(this.#p.caller, because, expected, got, [f.answer?.event ?? f.event, e.id])
  }

  calledTwice(f: Fire, first: number, e: TraceEvent): Found {
    return found(this.#p.caller, `fn was called twice for fire #${f.n}.`, 'one call', 'two calls', [
      first,
      e.id,
    ])
  }

  strangeArguments(e: TraceEvent): Found {
    const because = 'fn was called with other arguments than those of the fire.'
    return found(this.#p.caller, because, 'the arguments of fire', e.data ?? null, [e.id])
  }

  ticking(m: Model, timers: number, w: World): Found {
    const set = w.trace.findLast((e) => e.node === BREAKER && e.kind === 'timer-set')
    const still = timers === 1 ? 'a timer is' : `${timers} timers are`
    const because = `At ${w.now} ms the breaker is ${m.period.name}, no call runs, and ${still} still set.`
    return found(this.#p.idle, because, 0, timers, [...originOf(m.period, m), ...(set ? [set.id] : [])])
  }
}

function found(
  property: Property,
  because: string,
  expected: Json,
  got: Json,
  witness: readonly number[],
  context: readonly number[] = [],
): Found {
  return { property, finding: { because, expected, got, witness, context } }
}

/** A fire that fn should not have seen, or should have. */
function propertyOfCall(m: Model, since: readonly Step[], wasCalled: boolean, p: Properties): Property {
  if (m.period.name !== 'half-open' || (!wasCalled && since.includes('wait over')))
    return propertyOf(m, since, wasCalled ? 'closed' : 'open', p)
  return since.includes('late ok') || since.includes('late failed') ? p.stale : p.probe
}

function propertyOf(m: Model, since: readonly Step[], got: string, p: Properties): Property {
  const now = m.period
  const had = (...steps: Step[]) => since.some((s) => steps.includes(s))
  const failedLate = (period: Period | undefined) => period?.late.some((e) => e.failed) ?? false
  if (had('probe ended', 'probe unsettled')) return got === 'half-open' ? p.leavesHalfOpen : p.probeOutcome
  switch (now.name) {
    case 'closed':
      if (had('late ok', 'late failed')) return p.stale
      if (got === 'open' && failedLate(now)) return p.stale
      if (now.why === 'probe ok' && now.ended.length < m.o.minCalls) return p.probeOutcome
      return p.trip
    case 'open':
      if (had('late failed')) return p.singleOpening
      if (had('late ok')) return p.stale
      if (failedLate(now)) return p.singleOpening
      if (had('counted')) return p.trip
      return now.why === 'tripped' ? p.open : p.probeOutcome
    case 'half-open': {
      const before = m.periods.at(-2)
      if (had('wait over')) {
        if (failedLate(before)) return p.singleOpening
        return before?.why === 'tripped' ? p.open : p.probeOutcome
      }
      return had('late ok', 'late failed') ? p.stale : p.probe
    }
  }
}

/** How the period came about and what it waits for, in a sentence with the numbers that decide. */
export function why(now: Period, m: Model): string {
  const { by, since } = now
  const { openMs, probeMs, minCalls, failurePct } = m.o
  switch (now.why) {
    case 'created':
      return now.ended.length === 0
        ? 'No call has been completed yet.'
        : `${tally(now, m)}, minCalls is ${minCalls} and failurePct ${failurePct}.`
    case 'tripped': {
      const closed = m.periods[m.periods.indexOf(now) - 1] as Period
      return `${tally(closed, m)} with the completion of #${by?.n} at ${since} ms, minCalls is ${minCalls} and failurePct ${failurePct}: that opens the breaker until ${since + openMs} ms.`
    }
    case 'wait over':
      return now.probe
        ? `The probe #${now.probe.n} began at ${now.probe.at} ms and has until ${now.probe.at + probeMs} ms.`
        : `The breaker opened at ${since - openMs} ms, and its wait of ${openMs} ms ended at ${since} ms.`
    case 'probe ok': {
      const tail =
        now.ended.length === 0 ? '' : ` Since then ${lower(tally(now, m))}, and minCalls is ${minCalls}.`
      return `The probe #${by?.n} succeeded at ${since} ms, which closes the breaker with an empty window.${tail}`
    }
    case 'probe failed':
      return `The probe #${by?.n} failed at ${since} ms, which opens the breaker until ${since + openMs} ms.`
    case 'probe unsettled':
      return `At ${since} ms the probe had been out for probeMs ${probeMs}, which opens the breaker until ${since + openMs} ms.`
  }
}

/** The events to look at for how a period came about. */
export function originOf(p: Period, m: Model): number[] {
  if (p.probe) return [p.probe.event]
  if (p.by) return [p.by.event]
  const before = m.periods[m.periods.indexOf(p) - 1]
  if (p.why === 'probe unsettled') return before?.probe ? [before.probe.event] : []
  return before ? originOf(before, m) : []
}

const WINDOW_SHOWN = 4

/** The results that were counted, the last of them: what fills a window, or empties it, is in the breaker's memory. */
function windowOf(p: Period, m: Model): number[] {
  const closed = p.why === 'tripped' ? (m.periods[m.periods.indexOf(p) - 1] as Period) : p
  return m
    .counted(closed)
    .slice(-WINDOW_SHOWN)
    .map((e) => e.event)
}

function tally(p: Period, m: Model): string {
  const counted = m.counted(p)
  const failures = counted.filter((e) => e.failed).length
  const all = p.ended.length > counted.length ? `the last ${counted.length}` : `${counted.length}`
  return `${failures} of ${all} completed ${counted.length === 1 ? 'call' : 'calls'} failed`
}

/** `got` is how the fixture noted the end of the fire, `expected` what fn gave. */
function tellResult(got: string, expected: string): string {
  const [, kind, what] = /^(threw|another value|another error) (.*)$/s.exec(got) ?? []
  switch (kind) {
    case 'threw':
      return `threw (${what}) instead of returning a promise that rejects; fn gave ${expected}.`
    case 'another value':
      return `resolved with ${what}, which is not the very value that fn gave: ${expected}.`
    case 'another error':
      return `rejected with another error object (${what}) than the one that fn gave: ${expected}.`
    default:
      return `ended with ${got}; fn gave ${expected}.`
  }
}

function lower(s: string): string {
  return s.charAt(0).toLowerCase() + s.slice(1)
}

/** The late result behind a broken `stale` (the newest) or `single-opening` (the failure that came first). */
function lateBlamed(m: Model, property: Property, p: Properties): Ended | undefined {
  const late = m.period.late.length > 0 ? m.period.late : (m.periods.at(-2)?.late ?? [])
  if (property === p.singleOpening) return late.find((e) => e.failed)
  return property === p.stale ? late.at(-1) : undefined
}

function tellLate(late: Ended, m: Model): string {
  const period = m.periods.find((p) => p.late.includes(late))
  return `#${late.n}, a call of an earlier period, ${late.failed ? 'failed' : 'succeeded'} at ${late.at} ms while the breaker was ${period?.name}.`
}
