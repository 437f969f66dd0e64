/**
 * A dependency under the scenario's control: slow, failing, silent, or full, by a script of phases or on command. For
 * breakers, bulkheads, limiters, gateways, and whatever calls something that is not well.
 */
import type { Ms } from '../sim/index.ts'
import { type Conduct, type Gauge, type Request, type Role, type ServiceOptions, serve } from './service.ts'

/** How it behaves in [fromMs, untilMs): true time. What a phase leaves open, the one before it decides. */
export interface Phase {
  readonly fromMs?: Ms
  readonly untilMs?: Ms
  /** 'silent': requests vanish. 'refusing': refused at once with `reason`. */
  readonly down?: 'silent' | 'refusing'
  /** Per 100 requests, refused with `reason` after the latency. */
  readonly errorPct?: number
  readonly reason?: string
  /** Work takes a whole number of ms in this range, both ends inclusive. */
  readonly latencyMs?: readonly [Ms, Ms]
  /** Per 100 requests, done without an answer: unknown to the caller. */
  readonly lostAnswerPct?: number
}

export interface DependencyOptions {
  /** Per message type, or one function for 'call'. Default: 'call' answers with its body. */
  readonly handlers?: Readonly<Record<string, (body: any, q: Request) => unknown>>
  /** In order; of those that cover an instant, later ones override earlier ones field by field. */
  readonly phases?: readonly Phase[]
  readonly capacity?: ServiceOptions['capacity']
}

export interface Dependency extends Role {
  readonly gauge: Gauge
  /** From now on, on top of all phases; undefined lifts it. For clients' scripts, which a replay runs too. */
  set(phase: Phase | undefined): void
}

/**
 *   const recs = dependency({ phases: [{ latencyMs: [5, 20] }, { fromMs: 1000, untilMs: 3000, down: 'silent' }] })
 *   sc.supply('recs', recs.serve)
 *   sc.cost(load, { max: 4, unit: 'calls at once' }, () => recs.gauge.runningMax)
 */
export function dependency(o: DependencyOptions = {}): Dependency {
  const { handlers = { call: (body: unknown) => body }, phases = [], capacity } = o
  let forced: Phase | undefined
  let gauge: Gauge | undefined
  const conduct = (q: Request): Conduct => {
    const covers = (p: Phase) => (p.fromMs ?? 0) <= q.at && q.at < (p.untilMs ?? Number.POSITIVE_INFINITY)
    const p: Phase = Object.assign({}, ...phases.filter(covers), forced)
    const reason = p.reason ?? 'unavailable'
    if (p.down === 'silent') return { lose: 'request' }
    if (p.down === 'refusing') return { refuse: reason }
    const [lo, hi] = p.latencyMs ?? [0, 0]
    const workMs = q.draw('latency', lo, hi)
    if (q.draw('error', 0, 99) < (p.errorPct ?? 0)) return { workMs, refuse: reason }
    if (q.draw('lost', 0, 99) < (p.lostAnswerPct ?? 0)) return { workMs, lose: 'answer' }
    return { workMs }
  }
  return {
    serve(s) {
      gauge = serve(s, handlers, { conduct, ...(capacity ? { capacity } : {}) })
    },
    get gauge() {
      if (!gauge) throw new Error('a dependency has no gauge before sc.supply(id, it.serve)')
      return gauge
    },
    set(phase) {
      forced = phase
    },
  }
}
