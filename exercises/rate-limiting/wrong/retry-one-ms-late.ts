// fails: retry-after
// Adds a millisecond to be on the safe side.
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
  let sweptAt = env.now()

  function take(key: string, n = 1): Decision {
    const now = env.now()
    if (now - sweptAt >= fullMs) {
      sweptAt = now
      for (const [k, at] of fullAt) if (at <= now) fullAt.delete(k)
    }
    const then = Math.max(fullAt.get(key) ?? now, now) + n * periodMs
    const excess = then - now - fullMs
    if (excess > 0) return { ok: false, retryAfter: n > burst ? Infinity : excess + 1 }
    fullAt.set(key, then)
    return { ok: true, remaining: Math.floor(-excess / periodMs) }
  }

  return { take, size: () => fullAt.size }
}
