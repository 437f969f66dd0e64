// fails: caller
// Wraps every result in an array, so that "a list of results" is what all callers see.
import type { Env, Ms } from 'faultline'

export interface Opts {
  window: number
  minCalls: number
  failurePct: number
  openMs: Ms
  probeMs: Ms
  isFailure?: (e: unknown) => boolean
}

export class OpenError extends Error {
  constructor() {
    super('the circuit is open')
    this.name = 'OpenError'
  }
}

/**
 * What the breaker is in. Every transition makes a new object, so a call that ends can tell by identity whether the
 * period in which it began is still running.
 */
type Period =
  | { state: 'closed'; failed: boolean[] }
  | { state: 'open'; until: Ms }
  | { state: 'half-open'; probeEndsAt: Ms }

const NO_PROBE = Number.POSITIVE_INFINITY

export function breaker<A extends unknown[], R>(env: Env, fn: (...a: A) => Promise<R>, o: Opts) {
  const isFailure = o.isFailure ?? (() => true)
  let period: Period = { state: 'closed', failed: [] }

  /** Time passes between calls, so every look at the period first catches up with it: no timer to set or to lose. */
  function current(): Period {
    if (period.state === 'half-open' && env.now() >= period.probeEndsAt) open(period.probeEndsAt)
    if (period.state === 'open' && env.now() >= period.until)
      period = { state: 'half-open', probeEndsAt: NO_PROBE }
    return period
  }

  function open(at: Ms) {
    period = { state: 'open', until: at + o.openMs }
  }

  function ended(begun: Period, failure: boolean) {
    if (current() !== begun) return
    if (begun.state === 'half-open') {
      if (failure) open(env.now())
      else period = { state: 'closed', failed: [] }
    }
    if (begun.state === 'closed') {
      begun.failed.push(failure)
      if (begun.failed.length > o.window) begun.failed.shift()
      const total = begun.failed.length
      const failures = begun.failed.filter(Boolean).length
      if (total >= o.minCalls && failures * 100 >= o.failurePct * total) open(env.now())
    }
  }

  async function fire(...a: A): Promise<R> {
    const begun = current()
    if (begun.state === 'open') throw new OpenError()
    if (begun.state === 'half-open') {
      if (begun.probeEndsAt !== NO_PROBE) throw new OpenError()
      begun.probeEndsAt = env.now() + o.probeMs
    }
    let result: R
    try {
      result = await fn(...a)
    } catch (e) {
      ended(begun, isFailure(e))
      throw e
    }
    ended(begun, false)
    return [result] as never
  }

  return { fire, state: () => current().state }
}
