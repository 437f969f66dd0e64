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
    this.c.send(PROXY, 'done', { n, r }, { local: true })
    await this.c.settle()
  }

  /** A request that ends in the instant in which it began. */
  async once(r: Result): Promise<string | null> {
    const given = await this.pick()
    await this.done(given, r)
    return given.host
  }

  /** Picks until `host` has been picked; gives the others back with ok. */
  async pickOf(host: string, attempts = 60): Promise<Given> {
    const [given] = await this.picksOf(host, 1, attempts)
    return given as Given
  }

  /** Picks until `host` has been picked `times` times, then gives the others back with ok. */
  async picksOf(host: string, times: number, attempts = 60): Promise<Given[]> {
    const given: Given[] = []
    const others: Given[] = []
    for (let i = 0; i < attempts && given.length < times; i++) {
      const one = await this.pick()
      if (one.host === host) given.push(one)
      else others.push(one)
    }
    for (const other of others) await this.done(other)
    while (given.length < times) given.push({ n: -1, host: null })
    return given
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
