/** Names to addresses with time to live, as DNS: an authority, or a resolver that caches one. Source: RFC 1035, RFC 2308. */
import type { Ms } from '../sim/index.ts'
import { field, type Role, type ServiceOptions, serve } from './service.ts'

interface Answer {
  readonly addrs: readonly string[] | undefined
  readonly until: Ms
}

export interface NameServerOptions extends ServiceOptions {
  readonly zone?: Readonly<Record<string, { readonly addrs: readonly string[]; readonly ttlMs: Ms }>>
  /** How long 'no such name' may be kept. */
  readonly negativeTtlMs?: Ms
  /** Answers out of a cache and lets it age: changes show when the old answer's time is over. */
  readonly caching?: boolean
}

export interface NameServer extends Role {
  /** Changes the zone; undefined removes the name. Caches go on with what they have. */
  set(name: string, record: { addrs: readonly string[]; ttlMs: Ms } | undefined): void
}

/**
 * Message: `resolve {name}` -> {addrs, ttlMs} | {nxdomain: true, ttlMs}. `ttlMs` is what is left of it: an answer learnt at
 * t with ttl is given in [t, t + ttl). An empty list is an answer too.
 */
export function nameServer(o: NameServerOptions = {}): NameServer {
  const zone = new Map(Object.entries(o.zone ?? {}))
  const cache = new Map<string, Answer>()
  const negativeTtlMs = o.negativeTtlMs ?? 1000
  return {
    set(name, record) {
      if (record) zone.set(name, record)
      else zone.delete(name)
    },
    serve(s) {
      const resolve = (b: unknown) => {
        const name = field(b, 'name', 'string')
        const kept = cache.get(name)
        if (kept && s.now < kept.until) return say(kept, s.now)
        const record = zone.get(name)
        const fresh: Answer = { addrs: record?.addrs, until: s.now + (record?.ttlMs ?? negativeTtlMs) }
        if (o.caching) cache.set(name, fresh)
        s.view({ [name]: fresh.addrs ? [...fresh.addrs] : null })
        return say(fresh, s.now)
      }
      serve(s, { resolve }, o)
    },
  }
}

function say(a: Answer, now: Ms) {
  const ttlMs = a.until - now
  return a.addrs ? { addrs: a.addrs, ttlMs } : { nxdomain: true, ttlMs }
}
