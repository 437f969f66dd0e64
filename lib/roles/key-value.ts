/** A key-value store: versions, compare-and-set, time to live, ordered scans, reads of the past. One atomic step per call. */
import type { Json, Ms } from '../sim/index.ts'
import { field, optional, type Role, type ServiceOptions, sameJson, serve } from './service.ts'

export interface Entry {
  readonly value: Json
  readonly rev: number
}

export type Written =
  | { readonly ok: true; readonly rev: number }
  | ({ readonly ok: false } & (Entry | Absent))
/** What a failed condition found when there is no entry. */
interface Absent {
  readonly value: null
  readonly rev: 0
}

interface Version {
  readonly at: Ms
  /** undefined: deleted. */
  readonly value: Json | undefined
  readonly rev: number
  readonly expiresAt: Ms
}

/**
 * The store itself, without messages. `rev` is 0 for an absent key and grows with every write; 'key' counts per key and
 * goes on after a deletion, 'store' counts all writes (etcd's mod_revision). An entry written at t with ttl is there at
 * every instant before t + ttl, and gone at t + ttl.
 */
export class KeyValue {
  readonly #now: () => Ms
  readonly #perKey: boolean
  readonly #history = new Map<string, Version[]>()
  #rev = 0

  constructor(o: { now: () => Ms; revisions?: 'key' | 'store' }) {
    this.#now = o.now
    this.#perKey = (o.revisions ?? 'key') === 'key'
  }

  /** `asOf`: as it was at that instant, writes of the instant included; a time before the first write knows nothing. */
  get(key: string, asOf: Ms = this.#now()): Entry | undefined {
    const v = this.#versions(key).findLast((x) => x.at <= asOf)
    if (v?.value === undefined || asOf >= v.expiresAt) return undefined
    return { value: v.value, rev: v.rev }
  }

  /** `ifRev`: only if the key's revision is this; null or 0: only if it is absent. */
  put(key: string, value: Json, o: { ifRev?: number | null; ttlMs?: Ms } = {}): Written {
    const met = this.#meets(key, o.ifRev)
    if (met) return met
    return { ok: true, rev: this.#write(key, value, o.ttlMs) }
  }

  /** By value instead of revision; `expect` undefined: absent. Two values are equal when their JSON is. */
  cas(key: string, expect: Json | undefined, value: Json): Written {
    const found = this.get(key)
    if (!sameJson(found?.value, expect)) return { ok: false, ...(found ?? { value: null, rev: 0 }) }
    return { ok: true, rev: this.#write(key, value) }
  }

  /** Deleting what is absent is ok and changes nothing; its rev is then 0. */
  delete(key: string, o: { ifRev?: number | null } = {}): Written {
    const met = this.#meets(key, o.ifRev)
    if (met) return met
    return { ok: true, rev: this.get(key) ? this.#write(key, undefined) : 0 }
  }

  /** Keys in code-unit order: with this prefix, in [from, to), behind `after`, at most `limit`. */
  scan(
    o: { prefix?: string; from?: string; to?: string; after?: string; limit?: number; asOf?: Ms } = {},
  ): (Entry & { readonly key: string })[] {
    const { prefix = '', from = '', to, after, limit = Number.POSITIVE_INFINITY, asOf } = o
    const out: (Entry & { readonly key: string })[] = []
    for (const key of [...this.#history.keys()].sort()) {
      if (!key.startsWith(prefix) || key < from || (to !== undefined && key >= to)) continue
      if (after !== undefined && key <= after) continue
      const entry = this.get(key, asOf)
      if (entry && out.length < limit) out.push({ key, ...entry })
    }
    return out
  }

  /** Every live key with its value. */
  contents(): Record<string, Json> {
    return Object.fromEntries(this.scan().map((e) => [e.key, e.value]))
  }

  #meets(key: string, ifRev: number | null | undefined): Written | undefined {
    if (ifRev === undefined) return undefined
    const found = this.get(key)
    return (found?.rev ?? 0) === (ifRev ?? 0)
      ? undefined
      : { ok: false, ...(found ?? { value: null, rev: 0 }) }
  }

  #write(key: string, value: Json | undefined, ttlMs = Number.POSITIVE_INFINITY): number {
    const versions = this.#versions(key)
    this.#rev++
    const rev = this.#perKey ? (versions.at(-1)?.rev ?? 0) + 1 : this.#rev
    versions.push({ at: this.#now(), value, rev, expiresAt: this.#now() + ttlMs })
    this.#history.set(key, versions)
    return rev
  }

  #versions(key: string): Version[] {
    return this.#history.get(key) ?? []
  }
}

export interface KeyValueOptions extends ServiceOptions {
  readonly revisions?: 'key' | 'store'
  /** There from the beginning. */
  readonly init?: Readonly<Record<string, Json>>
  /** `get` and `scan` answer as of so many ms ago, drawn per request: a lagging replica. Writes are never stale. */
  readonly stalenessMs?: readonly [Ms, Ms]
}

/**
 * Messages: `get {key}` -> {value, rev} | null · `put {key, value, ifRev?, ttlMs?}` and `cas {key, expect?, value}` ->
 * {ok: true, rev} | {ok: false, value, rev} · `delete {key, ifRev?}` · `scan {prefix?, from?, to?, after?, limit?}` ->
 * {key, value, rev}[]. Exercises whose wire differs write their own handlers around `KeyValue`.
 */
export function keyValueStore(o: KeyValueOptions = {}): Role & { readonly store: KeyValue } {
  let now: () => Ms = () => 0
  const store = new KeyValue({ now: () => now(), revisions: o.revisions ?? 'key' })
  for (const [key, value] of Object.entries(o.init ?? {})) store.put(key, value)
  return {
    store,
    serve(s) {
      now = () => s.now
      const shown = <T>(r: T): T => {
        s.view(store.contents())
        return r
      }
      const [lo, hi] = o.stalenessMs ?? [0, 0]
      serve(
        s,
        {
          get: (b, q) => store.get(field(b, 'key', 'string'), s.now - q.draw('stale', lo, hi)) ?? null,
          put: (b) => {
            const ttlMs = optional(b, 'ttlMs', 'number')
            return shown(
              store.put(field(b, 'key', 'string'), b.value ?? null, {
                ...(b.ifRev === undefined ? {} : { ifRev: b.ifRev }),
                ...(ttlMs === undefined ? {} : { ttlMs }),
              }),
            )
          },
          cas: (b) => shown(store.cas(field(b, 'key', 'string'), b.expect ?? undefined, b.value ?? null)),
          delete: (b) =>
            shown(store.delete(field(b, 'key', 'string'), b.ifRev === undefined ? {} : { ifRev: b.ifRev })),
          scan: (b, q) => store.scan({ ...b, asOf: s.now - q.draw('stale', lo, hi) }),
        },
        o,
      )
    },
  }
}
