import type { Env, Ms } from 'faultline'

export interface Cache {
  get(k: string): Promise<{ hit: true; value: string | null } | { hit: false; lease: number | null }>
  set(k: string, v: string | null, ttlMs: Ms, lease: number): Promise<boolean>
  del(k: string): Promise<void>
}

export interface Store {
  get(k: string): Promise<string | null>
  put(k: string, v: string): Promise<void>
}

export interface Opts {
  ttlMs: Ms
  jitterPct: number
  pollMs: Ms
}

type Value = string | null

/** Promises chained by hand: each step says what follows from each answer. The fill is not waited for. */
export function repo(env: Env, c: Cache, s: Store, o: Opts) {
  const ignore = () => {}
  const pause = () => new Promise<void>((go) => env.after(o.pollMs, go))

  const read = (k: string): Promise<Value> =>
    c.get(k).then(
      (r) => (r.hit ? r.value : r.lease === null ? pause().then(() => read(k)) : fill(k, r.lease)),
      () => s.get(k),
    )

  const fill = (k: string, lease: number): Promise<Value> =>
    s.get(k).then((v) => {
      c.set(k, v, lifetime(), lease).catch(ignore)
      return v
    })

  const lifetime = (): Ms => {
    const spread = Math.floor((o.ttlMs * o.jitterPct) / 100)
    return o.ttlMs - Math.floor(env.random() * (spread + 1))
  }

  const forget = (k: string): Promise<void> => c.del(k).catch(() => pause().then(() => forget(k)))

  const write = (k: string, v: string): Promise<void> =>
    s.put(k, v).then(
      () => forget(k),
      (e) => {
        const rethrow = () => Promise.reject(e)
        return c.del(k).then(rethrow, rethrow)
      },
    )

  return { read, write }
}
