/** A look-aside cache with leases against stale sets and herds. Source: Nishtala et al., "Scaling Memcache at Facebook" (NSDI 2013). */
import type { Json, Ms } from '../sim/index.ts'
import { field, type Role, type ServiceOptions, serve } from './service.ts'

/**
 * Messages: `get {k}` -> {hit: true, value} | {hit: false, lease}: the lease is a number for one asker per key, null for the
 * others while it is out · `set {k, v, ttlMs, lease}` -> {ok}: only with the lease that is out · `del {k}` -> {}, voids the
 * lease too · `flush {}` -> {}. A lease is out in [given, given + leaseMs); a value is there in [set, set + ttlMs).
 */
export function leasedCache(
  o: ServiceOptions & { readonly leaseMs?: Ms } = {},
): Role & { readonly size: number } {
  const leaseMs = o.leaseMs ?? 1000
  const values = new Map<string, { v: Json; until: Ms }>()
  const leases = new Map<string, { lease: number; until: Ms }>()
  let next = 1
  return {
    get size() {
      return values.size
    },
    serve(s) {
      const live = <T extends { until: Ms }>(m: Map<string, T>, k: string): T | undefined => {
        const x = m.get(k)
        return x && s.now < x.until ? x : undefined
      }
      serve(
        s,
        {
          get: (b) => {
            const k = field(b, 'k', 'string')
            const found = live(values, k)
            if (found) return { hit: true, value: found.v }
            if (live(leases, k)) return { hit: false, lease: null }
            const lease = next++
            leases.set(k, { lease, until: s.now + leaseMs })
            return { hit: false, lease }
          },
          set: (b) => {
            const k = field(b, 'k', 'string')
            if (live(leases, k)?.lease !== field(b, 'lease', 'number')) return { ok: false }
            leases.delete(k)
            values.set(k, { v: b.v ?? null, until: s.now + field(b, 'ttlMs', 'number') })
            s.view([...values.keys()])
            return { ok: true }
          },
          del: (b) => {
            const k = field(b, 'k', 'string')
            leases.delete(k)
            values.delete(k)
            return {}
          },
          flush: () => {
            values.clear()
            leases.clear()
            return {}
          },
        },
        o,
      )
    },
  }
}
