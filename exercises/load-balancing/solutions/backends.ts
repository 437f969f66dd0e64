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

/** What the balancer knows of one host: it answers questions about itself. */
class Backend {
  readonly id: HostId
  readonly #env: Env
  #tickets = new WeakSet<Ticket>()
  #inFlight = 0
  #errors = 0
  #ejectedAt: Ms | undefined

  constructor(id: HostId, env: Env) {
    this.id = id
    this.#env = env
  }

  get load(): number {
    return this.#inFlight
  }

  ejected(ejectMs: Ms): boolean {
    if (this.#ejectedAt !== undefined && this.#env.now() - this.#ejectedAt >= ejectMs)
      this.#ejectedAt = undefined
    return this.#ejectedAt !== undefined
  }

  take(): Ticket {
    this.#inFlight += 1
    const ticket = Object.freeze({ host: this.id })
    this.#tickets.add(ticket)
    return ticket
  }

  /** False when the ticket is none of this host's, or was given back before. */
  giveBack(ticket: Ticket): boolean {
    if (!this.#tickets.delete(ticket)) return false
    this.#inFlight -= 1
    return true
  }

  /** The errors in a row, this result included. */
  count(r: 'ok' | 'error'): number {
    this.#errors = r === 'error' ? this.#errors + 1 : 0
    return this.#errors
  }

  eject(): void {
    this.#ejectedAt = this.#env.now()
    this.#errors = 0
  }
}

/** Looks at every host for each pick: simple, and quick enough for tens of them. */
export function createBalancer(hostIds: HostId[], cfg: Cfg, env: Env) {
  let backends: Backend[] = []

  function setHosts(ids: HostId[]) {
    const known = new Map(backends.map((b) => [b.id, b]))
    backends = ids.map((id) => known.get(id) ?? new Backend(id, env))
  }

  function candidates(): Backend[] {
    const up = backends.filter((b) => !b.ejected(cfg.ejectMs))
    return up.length === 0 ? backends : up
  }

  function pick(): Ticket | undefined {
    const all = candidates()
    const pool = [...all]
    const two: Backend[] = []
    while (two.length < 2 && pool.length > 0) {
      const [b] = pool.splice(Math.floor(env.random() * pool.length), 1)
      if (b) two.push(b)
    }
    const [a, b] = two
    if (!a) return undefined
    return (b && b.load < a.load ? b : a).take()
  }

  function done(t: Ticket, r: 'ok' | 'error') {
    const b = backends.find((x) => x.id === t.host)
    if (!b?.giveBack(t) || b.ejected(cfg.ejectMs)) return
    if (b.count(r) < cfg.maxFails) return
    const out = backends.filter((x) => x.ejected(cfg.ejectMs)).length
    if (out < Math.floor((backends.length * cfg.maxEjectedPct) / 100)) b.eject()
  }

  setHosts(hostIds)
  return { pick, done, setHosts }
}
