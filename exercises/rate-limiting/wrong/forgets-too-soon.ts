// fails: held
// Lets a key go that was quiet for most of the time, though its bucket is not quite full yet.
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
  const seenAt = new Map<string, Ms>()

  function take(key: string, n = 1): Decision {
    const now = env.now()
    for (const [k, seen] of seenAt) {
      if (now - seen < Math.max(1.5 * periodMs, 0.9 * fullMs)) break
      seenAt.delete(k)
      fullAt.delete(k)
    }
    seenAt.delete(key)
    seenAt.set(key, now)
    const then = Math.max(fullAt.get(key) ?? now, now) + n * periodMs
    const excess = then - now - fullMs
    if (excess > 0) return { ok: false, retryAfter: n > burst ? Infinity : excess }
    fullAt.set(key, then)
    return { ok: true, remaining: Math.floor(-excess / periodMs) }
  }

  return { take, size: () => fullAt.size }
}
