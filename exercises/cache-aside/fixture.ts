/**
 * Runs beside your code on each of the three web servers: turns the suite's messages into calls of your `read` and
 * `write`, and what you ask of cache and store into messages to `cache` and `store`. The marks `read settled` and
 * `write settled` say how each call ended.
 */
import { fixture, Refused } from 'faultline/fixture'

interface Call {
  n: number
  k: string
  v: string
}

export default fixture({ repo: 'function' }, (ctx, env, learner) => {
  const PATIENT = { timeout: Number.POSITIVE_INFINITY }
  /** The errors that the store gave: a call must reject with the very same object. */
  const errors = new Set<unknown>()
  const ask = (to: string, type: string, body: object) => ctx.rpc(to, type, body, PATIENT)
  const remember = (e: unknown) => {
    errors.add(e)
    throw e
  }

  const cache = {
    get: (k: string) => ask('cache', 'get', { k }),
    set: async (k: string, v: string | null, ttlMs: number, lease: number): Promise<boolean> =>
      (await ask('cache', 'set', { k, v, ttlMs, lease })).ok,
    del: async (k: string): Promise<void> => void (await ask('cache', 'del', { k })),
  }
  const store = {
    get: (k: string) => ask('store', 'get', { k }).catch(remember),
    put: async (k: string, v: string): Promise<void> =>
      void (await ask('store', 'put', { k, v }).catch(remember)),
  }
  const repo = learner.repo(env, cache, store, ctx.config)

  /** Leaves the mark, and gives the suite the same. */
  async function outcomeOf(label: string, n: number, call: () => unknown) {
    const settle = (as: string, got: unknown) => {
      ctx.trace(label, { n, as, got })
      return { as, got }
    }
    let p: unknown
    try {
      p = call()
    } catch (e) {
      return settle('threw', codeOf(e))
    }
    if (!(p instanceof Promise)) return settle('no promise', typeof p)
    try {
      const v: unknown = await p
      const plain = label === 'write settled' || v === null || typeof v === 'string'
      return settle(plain ? 'value' : 'strange value', plain ? (v ?? null) : typeof v)
    } catch (e) {
      return settle(errors.has(e) ? 'error' : 'another error', codeOf(e))
    }
  }

  ctx.on('read', ({ n, k }: Call) => outcomeOf('read settled', n, () => repo.read(k)))
  ctx.on('write', ({ n, k, v }: Call) =>
    outcomeOf('write settled', n, () => repo.write(k, v).then(() => null)),
  )
})

function codeOf(e: unknown): string {
  return e instanceof Refused ? e.reason : String((e as Error)?.message ?? e)
}
