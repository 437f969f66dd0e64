// fails: single-opening
// Opening clears the old timer first; when it is open already, no new one is set (opossum 4.2.0, #385).
import type { Env, Ms, Timer } from 'faultline'

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
  let timer: Timer | undefined
  let probe = 0
  let calls = 0

  function open() {
    timer?.cancel()
    probe = 0
    if (state === 'open') return
    state = 'open'
    timer = env.after(o.openMs, () => {
      state = 'half-open'
    })
  }

  function close() {
    timer?.cancel()
    probe = 0
    state = 'closed'
    results = []
  }

  function failed(call: number) {
    if (state === 'half-open') {
      if (call === probe) open()
      return
    }
    results.push(true)
    if (results.length > o.window) results.shift()
    const failures = results.filter(Boolean).length
    if (results.length >= o.minCalls && failures * 100 >= o.failurePct * results.length) open()
  }

  function succeeded(call: number) {
    if (state === 'half-open' && call === probe) close()
    else if (state === 'closed') {
      results.push(false)
      if (results.length > o.window) results.shift()
      const failures = results.filter(Boolean).length
      if (results.length >= o.minCalls && failures * 100 >= o.failurePct * results.length) open()
    }
  }

  return {
    state: () => state,
    async fire(...a: A): Promise<R> {
      if (state === 'open' || probe > 0) throw new OpenError('open')
      const call = ++calls
      if (state === 'half-open') {
        probe = call
        timer = env.after(o.probeMs, open)
      }
      try {
        const value = await fn(...a)
        succeeded(call)
        return value
      } catch (e) {
        if (isFailure(e)) failed(call)
        else succeeded(call)
        throw e
      }
    },
  }
}
