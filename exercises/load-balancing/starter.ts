import type { Env, Ms } from 'faultline'

export type HostId = string

/** One request. You may put more into it. */
export interface Ticket {
  readonly host: HostId
}

export interface Cfg {
  /** So many errors in a row eject a host. */
  maxFails: number
  /** For so long. */
  ejectMs: Ms
  /** At most this share of the hosts is ejected at a time. */
  maxEjectedPct: number
}

export function createBalancer(hosts: HostId[], cfg: Cfg, env: Env) {
  let current = hosts
  let turn = 0

  // For now each host has its turn, however it fares.
  function pick(): Ticket | undefined {
    const host = current[turn++ % current.length]
    return host === undefined ? undefined : { host }
  }

  function done(t: Ticket, r: 'ok' | 'error'): void {}

  function setHosts(h: HostId[]): void {
    current = h
  }

  return { pick, done, setHosts }
}
