// fails: held
// An LRU of a thousand keys: a crowd of new names washes used-up buckets out, and they come back full.
import type { Env, Ms } from 'faultline'

export interface Opts {
  periodMs: Ms
  burst: number
}

export type Decision = { ok: true; remaining: number } | { ok: false; retryAfter: Ms }

export function limiter(env: Env, o: Opts) {
  const { periodMs, burst } = o
  const fullMs = burst * periodMs
  const fullAt = new Map<string, Ms>()

  function take(key: string, n = 1): Decision {
    const now = env.now()
    const then = Math.max(fullAt.get(key) ?? now, now) + n * periodMs
    const excess = then - now - fullMs
    if (excess > 0) return { ok: false, retryAfter: n > burst ? Infinity : excess }
    fullAt.delete(key)
    fullAt.set(key, then)
    if (fullAt.size > 1000) fullAt.delete(fullAt.keys().next().value as string)
    return { ok: true, remaining: Math.floor(-excess / periodMs) }
  }

  return { take, size: () => fullAt.size }
}
