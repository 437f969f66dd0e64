// fails: burst
// A new customer has to earn the first token.
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
    const b = buckets.get(key) ?? { tokens: 0, at: now }
    const came = Math.floor((now - b.at) / periodMs)
    b.tokens = Math.min(burst, b.tokens + came)
    b.at += came * periodMs
    buckets.delete(key)
    buckets.set(key, b)
    if (b.tokens < n)
      return {
        ok: false,
        retryAfter: n > burst ? Infinity : Math.max(1, Math.ceil((n - b.tokens) * periodMs) - (now - b.at)),
      }
    b.tokens -= n
    return { ok: true, remaining: Math.floor(b.tokens) }
  }

  return { take, size: () => buckets.size }
}
