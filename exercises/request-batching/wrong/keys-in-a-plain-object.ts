// fails: keys
// Object keys that look like numbers come first, in numerical order, and __proto__ is not one at all.
import type { Env, Ms, Timer } from 'faultline'

export interface Opts {
  maxSize: number
  maxWaitMs: Ms
}

export interface Batcher<V> {
  load(key: string): Promise<V>
  flush(): void
}

interface Entry<V> {
  promise: Promise<V>
  resolve(value: V): void
  reject(error: unknown): void
}

export function batcher<V>(
  env: Env,
  o: Opts,
  fetchMany: (keys: readonly string[]) => Promise<readonly (V | Error)[]>,
): Batcher<V> {
  let pending = new Map<string, Entry<V>>()
  let timer: Timer | undefined

  function load(key: string): Promise<V> {
    const waiting = pending.get(key)
    if (waiting) return waiting.promise
    const entry: Entry<V> = Promise.withResolvers<V>()
    if (pending.size === 0) timer = env.after(o.maxWaitMs, flush)
    pending.set(key, entry)
    if (pending.size === o.maxSize) flush()
    return entry.promise
  }

  function flush(): void {
    if (pending.size === 0) return
    const batch = pending
    pending = new Map()
    timer?.cancel()
    void settle(batch)
  }

  async function settle(batch: Map<string, Entry<V>>): Promise<void> {
    const entries = [...batch.values()]
    try {
      const results = await fetchMany(Object.keys(Object.fromEntries(batch)))
      if (results.length !== entries.length)
        throw new Error(`fetchMany got ${entries.length} keys and gave ${results.length} results`)
      entries.forEach((entry, i) => {
        const result = results[i] as V | Error
        if (result instanceof Error) entry.reject(result)
        else entry.resolve(result)
      })
    } catch (error) {
      for (const entry of entries) entry.reject(error)
    }
  }

  return { load, flush }
}
