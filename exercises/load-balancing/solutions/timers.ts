import type { Env, Ms } from 'faultline'

export type HostId = string

export interface Ticket {
  readonly host: HostId
}

export interface Cfg {
  maxFails: number
  ejectMs: Ms
  maxEjectedPct: number
}

/** A timer per ejection brings the host back; sets say who may be picked. Tickets are matched by identity. */
export function createBalancer(hostIds: HostId[], cfg: Cfg, env: Env) {
  let list: HostId[] = []
  let eligible: HostId[] = []
  const load = new Map<HostId, number>()
  const streak = new Map<HostId, number>()
  const ejected = new Map<HostId, { cancel(): void }>()
  const open = new Map<Ticket, HostId>()

  const among = () => {
    const up = list.filter((h) => !ejected.has(h))
    eligible = up.length > 0 ? up : [...list]
  }

  const drop = (h: HostId) => {
    ejected.get(h)?.cancel()
    ejected.delete(h)
    load.delete(h)
    streak.delete(h)
    for (const [ticket, host] of open) if (host === h) open.delete(ticket)
  }

  const setHosts = (ids: HostId[]) => {
    for (const h of list) if (!ids.includes(h)) drop(h)
    list = [...ids]
    among()
  }

  const draw = (n: number) => Math.floor(env.random() * n)

  const pick = (): Ticket | undefined => {
    if (eligible.length === 0) return undefined
    let i = draw(eligible.length)
    if (eligible.length > 1) {
      // The second index skips the first.
      let j = draw(eligible.length - 1)
      if (j >= i) j++
      const loadOf = (k: number) => load.get(eligible[k] as HostId) ?? 0
      if (loadOf(j) < loadOf(i)) i = j
    }
    const host = eligible[i] as HostId
    const ticket = { host }
    open.set(ticket, host)
    load.set(host, (load.get(host) ?? 0) + 1)
    return ticket
  }

  const done = (t: Ticket, r: 'ok' | 'error') => {
    const host = open.get(t)
    if (host === undefined) return
    open.delete(t)
    load.set(host, (load.get(host) ?? 1) - 1)
    if (ejected.has(host)) return
    const fails = r === 'ok' ? 0 : (streak.get(host) ?? 0) + 1
    streak.set(host, fails)
    const room = Math.floor((list.length * cfg.maxEjectedPct) / 100) - ejected.size
    if (fails < cfg.maxFails || room < 1) return
    streak.delete(host)
    const back = () => {
      ejected.delete(host)
      among()
    }
    ejected.set(host, env.after(cfg.ejectMs, back))
    among()
  }

  setHosts(hostIds)
  return { pick, done, setHosts }
}
