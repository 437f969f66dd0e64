/**
 * The system of this game day, for both suites: customers (`door`) who write, three replicas of a database (replica.ts), a
 * `pager`. What goes wrong, and when, is a script: data, so that it can be told before and drawn after.
 */
import type { Ms, NodeId } from '../../lib/sim/index.ts'
import { Refusal, type Scenario, type Supplied } from '../../lib/suite/index.ts'
import { type How, MANAGER, REPLICAS, replica } from './replica.ts'

export const WRITES_PER_SECOND = 10
/** Customers come from here on, and until so long before the end. */
export const OPENS_MS = 500
export const CLOSES_BEFORE_END_MS = 2500

export interface Phase {
  readonly fromMs: Ms
  readonly untilMs: Ms
  readonly who: NodeId
  readonly how: How
}

export interface Script {
  readonly durationMs: Ms
  /** Of one replica they do not overlap. */
  readonly phases: readonly Phase[]
  /** What comes of the first replica that leads under a higher term than 1, so long after it took over; and whether n1 thaws then. */
  readonly promotion?: {
    readonly afterMs: Ms
    readonly becomes?: 'dead' | 'frozen'
    readonly forMs?: Ms
    readonly thaws?: NodeId
  }
}

export function stage(sc: Scenario, script: Script): void {
  sc.network({ latencyMs: [1, 3] })
  const turns = new Map<NodeId, (how: How | 'well') => void>()
  let promoted = false
  const onPromotion = (id: NodeId, later: (ms: Ms, f: () => void) => void) => {
    const { promotion } = script
    if (promoted || !promotion) return
    promoted = true
    const { afterMs, becomes, forMs, thaws } = promotion
    later(afterMs, () => {
      if (becomes) turns.get(id)?.(becomes)
      if (thaws) turns.get(thaws)?.('well')
    })
    if (becomes && forMs !== undefined) later(afterMs + forMs, () => turns.get(id)?.('well'))
  }
  sc.supply('door', (s) => door(s, script))
  sc.nodes([MANAGER])
  for (const id of REPLICAS)
    sc.supply(id, (s) => {
      const turn = replica(s, (later) => onPromotion(id, later))
      turns.set(id, turn)
      for (const p of script.phases.filter((p) => p.who === id)) {
        s.after(p.fromMs, () => turn(p.how))
        s.after(p.untilMs, () => turn('well', p.how))
      }
    })
  sc.supply('pager', (s) => {
    for (const kind of ['raise', 'clear']) s.on(kind, () => ({}))
  })
}

/** Customers write at a steady pace, a little unevenly, each once, to whoever leads as far as the door was told. */
function door(s: Supplied, script: Script): void {
  let route: { term: number; replica: NodeId } = { term: 1, replica: 'n1' }
  s.note('writes go to n1', { ...route })
  s.on('route', (body: { term?: unknown; replica?: unknown } | null, _from, event) => {
    const { term, replica } = body ?? {}
    const known = REPLICAS.find((id) => id === replica)
    if (typeof term !== 'number' || !known)
      throw new Refusal("route needs { term: number, replica: 'n1' | 'n2' | 'n3' }")
    if (term < route.term) throw new Refusal('stale')
    route = { term, replica: known }
    s.note(`writes go to ${known}`, { ...route }, event)
    return {}
  })
  const closesAt = script.durationMs - CLOSES_BEFORE_END_MS
  const gap = 1000 / WRITES_PER_SECOND
  for (let i = 0; OPENS_MS + i * gap < closesAt; i++)
    s.after(Math.round(OPENS_MS + i * gap + (s.random.int(0, 60) / 100) * gap), () => {
      void s.call(route.replica, 'write', { id: `w${i}` }, { timeoutMs: null })
    })
}
