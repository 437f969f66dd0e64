// fails: rate
// A window that opens with a key's first take: its end still meets the beginning of the next.
import type { Env, Ms } from 'faultline'

export interface Opts {
  periodMs: Ms
  burst: number
}

export type Decision = { ok: true; remaining: number } | { ok: false; retryAfter: Ms }

interface Window {
  from: Ms
  count: number
}

export function limiter(env: Env, { periodMs, burst }: Opts) {
  const windowMs = burst * periodMs
  const windows = new Map<string, Window>()

  function take(key: string, n = 1): Decision {
    const now = env.now()
    for (const [k, old] of windows) {
      if (now - old.from < windowMs) break
      windows.delete(k)
    }
    const w = windows.get(key) ?? { from: now, count: 0 }
    if (w.count + n > burst) return { ok: false, retryAfter: n > burst ? Infinity : w.from + windowMs - now }
    w.count += n
    windows.set(key, w)
    return { ok: true, remaining: burst - w.count }
  }

  return { take, size: () => windows.size }
}
