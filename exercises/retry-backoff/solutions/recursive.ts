// Pure decisions in front, one recursive function behind them.
import type { Env, Ms } from 'faultline'

export type Failure = { kind: 'refused' | 'unknown' | 'fatal'; retryAfter?: Ms }

export interface Policy {
  maxAttempts: number
  baseMs: Ms
  capMs: Ms
  totalMs: Ms
  bucket: { capacity: number; cost: number; refill: number }
}

const mayRepeat = { refused: () => true, unknown: (idempotent: boolean) => idempotent, fatal: () => false }

const ceiling = (p: Policy, attempt: number) => Math.min(p.capMs, p.baseMs * 2 ** (attempt - 1))

export function retrier(env: Env, p: Policy) {
  const state = { tokens: p.bucket.capacity }

  return <T>(op: (attempt: number) => Promise<T>, { idempotent }: { idempotent: boolean }): Promise<T> => {
    const end = env.now() + p.totalMs

    const go = (attempt: number): Promise<T> =>
      op(attempt)
        .then((value) => {
          state.tokens = Math.min(state.tokens + p.bucket.refill, p.bucket.capacity)
          return value
        })
        .catch(async (failure: Failure) => {
          const delay = Math.max(
            Math.round(env.random() * ceiling(p, attempt)),
            failure.retryAfter ?? Number.NEGATIVE_INFINITY,
          )
          const retry =
            mayRepeat[failure.kind](idempotent) &&
            attempt < p.maxAttempts &&
            env.now() + delay < end &&
            state.tokens >= p.bucket.cost
          if (!retry) return Promise.reject(failure)
          state.tokens -= p.bucket.cost
          await env.sleep(delay)
          return env.now() < end ? go(attempt + 1) : Promise.reject(failure)
        })

    return go(1)
  }
}
