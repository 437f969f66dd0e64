/** The balancer that the prompt describes, without its draws: who is eligible, and how many requests each host has. */
import type { EventId, Ms } from '../../lib/sim/index.ts'
import type { Cfg, Result } from './drive.ts'

export interface Host {
  readonly id: string
  inFlight: number
  fails: number
  /** Ejected in [backAt - ejectMs, backAt). */
  backAt: Ms
  /** The event that says why it is as it is: its ejection, or an ejection that was left out. */
  because?: EventId | undefined
  /** Results that came while it was ejected, since its last ejection. */
  meanwhile: number
  /** An ejection was left out, for want of room. */
  spared: boolean
  /** Its last ejection had been left out before. */
  sparedBefore: boolean
}

/** What a balancer has to remember, or must not: shown with a wrong pick, since no message leads from it to the pick. */
const REMEMBERED_MAX = 3

export class Model {
  readonly cfg: Cfg
  hosts: Host[] = []
  readonly #tickets = new Map<number, { readonly host: Host; readonly event: EventId }>()
  /** Changes of the list. */
  readonly #lists: EventId[] = []
  /** Results that change nothing: of a ticket that was done, or of a host that is gone. */
  readonly #idle: EventId[] = []

  constructor(hosts: readonly string[], cfg: Cfg) {
    this.cfg = cfg
    this.setHosts(hosts)
  }

  /** The last changes of the list, the last results that change nothing, and the open picks of these hosts. */
  remembered(hosts: readonly Host[]): readonly EventId[] {
    const open = [...this.#tickets.values()].filter((t) => hosts.includes(t.host)).map((t) => t.event)
    return [this.#lists, this.#idle, open].flatMap((events) => events.slice(-REMEMBERED_MAX))
  }

  setHosts(ids: readonly string[], event?: EventId): void {
    if (event !== undefined) this.#lists.push(event)
    const fresh = (id: string): Host => ({
      id,
      inFlight: 0,
      fails: 0,
      backAt: 0,
      meanwhile: 0,
      spared: false,
      sparedBefore: false,
    })
    this.hosts = ids.map((id) => this.find(id) ?? fresh(id))
  }

  find(id: string | null): Host | undefined {
    return this.hosts.find((h) => h.id === id)
  }

  /** Whom a pick may draw: the hosts that are not ejected, or all if all are. */
  eligible(now: Ms): readonly Host[] {
    const up = this.hosts.filter((h) => now >= h.backAt)
    return up.length > 0 ? up : this.hosts
  }

  /** So many may be ejected at a time. */
  get room(): number {
    return Math.floor((this.hosts.length * this.cfg.maxEjectedPct) / 100)
  }

  picked(n: number, host: Host, event: EventId): void {
    host.inFlight++
    this.#tickets.set(n, { host, event })
  }

  done(n: number, r: Result, now: Ms, event: EventId): void {
    const host = this.#tickets.get(n)?.host
    if (!host || !this.hosts.includes(host)) this.#idle.push(event)
    if (!host) return
    this.#tickets.delete(n)
    host.inFlight--
    if (now < host.backAt) {
      host.meanwhile++
      return
    }
    host.fails = r === 'ok' ? 0 : host.fails + 1
    if (r === 'ok') host.spared = false
    if (host.fails < this.cfg.maxFails || !this.hosts.includes(host)) return
    host.because = event
    if (this.hosts.filter((h) => now < h.backAt).length >= this.room) {
      host.spared = true
      return
    }
    const sparedBefore = host.spared
    Object.assign(host, {
      backAt: now + this.cfg.ejectMs,
      fails: 0,
      meanwhile: 0,
      spared: false,
      sparedBefore,
    })
  }
}
