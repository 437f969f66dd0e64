/** A registry of service instances: leases, health, and blocking queries after Consul. */
import type { Ms } from '../sim/index.ts'
import { field, optional, type Role, type ServiceOptions, serve } from './service.ts'

export interface Instance {
  readonly instance: string
  readonly addr: string
}

interface Entry extends Instance {
  readonly service: string
  readonly lease: string
  readonly ttlMs: Ms
  renewedAt: Ms
  passing: boolean
}

export interface Registry extends Role {
  /** Registered, unexpired and passing, sorted by instance. */
  list(service: string): readonly Instance[]
  setHealth(service: string, instance: string, passing: boolean): void
  /** Registers without a lease: it stays until `remove`. */
  add(service: string, instance: Instance): void
  remove(service: string, instance: string): void
  /** Goes on with this index, as after a restore from a backup; `forget` also loses every instance. */
  restore(index: number, o?: { forget?: boolean }): void
  readonly index: number
}

/**
 * Messages: `register {service, instance, addr, ttlMs}` -> {lease}, replacing an earlier registration of the instance ·
 * `renew {lease}` and `deregister {lease}` -> {ok} · `lookup {service}` -> Instance[] · `catalog {service, index?,
 * waitMs?}` -> {index, addrs}: answers at once when the service changed after `index`, else when it changes, at the latest
 * after waitMs. An instance is listed at t iff t < last renewal + ttlMs and it passes its health check.
 */
export function serviceRegistry(o: ServiceOptions = {}): Registry {
  const entries = new Map<string, Entry>()
  /** service -> index of its last change. */
  const changed = new Map<string, number>()
  const waiting = new Set<{ service: string; index: number; wake(): void }>()
  let index = 1
  let nextLease = 1
  let now: () => Ms = () => 0
  let show: () => void = () => {}

  const alive = (e: Entry) => now() < e.renewedAt + e.ttlMs
  const list = (service: string): Instance[] =>
    [...entries.values()]
      .filter((e) => e.service === service && e.passing && alive(e))
      .sort((a, b) => (a.instance < b.instance ? -1 : 1))
      .map(({ instance, addr }) => ({ instance, addr }))
  const touch = (service: string) => {
    changed.set(service, ++index)
    wake(service)
    show()
  }
  const wake = (service: string) => {
    for (const w of waiting) if (w.service === service && indexOf(service) !== w.index) w.wake()
  }
  const indexOf = (service: string) => Math.min(index, changed.get(service) ?? 1)
  const put = (e: Entry) => {
    entries.set(`${e.service}/${e.instance}`, e)
    touch(e.service)
  }
  const byLease = (b: any) => {
    const lease = field(b, 'lease', 'string')
    return [...entries.values()].find((e) => e.lease === lease && alive(e))
  }
  return {
    list,
    get index() {
      return index
    },
    setHealth(service, instance, passing) {
      const e = entries.get(`${service}/${instance}`)
      if (!e || e.passing === passing) return
      e.passing = passing
      touch(service)
    },
    add: (service, { instance, addr }) =>
      put({
        service,
        instance,
        addr,
        lease: '',
        ttlMs: Number.POSITIVE_INFINITY,
        renewedAt: 0,
        passing: true,
      }),
    remove(service, instance) {
      if (entries.delete(`${service}/${instance}`)) touch(service)
    },
    restore(to, { forget = false } = {}) {
      const services = new Set([...changed.keys()])
      if (forget) entries.clear()
      index = to
      for (const service of services) {
        changed.set(service, to)
        wake(service)
      }
    },
    serve(s) {
      now = () => s.now
      show = () => {
        const services = [...new Set([...entries.values()].map((e) => e.service))]
        s.view({ index, ...Object.fromEntries(services.map((x) => [x, list(x).map((i) => i.instance)])) })
      }
      const expire = (e: Entry) => {
        if (entries.get(`${e.service}/${e.instance}`) !== e) return
        const left = e.renewedAt + e.ttlMs - s.now
        if (left > 0) return void s.after(left, () => expire(e))
        entries.delete(`${e.service}/${e.instance}`)
        s.note('lease expired', { service: e.service, instance: e.instance })
        touch(e.service)
      }
      serve(
        s,
        {
          register: (b) => {
            const e: Entry = {
              service: field(b, 'service', 'string'),
              instance: field(b, 'instance', 'string'),
              addr: field(b, 'addr', 'string'),
              lease: `l${nextLease++}`,
              ttlMs: field(b, 'ttlMs', 'number'),
              renewedAt: s.now,
              passing: true,
            }
            put(e)
            s.after(e.ttlMs, () => expire(e))
            return { lease: e.lease }
          },
          renew: (b) => {
            const e = byLease(b)
            if (e) e.renewedAt = s.now
            return { ok: e !== undefined }
          },
          deregister: (b) => {
            const e = byLease(b)
            if (e) entries.delete(`${e.service}/${e.instance}`)
            if (e) touch(e.service)
            return { ok: e !== undefined }
          },
          lookup: (b) => list(field(b, 'service', 'string')),
          catalog: async (b) => {
            const service = field(b, 'service', 'string')
            const seen = optional(b, 'index', 'number') ?? 0
            const waitMs = optional(b, 'waitMs', 'number') ?? 0
            if (seen > 0 && seen === indexOf(service) && waitMs > 0)
              await new Promise<void>((resolve) => {
                const timer = s.after(waitMs, () => w.wake())
                const w = {
                  service,
                  index: seen,
                  wake() {
                    timer.cancel()
                    waiting.delete(w)
                    resolve()
                  },
                }
                waiting.add(w)
              })
            return { index: indexOf(service), addrs: list(service).map((i) => i.addr) }
          },
        },
        o,
      )
    },
  }
}
