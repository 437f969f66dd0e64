/** An object store: whole objects, conditional puts, listings that see every finished write (S3 since December 2020). */
import { digest, type Json, type Ms } from '../sim/index.ts'
import { Refusal } from '../suite/index.ts'
import { field, optional, type Role, type ServiceOptions, serve } from './service.ts'

export interface StoredObject {
  readonly etag: string
  readonly data: Json
  /** When it was put: true time. */
  readonly at: Ms
}

/** `ifNoneMatch: '*'`: only when absent. `ifMatch`: only when the present object's etag is this. */
export interface PutCondition {
  readonly ifNoneMatch?: '*'
  readonly ifMatch?: string
}

/** The store without messages. The etag is the digest of the data: equal data, equal etag. */
export class ObjectStore {
  readonly #now: () => Ms
  readonly #objects = new Map<string, StoredObject>()

  constructor(o: { now: () => Ms }) {
    this.#now = o.now
  }

  /** undefined: the condition did not hold, nothing changed. */
  put(key: string, data: Json, c: PutCondition = {}): StoredObject | undefined {
    if (!this.#holds(key, c)) return undefined
    const object = { etag: digest(data), data, at: this.#now() }
    this.#objects.set(key, object)
    return object
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key)
  }

  /** False when the condition did not hold. Deleting what is absent is fine. */
  delete(key: string, c: PutCondition = {}): boolean {
    if (!this.#holds(key, c)) return false
    this.#objects.delete(key)
    return true
  }

  /** In code-unit order, behind `after`, at most `max`. `asOf` leaves out what was put later. */
  list(prefix: string, o: { after?: string; max?: number; asOf?: Ms } = {}) {
    const { after = '', max = 1000, asOf = Number.POSITIVE_INFINITY } = o
    return [...this.#objects.entries()]
      .filter(([key, x]) => key.startsWith(prefix) && key > after && x.at <= asOf)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, max)
      .map(([key, { etag, at }]) => ({ key, etag, at }))
  }

  #holds(key: string, c: PutCondition): boolean {
    const present = this.#objects.get(key)
    if (c.ifNoneMatch !== undefined && present) return false
    return c.ifMatch === undefined || present?.etag === c.ifMatch
  }
}

/**
 * Messages: `put {key, data, ifNoneMatch?, ifMatch?}` -> {etag} | Refused('precondition-failed') · `get {key}` ->
 * {etag, data, at} | null · `delete {key, ifMatch?}` -> {} · `list {prefix?, after?, max?}` -> {key, etag, at}[].
 * With `listLagMs`, a listing overlooks objects younger than that, as S3's did before: for exercises about that mistake.
 */
export function objectStore(
  o: ServiceOptions & { listLagMs?: Ms } = {},
): Role & { readonly store: ObjectStore } {
  let now: () => Ms = () => 0
  const store = new ObjectStore({ now: () => now() })
  return {
    store,
    serve(s) {
      now = () => s.now
      const must = <T>(done: T | undefined | false): T => {
        if (done === undefined || done === false) throw new Refusal('precondition-failed')
        s.view(store.list('').map((x) => x.key))
        return done
      }
      serve(
        s,
        {
          put: (b) => ({ etag: must(store.put(field(b, 'key', 'string'), b.data ?? null, b)).etag }),
          get: (b) => store.get(field(b, 'key', 'string')) ?? null,
          delete: (b) => {
            must(store.delete(field(b, 'key', 'string'), b))
            return {}
          },
          list: (b) => {
            const after = optional(b, 'after', 'string')
            const max = optional(b, 'max', 'number')
            return store.list(optional(b, 'prefix', 'string') ?? '', {
              ...(after === undefined ? {} : { after }),
              ...(max === undefined ? {} : { max }),
              asOf: s.now - (o.listLagMs ?? 0),
            })
          },
        },
        o,
      )
    },
  }
}
