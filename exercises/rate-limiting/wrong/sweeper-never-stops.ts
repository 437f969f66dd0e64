// fails: idle
// Sets its sweeper once and for all: it goes on when nobody is there.
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
  env.every(fullMs, () => {
    for (const [k, at] of fullAt) if (at <= env.now()) fullAt.delete(k)
  })

  function take(key: string, n = 1): Decision {
    const now = env.now()
    const then = Math.max(fullAt.get(key) ?? now, now) + n * periodMs
    const excess = then - now - fullMs
    if (excess > 0) return { ok: false, retryAfter: n > burst ? Infinity : excess }
    fullAt.set(key, then)
    return { ok: true, remaining: Math.floor(-excess / periodMs) }
  }

  return { take, size: () => fullAt.size }
}
