// A loop that sleeps until something comes or is due, and a plain table that a pure function takes from one instant to the next.
import type { Env, Ms } from 'faultline'

export interface Opts {
  services: string[]
  deps: Record<string, string[]>
  upPct: number
  staleMs: Ms
  raiseMs: Ms
  clearMs: Ms
}

type Health = 'up' | 'down' | 'unknown'
interface Page {
  kind: 'raise' | 'clear'
  service: string
}
interface Row {
  up: boolean
  since: Ms
  raised: boolean
}
type Table = Record<string, Row>
type Latest = Record<string, Record<string, { at: Ms; ok: boolean }>>

const allBelow = (s: string, deps: Record<string, string[]>): string[] =>
  (deps[s] ?? []).flatMap((d) => [d, ...allBelow(d, deps)])

function health(latest: Latest, s: string, now: Ms, o: Opts): Health {
  const fresh = Object.values(latest[s] ?? {}).filter((r) => now < r.at + o.staleMs)
  if (!fresh.length) return 'unknown'
  const passed = fresh.reduce((n, r) => n + (r.ok ? 1 : 0), 0)
  return passed * 100 > o.upPct * fresh.length ? 'up' : 'down'
}

/** The table of this instant, and what has to be paged in it. `order`: each after what it needs. */
function step(table: Table, latest: Latest, order: string[], now: Ms, o: Opts): [Table, Page[]] {
  const pages: Page[] = []
  const next: Table = {}
  for (const s of order) {
    const old = table[s] as Row
    const up = health(latest, s, now, o) === 'up'
    const since = up === old.up ? old.since : now
    let raised = old.raised
    if (raised && up && now - since >= o.clearMs) raised = false
    const quiet = allBelow(s, o.deps).some((d) => next[d]?.raised)
    if (!raised && !up && !quiet && now - since >= o.raiseMs) raised = true
    if (raised !== old.raised) pages.push({ kind: raised ? 'raise' : 'clear', service: s })
    next[s] = { up, since, raised }
  }
  return [next, pages]
}

function nextInstant(table: Table, latest: Latest, now: Ms, o: Opts): Ms | undefined {
  const ends = Object.values(latest).flatMap((by) => Object.values(by).map((r) => r.at + o.staleMs))
  const dues = Object.values(table).map((r) => r.since + (r.raised ? o.clearMs : o.raiseMs))
  return [...ends, ...dues].filter((t) => t > now).sort((a, b) => a - b)[0]
}

export function monitor(env: Env, o: Opts, page: (e: Page) => void) {
  const order = [...o.services].sort((a, b) => allBelow(a, o.deps).length - allBelow(b, o.deps).length)
  const latest: Latest = {}
  let table: Table = Object.fromEntries(order.map((s) => [s, { up: false, since: env.now(), raised: false }]))
  let stopped = false
  let ring = () => {}

  async function watch() {
    while (!stopped) {
      const [next, pages] = step(table, latest, order, env.now(), o)
      table = next
      for (const p of pages) if (!stopped) page(p)
      if (stopped) return
      const bell = new Promise<void>((resolve) => {
        ring = resolve
      })
      const at = nextInstant(table, latest, env.now(), o)
      const timer = at === undefined ? undefined : env.after(at - env.now(), () => ring())
      cancel = () => timer?.cancel()
      await bell
      cancel()
    }
  }
  let cancel = () => {}
  void watch()

  return {
    report(checker: string, service: string, ok: boolean) {
      latest[service] = { ...latest[service], [checker]: { at: env.now(), ok } }
      ring()
    },
    health: (s: string) => health(latest, s, env.now(), o),
    stop() {
      stopped = true
      cancel()
      ring()
    },
  }
}
