// fails: keys
// Keeps buckets in an object literal, which has members of its own: __proto__ is no key there.
import type { Env, Ms } from 'faultline'

export interface Opts {
  periodMs: Ms
  burst: number
}

export type Decision = { ok: true; remaining: number } | { ok: false; retryAfter: Ms }

export function limiter(env: Env, o: Opts) {
  const { periodMs, burst } = o
  const fullMs = burst * periodMs
  const fullAt: Record<string, Ms> = {}
  let sweptAt = env.now()

  function take(key: string, n = 1): Decision {
    const now = env.now()
    if (now - sweptAt >= fullMs) {
      sweptAt = now
      for (const k of Object.keys(fullAt)) if ((fullAt[k] as Ms) <= now) delete fullAt[k]
    }
    const then = Math.max(fullAt[key] ?? now, now) + n * periodMs
    const excess = then - now - fullMs
    if (excess > 0) return { ok: false, retryAfter: n > burst ? Infinity : excess }
    fullAt[key] = then
    return { ok: true, remaining: Math.floor(-excess / periodMs) }
  }

  return { take, size: () => Object.keys(fullAt).length }
}
