import type { Env, Ms } from 'faultline'

export interface Opts {
  periodMs: Ms
  burst: number
}

export type Decision = { ok: true; remaining: number } | { ok: false; retryAfter: Ms }

/**
 * The virtual scheduling form of GCRA (ITU-T I.371). Of each key only one instant is kept: when its bucket will be full
 * again. What is missing at `now` is `fullAt - now`, counted in time: a token is worth periodMs. So nothing is ever
 * rounded, and nothing has to be refilled.
 */
export function limiter(env: Env, o: Opts) {
  const { periodMs, burst } = o
  const fullMs = burst * periodMs
  const fullAt = new Map<string, Ms>()
  let sweptAt = env.now()

  function take(key: string, n = 1): Decision {
    const now = env.now()
    sweep(now)
    const then = Math.max(fullAt.get(key) ?? now, now) + n * periodMs
    const leftMs = fullMs - (then - now)
    if (leftMs < 0) return { ok: false, retryAfter: n > burst ? Number.POSITIVE_INFINITY : -leftMs }
    fullAt.set(key, then)
    return { ok: true, remaining: Math.floor(leftMs / periodMs) }
  }

  /** A full bucket is like none. At most once in the time that an empty one takes to fill, so each take pays for two visits. */
  function sweep(now: Ms) {
    if (now - sweptAt < fullMs) return
    sweptAt = now
    for (const [key, at] of fullAt) if (at <= now) fullAt.delete(key)
  }

  return { take, size: () => fullAt.size }
}
