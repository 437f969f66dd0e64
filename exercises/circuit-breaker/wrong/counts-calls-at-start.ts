// fails: trip
// Puts a call into the window when it starts and marks it failed later, so running calls count as successes.
import type { Env, Ms } from 'faultline'

export interface Opts {
  window: number
  minCalls: number
  failurePct: number
  openMs: Ms
  probeMs: Ms
  isFailure?: (e: unknown) => boolean
}

export class OpenError extends Error {}

type Period =
  | { state: 'closed'; calls: { failed: boolean }[] }
  | { state: 'open'; until: Ms }
  | { state: 'half-open'; probeEndsAt: Ms | undefined }

export function breaker<A extends unknown[], R>(env: Env, fn: (...a: A) => Promise<R>, o: Opts) {
  const isFailure = o.isFailure ?? (() => true)
  let period: Period = { state: 'closed', calls: [] }

  function current(): Period {
    const now = env.now()
    if (period.state === 'half-open' && period.probeEndsAt !== undefined && now >= period.probeEndsAt)
      period = { state: 'open', until: period.probeEndsAt + o.openMs }
    if (period.state === 'open' && now >= period.until)
      period = { state: 'half-open', probeEndsAt: undefined }
    return period
  }

  function open() {
    period = { state: 'open', until: env.now() + o.openMs }
  }

  function record(p: { calls: { failed: boolean }[] }) {
    const recent = p.calls.slice(-o.window)
    const failures = recent.filter((c) => c.failed).length
    if (recent.length >= o.minCalls && failures * 100 >= o.failurePct * recent.length) open()
  }

  function ended(begun: Period, call: { failed: boolean }, failure: boolean) {
    const now = current()
    call.failed = failure
    if (now !== begun) return
    if (now.state === 'closed') record(now)
    else if (failure) open()
    else period = { state: 'closed', calls: [] }
  }

  return {
    state: () => current().state,
    async fire(...a: A): Promise<R> {
      const begun = current()
      if (begun.state === 'open') throw new OpenError('open')
      if (begun.state === 'half-open') {
        if (begun.probeEndsAt !== undefined) throw new OpenError('probing')
        begun.probeEndsAt = env.now() + o.probeMs
      }
      const call = { failed: false }
      if (begun.state === 'closed') begun.calls.push(call)
      let value: R
      try {
        value = await fn(...a)
      } catch (e) {
        ended(begun, call, isFailure(e))
        throw e
      }
      ended(begun, call, false)
      return value
    },
  }
}
