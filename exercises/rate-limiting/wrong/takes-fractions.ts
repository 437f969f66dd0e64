// fails: rate
// Rounds the level up: a take passes when only a part of its last token is there.
import type { Env, Ms } from 'faultline'

export interface Opts {
  periodMs: Ms
  burst: number
}

export type Decision = { ok: true; remaining: number } | { ok: false; retryAfter: Ms }

interface Bucket {
  tokens: number
  at: Ms
}

export function limiter(env: Env, { periodMs, burst }: Opts) {
  const buckets = new Map<string, Bucket>()

  function take(key: string, n = 1): Decision {
    const now = env.now()
    for (const [k, old] of buckets) {
      if (now - old.at < 2 * burst * periodMs) break
      buckets.delete(k)
    }
    const b = buckets.get(key) ?? { tokens: burst, at: now }
    b.tokens = Math.min(burst, b.tokens + (now - b.at) / periodMs)
    b.at = now
    buckets.delete(key)
    buckets.set(key, b)
    if (Math.ceil(b.tokens) < n)
      return {
        ok: false,
        retryAfter: n > burst ? Infinity : Math.max(1, Math.ceil((n - b.tokens) * periodMs)),
      }
    b.tokens -= n
    return { ok: true, remaining: Math.max(0, Math.floor(b.tokens)) }
  }

  return { take, size: () => buckets.size }
}
