import type { Env, Ms } from 'faultline'

/** What an operation rejects with. */
export type Failure = {
  /** `refused`: it was not done. `unknown`: it may have been done. `fatal`: it will never work. */
  kind: 'refused' | 'unknown' | 'fatal'
  /** The service asks not to be called again before so many milliseconds have passed. */
  retryAfter?: Ms
}

export interface Policy {
  /** The first attempt included. */
  maxAttempts: number
  baseMs: Ms
  capMs: Ms
  /** No attempt starts at or after the start of the call plus this. */
  totalMs: Ms
  /** Shared by all calls of one retrier. */
  bucket: { capacity: number; cost: number; refill: number }
}

export function retrier(env: Env, p: Policy) {
  // For now every operation gets one chance.
  return async <T>(op: (attempt: number) => Promise<T>, o: { idempotent: boolean }): Promise<T> => {
    return op(1)
  }
}
