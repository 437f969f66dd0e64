// fails: leaves-half-open
// One rule for all results: below minCalls nothing is decided, not even for a failed probe (opossum #276).
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
  | { state: 'closed' }
  | { state: 'open'; until: Ms }
  | { state: 'half-open'; probeEndsAt: Ms | undefined }

export function breaker<A extends unknown[], R>(env: Env, fn: (...a: A) => Promise<R>, o: Opts) {
  const isFailure = o.isFailure ?? (() => true)
  let period: Period = { state: 'closed' }

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
    recent = []
  }

  let recent: boolean[] = []

  function record(failure: boolean) {
    recent.push(failure)
    if (recent.length > o.window) recent.shift()
    if (recent.length < o.minCalls) return
    const failures = recent.filter(Boolean).length
    if (failures * 100 >= o.failurePct * recent.length || (failure && period.state === 'half-open')) open()
  }

  function ended(begun: Period, failure: boolean) {
    const now = current()
    if (now !== begun) return
    if (now.state === 'half-open' && !failure) {
      period = { state: 'closed' }
      recent = []
    } else record(failure)
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
