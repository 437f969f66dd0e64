/** The hosts at a moment: requests in flight as stacks, and who is ejected. */
import type { EventId, Trace } from '../../lib/sim/index.ts'
import type { PatternView } from '../../lib/spacetime/index.ts'

export interface HostPicture {
  readonly id: string
  readonly requests: readonly { readonly n: number; readonly event: EventId }[]
  /** Errors in a row. */
  readonly fails: number
  readonly backAtMs?: number
}

/** What the requests up to here say of each host; the balancer's own books may differ. */
export function hostsOf(past: Trace, nowMs: number): readonly HostPicture[] {
  let cfg = { maxFails: 5, ejectMs: 30_000, maxEjectedPct: 50 }
  let ids: readonly string[] = []
  const open = new Map<number, { host: string; event: EventId }>()
  const fails = new Map<string, number>()
  const backAt = new Map<string, number>()
  for (const e of past) {
    if (e.re !== undefined) continue
    if (e.kind === 'deliver' && e.type === 'create') {
      const body = e.body as unknown as { hosts: string[]; cfg: typeof cfg }
      ids = body.hosts
      cfg = body.cfg
    }
    if (e.kind === 'deliver' && e.type === 'setHosts') {
      const next = e.body as string[]
      for (const [n, r] of open) if (!next.includes(r.host)) open.delete(n)
      for (const id of ids) {
        if (next.includes(id)) continue
        fails.delete(id)
        backAt.delete(id)
      }
      ids = next
    }
    if (e.kind === 'note' && e.label === 'picked') {
      const { n, host } = e.data as { n: number; host: string | null }
      if (host !== null) open.set(n, { host, event: e.id })
    }
    if (e.kind !== 'deliver' || e.type !== 'done') continue
    const { n, r } = e.body as { n: number; r: string }
    const host = open.get(n)?.host
    if (host === undefined) continue
    open.delete(n)
    if (e.at < (backAt.get(host) ?? 0)) continue
    const count = r === 'ok' ? 0 : (fails.get(host) ?? 0) + 1
    fails.set(host, count)
    const out = ids.filter((id) => e.at < (backAt.get(id) ?? 0)).length
    if (count < cfg.maxFails || out >= Math.floor((ids.length * cfg.maxEjectedPct) / 100)) continue
    fails.set(host, 0)
    backAt.set(host, e.at + cfg.ejectMs)
  }
  return ids.map((id) => {
    const until = backAt.get(id) ?? 0
    const requests = [...open].filter(([, r]) => r.host === id).map(([n, r]) => ({ n, event: r.event }))
    return { id, requests, fails: fails.get(id) ?? 0, ...(nowMs < until ? { backAtMs: until } : {}) }
  })
}

const view: PatternView = ({ past, atMs }) => {
  const hosts = hostsOf(past, atMs)
  if (hosts.length === 0) return undefined
  const state = (h: HostPicture) =>
    h.backAtMs === undefined
      ? h.fails > 0
        ? `, ${h.fails} errors in a row`
        : ''
      : `, ejected until ${h.backAtMs} ms`
  return {
    kind: 'stacks',
    title: 'Requests in flight of each host',
    stacks: hosts.map((h) => ({
      name: `${h.id}${state(h)}`,
      items: h.requests.map((r) => ({ text: `#${r.n}`, event: r.event })),
    })),
  }
}
export default view
