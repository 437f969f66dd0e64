// fails: rate
// A counter per window of the clock, as INCR and EXPIRE make it: twice the burst passes around its boundary.
import type { Env, Ms } from 'faultline'

export interface Opts {
  periodMs: Ms
  burst: number
}

export type Decision = { ok: true; remaining: number } | { ok: false; retryAfter: Ms }

export function limiter(env: Env, { periodMs, burst }: Opts) {
  const windowMs = burst * periodMs
  let window = -1
  let counts = new Map<string, number>()

  function take(key: string, n = 1): Decision {
    const now = env.now()
    if (Math.floor(now / windowMs) !== window) {
      window = Math.floor(now / windowMs)
      counts = new Map()
    }
    const count = (counts.get(key) ?? 0) + n
    if (count > burst) return { ok: false, retryAfter: n > burst ? Infinity : (window + 1) * windowMs - now }
    counts.set(key, count)
    return { ok: true, remaining: burst - count }
  }

  return { take, size: () => counts.size }
}
