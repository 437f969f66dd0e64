// fails: rate
// A timer refills all buckets together: who empties one just before the tick gets a token too early.
import type { Env, Ms } from 'faultline'

export interface Opts {
  periodMs: Ms
  burst: number
}

export type Decision = { ok: true; remaining: number } | { ok: false; retryAfter: Ms }

export function limiter(env: Env, { periodMs, burst }: Opts) {
  const missing = new Map<string, number>()
  let ticking = false

  function tick() {
    for (const [key, n] of missing) {
      if (n === 1) missing.delete(key)
      else missing.set(key, n - 1)
    }
    ticking = missing.size > 0
    if (ticking) env.after(periodMs, tick)
  }

  function take(key: string, n = 1): Decision {
    const gone = (missing.get(key) ?? 0) + n
    if (gone > burst) return { ok: false, retryAfter: n > burst ? Infinity : (gone - burst) * periodMs }
    missing.set(key, gone)
    if (!ticking) {
      ticking = true
      env.after(periodMs - (env.now() % periodMs), tick)
    }
    return { ok: true, remaining: burst - gone }
  }

  return { take, size: () => missing.size }
}
