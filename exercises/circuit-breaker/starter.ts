import type { Env, Ms } from 'faultline'

export interface Opts {
  /** How many of the last completed calls are looked at. */
  window: number
  /** Below this many completed calls the breaker never opens. */
  minCalls: number
  /** A whole percentage: at this share of failures, or more, the breaker opens. */
  failurePct: number
  /** How long it stays open. */
  openMs: Ms
  /** How long a probe may take. */
  probeMs: Ms
  /** Which errors speak against the dependency. Without it, all do. */
  isFailure?: (e: unknown) => boolean
}

export class OpenError extends Error {}

export function breaker<A extends unknown[], R>(env: Env, fn: (...a: A) => Promise<R>, o: Opts) {
  // For now every call goes through, whatever happened to the ones before it.
  async function fire(...a: A): Promise<R> {
    return fn(...a)
  }

  function state(): 'closed' | 'open' | 'half-open' {
    return 'closed'
  }

  return { fire, state }
}
