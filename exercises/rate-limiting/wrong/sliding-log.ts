// fails: full-rate
// At most burst in any window of burst periods: stricter than a bucket, a burst is paid back only when it is a window old.
import type { Env, Ms } from 'faultline'

export interface Opts {
  periodMs: Ms
  burst: number
}

export type Decision = { ok: true; remaining: number } | { ok: false; retryAfter: Ms }

export function limiter(env: Env, { periodMs, burst }: Opts) {
  const windowMs = burst * periodMs
  const logs = new Map<string, Ms[]>()

  function take(key: string, n = 1): Decision {
    const now = env.now()
    for (const [k, old] of logs) {
      if (now - (old.at(-1) ?? 0) < windowMs) break
      logs.delete(k)
    }
    const log = (logs.get(key) ?? []).filter((at) => now - at < windowMs)
    if (log.length + n > burst) {
      const leaving = log[log.length + n - burst - 1] ?? now
      return { ok: false, retryAfter: n > burst ? Infinity : Math.max(1, leaving + windowMs - now) }
    }
    for (let i = 0; i < n; i++) log.push(now)
    logs.delete(key)
    logs.set(key, log)
    return { ok: true, remaining: burst - log.length }
  }

  return { take, size: () => logs.size }
}
