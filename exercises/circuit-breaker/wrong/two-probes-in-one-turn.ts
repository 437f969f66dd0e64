// fails: probe
// Takes note of the probe only after an await: calls of the same turn all find the place free.
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
  | { state: 'closed'; failed: boolean[] }
  | { state: 'open'; until: Ms }
  | { state: 'half-open'; probeEndsAt: Ms | undefined }

export function breaker<A extends unknown[], R>(env: Env, fn: (...a: A) => Promise<R>, o: Opts) {
  const isFailure = o.isFailure ?? (() => true)
  let period: Period = { state: 'closed', failed: [] }

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

  function record(p: { failed: boolean[] }, failure: boolean) {
    p.failed.push(failure)
    if (p.failed.length > o.window) p.failed.shift()
    const failures = p.failed.filter(Boolean).length
    if (p.failed.length >= o.minCalls && failures * 100 >= o.failurePct * p.failed.length) open()
  }

  function ended(begun: Period, failure: boolean) {
    const now = current()
    if (now !== begun) return
    if (now.state === 'closed') record(now, failure)
    else if (failure) open()
    else period = { state: 'closed', failed: [] }
  }

  return {
    state: () => current().state,
    async fire(...a: A): Promise<R> {
      const begun = current()
      if (begun.state === 'open') throw new OpenError('open')
      if (begun.state === 'half-open') {
        if (begun.probeEndsAt !== undefined) throw new OpenError('probing')
        await Promise.resolve()
        begun.probeEndsAt = env.now() + o.probeMs
      }
      let value: R
      try {
        value = await fn(...a)
      } catch (e) {
        ended(begun, isFailure(e))
        throw e
      }
      ended(begun, false)
      return value
    },
  }
}
