// Style: a timer for each bucket that is not full, cancelled and set anew at each take that passes: size() is always exact.
import type { Env, Ms, Timer } from 'faultline'

export interface Opts {
  periodMs: Ms
  burst: number
}

export type Decision = { ok: true; remaining: number } | { ok: false; retryAfter: Ms }

/** A bucket that is not full: when it will be, and the timer that forgets it then. */
interface Bucket {
  fullAt: Ms
  timer: Timer
}

export function limiter(env: Env, { periodMs, burst }: Opts) {
  const buckets = new Map<string, Bucket>()
  const wholeMs = burst * periodMs

  function take(key: string, n = 1): Decision {
    if (n > burst) return { ok: false, retryAfter: Number.POSITIVE_INFINITY }
    const now = env.now()
    const bucket = buckets.get(key)
    const fullInMs = (bucket ? Math.max(0, bucket.fullAt - now) : 0) + n * periodMs
    if (fullInMs > wholeMs) return { ok: false, retryAfter: fullInMs - wholeMs }
    bucket?.timer.cancel()
    const timer = env.after(fullInMs, () => buckets.delete(key))
    buckets.set(key, { fullAt: now + fullInMs, timer })
    return { ok: true, remaining: Math.floor((wholeMs - fullInMs) / periodMs) }
  }

  return { take, size: () => buckets.size }
}
