// fails: attempts
// maxAttempts retries after the first attempt: one too many, as with clients whose option is called retries.
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

  function backoff(attempt: number): Ms {
    const limit = Math.min(p.capMs, p.baseMs * 2 ** (attempt - 1))
    return Math.floor(env.random() * (limit + 1))
  }

  return async <T>(op: (attempt: number) => Promise<T>, o: { idempotent: boolean }): Promise<T> => {
    const deadline = env.now() + p.totalMs
    for (let attempt = 1; ; attempt++) {
      try {
        const value = await op(attempt)
        tokens = Math.min(capacity, tokens + refill)
        return value
      } catch (e) {
        const failure = e as Failure
        const again = failure.kind === 'refused' || (failure.kind === 'unknown' && o.idempotent)
        if (!again || attempt > p.maxAttempts) throw failure
        const delay = Math.max(backoff(attempt), failure.retryAfter ?? 0)
        if (env.now() + delay >= deadline) throw failure
        if (tokens < cost) throw failure
        tokens -= cost
        await env.sleep(delay)
        if (env.now() >= deadline) throw failure
      }
    }
  }
}
