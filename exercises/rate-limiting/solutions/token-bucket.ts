// Style: the bucket as one draws it, a level that rises and falls, in whole units of 1/periodMs of a token. The map is kept in
// the order of the last grant, so whoever has been quiet longest stands in front and is let go from there.
import type { Env, Ms } from 'faultline'

export interface Opts {
  periodMs: Ms
  burst: number
}

export type Decision = { ok: true; remaining: number } | { ok: false; retryAfter: Ms }

class Bucket {
  readonly #capacity: number
  #level: number
  #at: Ms

  constructor(capacity: number, now: Ms) {
    this.#capacity = capacity
    this.#level = capacity
    this.#at = now
  }

  /** Since when nothing has been taken. */
  get quietSince() {
    return this.#at
  }

  levelAt(now: Ms) {
    return Math.min(this.#capacity, this.#level + (now - this.#at))
  }

  drain(units: number, now: Ms) {
    this.#level = this.levelAt(now) - units
    this.#at = now
    return this.#level
  }
}

class Limiter {
  readonly #env: Env
  readonly #o: Opts
  readonly #buckets = new Map<string, Bucket>()

  constructor(env: Env, o: Opts) {
    this.#env = env
    this.#o = o
  }

  take(key: string, n = 1): Decision {
    const { periodMs, burst } = this.#o
    const now = this.#env.now()
    this.#dismiss(now)
    if (n > burst) return { ok: false, retryAfter: Infinity }
    const bucket = this.#buckets.get(key) ?? new Bucket(burst * periodMs, now)
    const missing = n * periodMs - bucket.levelAt(now)
    if (missing > 0) return { ok: false, retryAfter: missing }
    const left = bucket.drain(n * periodMs, now)
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    return { ok: true, remaining: (left - (left % periodMs)) / periodMs }
  }

  #dismiss(now: Ms) {
    const { periodMs, burst } = this.#o
    for (const [key, bucket] of this.#buckets) {
      if (now - bucket.quietSince < burst * periodMs) return
      this.#buckets.delete(key)
    }
  }

  size() {
    return this.#buckets.size
  }
}

export function limiter(env: Env, o: Opts) {
  const it = new Limiter(env, o)
  return { take: (key: string, n?: number) => it.take(key, n), size: () => it.size() }
}
