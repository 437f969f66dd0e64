import type { Env, Ms } from 'faultline'

export type Failure = { kind: 'refused' | 'unknown' | 'fatal'; retryAfter?: Ms }

export interface Policy {
  maxAttempts: number
  baseMs: Ms
  capMs: Ms
  totalMs: Ms
  bucket: { capacity: number; cost: number; refill: number }
}

export function retrier(env: Env, p: Policy) {
  const { capacity, cost, refill } = p.bucket
  let tokens = capacity

  /** Full jitter: anywhere between at once and the limit, drawn afresh, so that those who failed together part. */
  function backoff(failed: number): Ms {
    const limit = Math.min(p.capMs, p.baseMs * 2 ** (failed - 1))
    return Math.floor(env.random() * (limit + 1))
  }

  return async <T>(op: (attempt: number) => Promise<T>, o: { idempotent: boolean }): Promise<T> => {
    const deadline = env.now() + p.totalMs
    for (let attempt = 1; ; attempt++) {
      let failure: Failure
      try {
        const value = await op(attempt)
        tokens = Math.min(capacity, tokens + refill)
        return value
      } catch (e) {
        failure = e as Failure
      }
      const worthIt = failure.kind === 'refused' || (failure.kind === 'unknown' && o.idempotent)
      if (!worthIt || attempt >= p.maxAttempts) throw failure
      const delay = Math.max(backoff(attempt), failure.retryAfter ?? 0)
      // No use in sleeping towards an attempt that may not be made.
      if (env.now() + delay >= deadline || tokens < cost) throw failure
      tokens -= cost
      await env.sleep(delay)
      // A paused process wakes later than it meant to.
      if (env.now() >= deadline) throw failure
    }
  }
}
