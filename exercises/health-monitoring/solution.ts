import type { Env, Ms, Timer } from 'faultline'

export interface Opts {
  services: string[]
  deps: Record<string, string[]>
  upPct: number
  staleMs: Ms
  raiseMs: Ms
  clearMs: Ms
}

export interface Page {
  kind: 'raise' | 'clear'
  service: string
}

export type Health = 'up' | 'down' | 'unknown'

interface Service {
  readonly name: string
  /** The latest report of each checker. */
  readonly reports: Map<string, { readonly at: Ms; readonly ok: boolean }>
  /** All that it depends on, directly or not. */
  readonly below: ReadonlySet<Service>
  up: boolean
  /** Since when it has been up, or not. */
  since: Ms
  raised: boolean
}

export function monitor(env: Env, o: Opts, page: (e: Page) => void) {
  const byName = new Map<string, Service>()
  // Everything stands behind what it depends on: one pass in this order decides an instant.
  const services: Service[] = []
  let timer: Timer | undefined
  let stopped = false
  o.services.forEach(add)
  settle()

  function add(name: string): Service {
    const known = byName.get(name)
    if (known) return known
    const deps = (o.deps[name] ?? []).map(add)
    const below = new Set(deps.flatMap((d) => [d, ...d.below]))
    const s: Service = { name, reports: new Map(), below, up: false, since: env.now(), raised: false }
    byName.set(name, s)
    services.push(s)
    return s
  }

  function serviceOf(name: string): Service {
    return byName.get(name) as Service
  }

  function healthOf(s: Service): Health {
    let fresh = 0
    let ok = 0
    for (const r of s.reports.values()) {
      if (env.now() - r.at >= o.staleMs) continue
      fresh += 1
      if (r.ok) ok += 1
    }
    if (fresh === 0) return 'unknown'
    return ok * 100 > o.upPct * fresh ? 'up' : 'down'
  }

  /** Brings everything to this instant, pages what is due, and sleeps until time alone can change something again. */
  function settle(): void {
    const now = env.now()
    for (const s of services) {
      const up = healthOf(s) === 'up'
      if (up !== s.up) {
        s.up = up
        s.since = now
      }
    }
    for (const s of services) decide(s)
    timer?.cancel()
    const later = services.flatMap(instants).filter((at) => at > now)
    const [next] = later.sort((a, b) => a - b)
    if (next !== undefined && !stopped) timer = env.after(next - now, settle)
  }

  function decide(s: Service): void {
    // Due are a service that is up and raised, and one that is neither.
    if (stopped || s.up !== s.raised || env.now() < dueAt(s)) return
    if (!s.raised && [...s.below].some((d) => d.raised)) return
    s.raised = !s.raised
    page({ kind: s.raised ? 'raise' : 'clear', service: s.name })
  }

  function dueAt(s: Service): Ms {
    return s.since + (s.raised ? o.clearMs : o.raiseMs)
  }

  function instants(s: Service): Ms[] {
    return [dueAt(s), ...[...s.reports.values()].map((r) => r.at + o.staleMs)]
  }

  return {
    report(checker: string, service: string, ok: boolean): void {
      serviceOf(service).reports.set(checker, { at: env.now(), ok })
      settle()
    },
    health(s: string): Health {
      return healthOf(serviceOf(s))
    },
    stop(): void {
      stopped = true
      timer?.cancel()
    },
  }
}
