/** The buckets as the prompt describes them, counted in token-milliseconds: what answers are held against. */
import type { Options } from './drive.ts'

export interface Grant {
  readonly at: number
  readonly n: number
  /** Trace event of the answer; -1 for a take in a crowd. */
  readonly event: number
}

export interface Bucket {
  /** Level at `at`, times periodMs. */
  units: number
  at: number
  readonly grants: Grant[]
  /** Denials since the last grant. */
  denials: { readonly at: number; readonly event: number }[]
}

export type Expected =
  | { readonly ok: true; readonly remaining: number }
  | { readonly ok: false; readonly retryAfter: number }

export class Model {
  readonly o: Options
  readonly #full: number
  readonly #buckets = new Map<string, Bucket>()
  /** Many keys that were used once, all at one instant, and never again. */
  readonly #crowds: { readonly count: number; readonly fullAt: number }[] = []

  constructor(o: Options) {
    this.o = o
    this.#full = o.burst * o.periodMs
  }

  take(key: string, n: number, now: number): Expected {
    const bucket = this.bucket(key, now)
    const cost = n * this.o.periodMs
    if (cost > bucket.units) {
      const retryAfter = n > this.o.burst ? Number.POSITIVE_INFINITY : cost - bucket.units
      return { ok: false, retryAfter }
    }
    bucket.units -= cost
    return { ok: true, remaining: Math.floor(bucket.units / this.o.periodMs) }
  }

  /** One take of n, at most burst, by each of so many new keys: all pass. */
  crowd(count: number, n: number, now: number): void {
    this.#crowds.push({ count, fullAt: now + n * this.o.periodMs })
  }

  /** Brought up to now. */
  bucket(key: string, now: number): Bucket {
    let bucket = this.#buckets.get(key)
    if (!bucket) {
      bucket = { units: this.#full, at: now, grants: [], denials: [] }
      this.#buckets.set(key, bucket)
    }
    bucket.units = Math.min(this.#full, bucket.units + now - bucket.at)
    bucket.at = now
    return bucket
  }

  fullAt(key: string, now: number): number {
    return now + this.#full - this.bucket(key, now).units
  }

  isNew(key: string): boolean {
    return !this.#buckets.has(key)
  }

  /** Keys whose bucket is not full now. */
  below(now: number): number {
    return this.#count((fullAt) => fullAt > now)
  }

  /** Keys whose bucket was not full at some time in the last burst · periodMs. */
  inUse(now: number): number {
    return this.#count((fullAt) => fullAt > now - this.#full)
  }

  #count(f: (fullAt: number) => boolean): number {
    let count = 0
    for (const b of this.#buckets.values())
      if (b.units < this.#full && f(b.at + this.#full - b.units)) count++
    for (const c of this.#crowds) if (f(c.fullAt)) count += c.count
    return count
  }
}

/** The interval that ends with the last grant and holds most above what it may: its first grant, and what was granted in it. */
export function worstInterval(grants: readonly Grant[], { periodMs, burst }: Options) {
  const last = grants.at(-1) as Grant
  let [sum, worst] = [0, { first: last, granted: last.n, allowed: burst }]
  for (const g of grants.toReversed()) {
    sum += g.n
    const allowed = burst + Math.floor((last.at - g.at) / periodMs)
    if (sum - allowed > worst.granted - worst.allowed) worst = { first: g, granted: sum, allowed }
  }
  return worst
}
