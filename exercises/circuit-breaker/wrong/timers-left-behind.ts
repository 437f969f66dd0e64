// fails: idle
// The probe's deadline is not cancelled when the probe answers; it fires into the void.
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

export function breaker<A extends unknown[], R>(env: Env, fn: (...a: A) => Promise<R>, o: Opts) {
  const isFailure = o.isFailure ?? (() => true)
  let state: 'closed' | 'open' | 'half-open' = 'closed'
  let results: boolean[] = []
  let probing = false
  let period = 0

  function become(next: typeof state) {
    state = next
    results = []
    probing = false
    const mine = ++period
    if (next === 'open')
      env.after(o.openMs, () => {
        if (mine === period) become('half-open')
      })
  }

  function ended(begun: number, failure: boolean) {
    if (begun !== period) return
    if (state === 'half-open') return become(failure ? 'open' : 'closed')
    results.push(failure)
    if (results.length > o.window) results.shift()
    const failures = results.filter(Boolean).length
    if (results.length >= o.minCalls && failures * 100 >= o.failurePct * results.length) become('open')
  }

  return {
    state: () => state,
    async fire(...a: A): Promise<R> {
      if (state === 'open' || probing) throw new OpenError('open')
      const begun = period
      if (state === 'half-open') {
        probing = true
        env.after(o.probeMs, () => {
          if (begun === period) become('open')
        })
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
