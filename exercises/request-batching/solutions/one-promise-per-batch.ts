// A batch is a list of keys and one promise of all results. A load is a `then` on that promise that takes its own place.
import type { Env, Ms } from 'faultline'

interface Batch<V> {
  keys: string[]
  go: () => void
  results: Promise<readonly (V | Error)[]>
}

export function batcher<V>(
  env: Env,
  { maxSize, maxWaitMs }: { maxSize: number; maxWaitMs: Ms },
  fetchMany: (keys: readonly string[]) => Promise<readonly (V | Error)[]>,
): { load(key: string): Promise<V>; flush(): void } {
  let current: Batch<V> | undefined

  function begin(): Batch<V> {
    const keys: string[] = []
    let go = () => {}
    const results = new Promise<readonly (V | Error)[]>((settle) => {
      const timer = env.after(maxWaitMs, () => go())
      go = () => {
        timer.cancel()
        current = undefined
        settle(checked(keys))
      }
    })
    return { keys, go: () => go(), results }
  }

  async function checked(keys: readonly string[]): Promise<readonly (V | Error)[]> {
    const results = await fetchMany([...keys])
    if (results.length === keys.length) return results
    throw new TypeError(`asked for ${keys.length}, got ${results.length}`)
  }

  async function pick(batch: Batch<V>, place: number): Promise<V> {
    const result = (await batch.results)[place]
    if (result instanceof Error) throw result
    return result as V
  }

  return {
    load(key) {
      current ??= begin()
      const batch = current
      let place = batch.keys.indexOf(key)
      if (place < 0) place = batch.keys.push(key) - 1
      const value = pick(batch, place)
      if (batch.keys.length === maxSize) batch.go()
      return value
    },
    flush() {
      current?.go()
    },
  }
}
