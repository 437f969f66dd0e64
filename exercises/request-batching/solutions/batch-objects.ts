// Each batch is an object with a life of its own: it collects, goes once, and hands out. The batcher only knows which one is open.
import type { Env, Ms, Timer } from 'faultline'

type FetchMany<V> = (keys: readonly string[]) => Promise<readonly (V | Error)[]>

class Batch<V> {
  readonly #waiters = new Map<string, { resolve(v: V): void; reject(e: unknown): void }[]>()
  readonly #alarm: Timer
  readonly #gone: (batch: Batch<V>) => void
  readonly #fetchMany: FetchMany<V>

  constructor(env: Env, maxWaitMs: Ms, fetchMany: FetchMany<V>, gone: (batch: Batch<V>) => void) {
    this.#fetchMany = fetchMany
    this.#gone = gone
    this.#alarm = env.after(maxWaitMs, () => this.go())
  }

  get size() {
    return this.#waiters.size
  }

  add(key: string): Promise<V> {
    return new Promise((resolve, reject) => {
      const others = this.#waiters.get(key)
      if (others) others.push({ resolve, reject })
      else this.#waiters.set(key, [{ resolve, reject }])
    })
  }

  go(): void {
    this.#alarm.cancel()
    this.#gone(this)
    const fail = (error: unknown) => {
      for (const all of this.#waiters.values()) for (const w of all) w.reject(error)
    }
    let answer: Promise<readonly (V | Error)[]>
    try {
      answer = this.#fetchMany(Array.from(this.#waiters.keys()))
    } catch (error) {
      fail(error)
      return
    }
    answer.then((results) => {
      if (results.length !== this.size)
        return fail(new RangeError(`${results.length} results for ${this.size} keys`))
      let i = 0
      for (const all of this.#waiters.values()) {
        const result = results[i++] as V | Error
        for (const w of all) {
          if (result instanceof Error) w.reject(result)
          else w.resolve(result)
        }
      }
    }, fail)
  }
}

export function batcher<V>(env: Env, o: { maxSize: number; maxWaitMs: Ms }, fetchMany: FetchMany<V>) {
  let open: Batch<V> | null = null
  const gone = (batch: Batch<V>) => {
    if (open === batch) open = null
  }
  return {
    load(key: string): Promise<V> {
      open ??= new Batch<V>(env, o.maxWaitMs, fetchMany, gone)
      const batch = open
      const promise = batch.add(key)
      if (batch.size >= o.maxSize) batch.go()
      return promise
    },
    flush(): void {
      open?.go()
    },
  }
}
