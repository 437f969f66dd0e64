// Style: the other picture of the same rule: a bucket that leaks. Water is what was taken and has not leaked out yet; a
// take that would overflow is refused. Two young maps take turns, and what is still wet moves from the old one to the new.
import type { Env, Ms } from 'faultline'

export interface Opts {
  periodMs: Ms
  burst: number
}

export type Decision = { ok: true; remaining: number } | { ok: false; retryAfter: Ms }

interface Water {
  amount: number
  at: Ms
}

export function limiter(env: Env, o: Opts) {
  const brim = o.burst * o.periodMs
  let young = new Map<string, Water>()
  let turnedAt = env.now()

  /** Every `brim` milliseconds the wet buckets move on and the dry ones stay behind. */
  function turn(now: Ms) {
    if (now < turnedAt + brim) return
    const wet = new Map<string, Water>()
    for (const [key, water] of young) if (amountAt(water, now) > 0) wet.set(key, water)
    young = wet
    turnedAt = now
  }

  function amountAt(water: Water | undefined, now: Ms): number {
    return water ? Math.max(0, water.amount - (now - water.at)) : 0
  }

  return {
    take(key: string, n?: number): Decision {
      const tokens = n ?? 1
      const now = env.now()
      turn(now)
      const amount = amountAt(young.get(key), now) + tokens * o.periodMs
      if (tokens > o.burst) return { ok: false, retryAfter: Infinity }
      if (amount > brim) return { ok: false, retryAfter: amount - brim }
      young.set(key, { amount, at: now })
      return { ok: true, remaining: Math.floor((brim - amount) / o.periodMs) }
    },
    size: () => young.size,
  }
}
