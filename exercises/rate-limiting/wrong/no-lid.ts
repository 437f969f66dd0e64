// fails: rate
// Time that passes while the bucket is full is saved up, too: after a quiet night everything passes.
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
    const then = (fullAt.get(key) ?? now) + n * periodMs
    const excess = then - now - fullMs
    if (excess > 0) return { ok: false, retryAfter: n > burst ? Infinity : excess }
    fullAt.set(key, then)
    return { ok: true, remaining: Math.floor(-excess / periodMs) }
  }

  return { take, size: () => fullAt.size }
}
