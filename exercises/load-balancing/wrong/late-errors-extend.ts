// fails: returns
// Errors of requests from before the ejection eject the host again and again.
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

interface Host {
  readonly id: HostId
  inFlight: number
  /** Consecutive errors. */
  fails: number
  /** Ejected before this instant. */
  backAt: Ms
}

interface Issued extends Ticket {
  readonly of: Host
  open: boolean
}

export function createBalancer(hostIds: HostId[], cfg: Cfg, env: Env) {
  let hosts = new Map<HostId, Host>()
  /** Hosts that may be picked. Valid until the next ejected host comes back, so that a pick need not look at all of them. */
  let eligible: Host[] = []
  let validUntil: Ms = 0

  function refresh() {
    const now = env.now()
    const all = [...hosts.values()]
    const ejected = all.filter((h) => now < h.backAt)
    eligible = ejected.length === all.length ? all : all.filter((h) => now >= h.backAt)
    validUntil = Math.min(...ejected.map((h) => h.backAt))
  }

  function setHosts(ids: HostId[]) {
    const fresh = (id: HostId): Host => ({ id, inFlight: 0, fails: 0, backAt: 0 })
    hosts = new Map(ids.map((id) => [id, hosts.get(id) ?? fresh(id)]))
    refresh()
  }

  function pick(): Ticket | undefined {
    if (env.now() >= validUntil) refresh()
    if (eligible.length === 0) return undefined
    const of = chosen()
    of.inFlight++
    const ticket: Issued = { host: of.id, of, open: true }
    return ticket
  }

  function chosen(): Host {
    const n = eligible.length
    const first = Math.floor(env.random() * n)
    if (n === 1) return eligible[first] as Host
    // One of the other n - 1: a step of 1 … n - 1 from the first, around the end.
    const second = (first + 1 + Math.floor(env.random() * (n - 1))) % n
    const [a, b] = [eligible[first] as Host, eligible[second] as Host]
    return b.inFlight < a.inFlight ? b : a
  }

  function done(t: Ticket, r: 'ok' | 'error') {
    const ticket = t as Issued
    const { of } = ticket
    if (!ticket.open) return
    ticket.open = false
    of.inFlight--
    of.fails = r === 'ok' ? 0 : of.fails + 1
    if (of.fails >= cfg.maxFails && hosts.get(of.id) === of) eject(of)
  }

  function eject(h: Host) {
    const now = env.now()
    const ejected = [...hosts.values()].filter((other) => now < other.backAt).length
    if (ejected + 1 > Math.floor((hosts.size * cfg.maxEjectedPct) / 100)) return
    h.backAt = now + cfg.ejectMs
    refresh()
  }

  setHosts(hostIds)
  return { pick, done, setHosts }
}
