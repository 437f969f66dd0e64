/** The stage of both suites: one balancer in a proxy, and the requests that come to it. */
import type { Client, Scenario } from '../../lib/suite/index.ts'

export const PROXY = 'proxy'

export interface Cfg {
  maxFails: number
  ejectMs: number
  maxEjectedPct: number
}

export const everyday: Cfg = { maxFails: 5, ejectMs: 30_000, maxEjectedPct: 50 }

export type Result = 'ok' | 'error'
/** A request that was given to a host. */
export interface Given {
  readonly n: number
  readonly host: string | null
}

export interface Shares {
  readonly counts: Readonly<Record<string, number>>
  readonly draws: number
  /** Of traffic: requests in flight at a time, on average. */
  readonly inFlight?: number
}

export interface Traffic {
  readonly rounds: number
  readonly everyMs: number
  readonly perRound: number
  readonly takes: Readonly<Record<string, number>>
  readonly failing: readonly string[]
}

/** Lanes stand in the order of their declaration: a scenario declares its requests first. */
export function stage(sc: Scenario): void {
  sc.nodes([PROXY])
}

export const hostsTo = (n: number): string[] => Array.from({ length: n }, (_, i) => `h${i + 1}`)

export class Requests {
  readonly c: Client
  #n = 0

  constructor(c: Client) {
    this.c = c
  }

  async create(hosts: readonly string[], cfg: Cfg = everyday): Promise<void> {
    await this.#ask('create', { hosts, cfg })
  }

  async setHosts(...hosts: string[]): Promise<void> {
    await this.#ask('setHosts', hosts)
  }

  async pick(): Promise<Given> {
    const n = ++this.#n
    return { n, host: (await this.#ask('pick', n)) as string | null }
  }

  async done({ n }: Given, r: Result = 'ok'): Promise<void> {
    await this.#ask('done', { n, r })
  }

  /** A request that ends in the instant in which it began. */
  async once(r: Result): Promise<string | null> {
    const given = await this.pick()
    await this.done(given, r)
    return given.host
  }

  /** Picks until `host` has been picked; gives the others back with ok. */
  async pickOf(host: string, attempts = 60): Promise<Given> {
    const others: Given[] = []
    for (let i = 0; i < attempts; i++) {
      const given = await this.pick()
      if (given.host === host) {
        for (const other of others) await this.done(other)
        return given
      }
      others.push(given)
    }
    for (const other of others) await this.done(other)
    return { n: -1, host: null }
  }

  /** One request after the other, each ended with ok. */
  async sequence(times: number): Promise<Shares> {
    return (await this.#ask('sequence', times)) as Shares
  }

  async traffic(t: Traffic): Promise<Shares> {
    return (await this.#ask('traffic', t)) as Shares
  }

  async #ask(type: string, body: unknown): Promise<unknown> {
    const r = await this.c.call(PROXY, type, body, { local: true, timeoutMs: null })
    return r.ok ? r.value : null
  }
}
