import type { Env, Ms } from 'faultline'

export interface Cache {
  /** A miss comes with a lease for one asker per key, and with null for the others while that lease is out. */
  get(k: string): Promise<{ hit: true; value: string | null } | { hit: false; lease: number | null }>
  /** Takes effect only with the lease that is out for k; says whether it did. */
  set(k: string, v: string | null, ttlMs: Ms, lease: number): Promise<boolean>
  /** Takes away the value, and the lease that is out. */
  del(k: string): Promise<void>
}

export interface Store {
  get(k: string): Promise<string | null>
  put(k: string, v: string): Promise<void>
}

export interface Opts {
  ttlMs: Ms
  /** By how many percent a time to live may be shorter than ttlMs. */
  jitterPct: number
  /** Between two attempts. */
  pollMs: Ms
}

export function repo(env: Env, c: Cache, s: Store, o: Opts) {
  // For now nothing is cached: every page asks the store.
  async function read(k: string): Promise<string | null> {
    return s.get(k)
  }

  async function write(k: string, v: string): Promise<void> {
    await s.put(k, v)
  }

  return { read, write }
}
