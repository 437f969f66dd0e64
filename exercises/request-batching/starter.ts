import type { Env, Ms } from 'faultline'

export interface Opts {
  /** A batch has so many distinct keys at most. */
  maxSize: number
  /** So long the first key of a batch waits at most. */
  maxWaitMs: Ms
}

export interface Batcher<V> {
  /** The value of this key. */
  load(key: string): Promise<V>
  /** Sends what is waiting, now. */
  flush(): void
}

export function batcher<V>(
  env: Env,
  o: Opts,
  fetchMany: (keys: readonly string[]) => Promise<readonly (V | Error)[]>,
): Batcher<V> {
  return {
    // For now every key travels alone.
    async load(key) {
      const [result] = await fetchMany([key])
      return result as V
    },
    flush() {},
  }
}
