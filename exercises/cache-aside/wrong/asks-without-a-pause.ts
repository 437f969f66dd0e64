// fails: herd
// Asks the cache again as soon as it has answered.
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

export function repo(env: Env, c: Cache, s: Store, o: Opts) {
  async function read(k: string): Promise<string | null> {
    for (;;) {
      const found = await c.get(k).catch(() => undefined)
      if (found === undefined) return s.get(k)
      if (found.hit) return found.value
      if (found.lease !== null) return load(k, found.lease)
    }
  }

  /** The lease proves to the cache that no write has come between this answer of the store and the set. */
  async function load(k: string, lease: number): Promise<string | null> {
    const value = await s.get(k)
    await c.set(k, value, ttl(), lease).catch(() => {})
    return value
  }

  /** Each whole number from the shortest to ttlMs is as likely as the others. */
  function ttl(): Ms {
    const shortest = Math.ceil((o.ttlMs * (100 - o.jitterPct)) / 100)
    return shortest + Math.floor(env.random() * (o.ttlMs - shortest + 1))
  }

  async function write(k: string, v: string): Promise<void> {
    try {
      await s.put(k, v)
    } catch (e) {
      // The put may have been applied all the same.
      await c.del(k).catch(() => {})
      throw e
    }
    for (;;) {
      try {
        return await c.del(k)
      } catch {
        await env.sleep(o.pollMs)
      }
    }
  }

  return { read, write }
}
