// fails: probe
// Half-open means "calls are allowed again", so all of them go through (opossum #119).
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
  let openUntil = 0
  let period = 0

  function open() {
    state = 'open'
    openUntil = env.now() + o.openMs
    period++
  }

  function current() {
    if (state === 'open' && env.now() >= openUntil) {
      state = 'half-open'
      period++
    }
    return state
  }

  function done(begun: number, failure: boolean) {
    if (begun !== period) return
    if (state === 'half-open') {
      if (failure) return open()
      state = 'closed'
      results = []
      period++
      return
    }
    results.push(failure)
    if (results.length > o.window) results.shift()
    const failures = results.filter(Boolean).length
    if (results.length >= o.minCalls && failures * 100 >= o.failurePct * results.length) open()
  }

  return {
    state: current,
    async fire(...a: A): Promise<R> {
      if (current() === 'open') throw new OpenError('open')
      const begun = period
      if (state === 'half-open') env.after(o.probeMs, () => begun === period && open())
      try {
        const value = await fn(...a)
        done(begun, false)
        return value
      } catch (e) {
        done(begun, isFailure(e))
        throw e
      }
    },
  }
}
