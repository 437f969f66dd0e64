/**
 * The system of this game day, for both suites: customers (`door`) in front of the gateway, three backends behind it. What goes
 * wrong, and when, is a script: data, so that it can be told before and drawn after.
 */
import { hash32, type Ms, type NodeId } from '../../lib/sim/index.ts'
import { NO_REPLY, Refusal, type Scenario, type Supplied } from '../../lib/suite/index.ts'

export const BACKENDS = ['b1', 'b2', 'b3'] as const
export const READS_PER_SECOND = 15
export const ORDERS_PER_SECOND = 5
/** A backend works on so many requests at once; the next wait in line. */
const SLOTS = 2

/** 'hung': it does what it is asked and answers nothing. 'unready': it refuses at once. 'slow': work takes 200 to 240 ms. */
export type How = 'hung' | 'unready' | 'slow'

export interface Phase {
  readonly fromMs: Ms
  readonly untilMs: Ms
  readonly who: readonly NodeId[]
  readonly how: How
}

export interface Script {
  readonly durationMs: Ms
  readonly phases: readonly Phase[]
  /** Of 100 calls so many are never answered while the backend is well: half of them vanish, the others are done. */
  readonly lostPct?: number
  /** So many more reads a second. */
  readonly rush?: { readonly fromMs: Ms; readonly untilMs: Ms; readonly perSecond: number }
}

/** Customers come until so long before the end. */
export const CLOSES_BEFORE_END_MS = 2000

export function stage(sc: Scenario, script: Script): void {
  sc.network({ latencyMs: [1, 3] })
  sc.supply('door', (s) => door(s, script))
  sc.nodes(['gateway'])
  for (const id of BACKENDS) sc.supply(id, (s) => backend(s, script))
}

/** Customers come at a steady pace, a little unevenly, and bring no patience with them: what is late is lost. */
function door(s: Supplied, script: Script): void {
  const closesAt = script.durationMs - CLOSES_BEFORE_END_MS
  const every = (perSecond: number, from: Ms, until: Ms, one: () => void) => {
    const gap = 1000 / perSecond
    for (let i = 0; from + i * gap < until; i++)
      s.after(Math.round(from + i * gap + (s.random.int(0, 80) / 100) * gap), one)
  }
  let n = 0
  const come = (type: 'read' | 'order') =>
    void s.call('gateway', type, { id: `${type[0]}${n++}` }, { timeoutMs: null })
  every(READS_PER_SECOND, 0, closesAt, () => come('read'))
  every(ORDERS_PER_SECOND, 0, closesAt, () => come('order'))
  const { rush } = script
  if (rush) every(rush.perSecond, rush.fromMs, rush.untilMs, () => come('read'))
}

function backend(s: Supplied, script: Script): void {
  const waiting: (() => void)[] = []
  let atWork = 0
  const salt = s.random.u32()
  const tries = new Map<string, number>()
  const mine = script.phases.filter((p) => p.who.includes(s.id))
  const how = (): How | 'well' => mine.find((p) => p.fromMs <= s.now && s.now < p.untilMs)?.how ?? 'well'

  s.view({ [s.id]: 'well' })
  for (const at of new Set(mine.flatMap((p) => [p.fromMs, p.untilMs])))
    s.after(at, () => {
      s.note(`${s.id} ${WORDS[how()]}`)
      s.view({ [s.id]: how() })
    })

  s.on('health', () => {
    if (how() === 'hung') return NO_REPLY
    return { ready: how() !== 'unready' }
  })
  for (const type of ['read', 'order'] as const)
    s.on(type, async (body: { id?: unknown; leftMs?: unknown } | null, _from, event) => {
      const { id, leftMs } = body ?? {}
      if (typeof id !== 'string') throw new Refusal(`${type} needs { id: string, leftMs?: number }`)
      if (how() === 'unready') throw new Refusal('unready')
      const n = tries.get(id) ?? 0
      tries.set(id, n + 1)
      const draw = hash32(`${salt}/${id}/${n}`)
      const lost = how() === 'well' && (draw >>> 8) % 100 < (script.lostPct ?? 0)
      if (lost && (draw >>> 4) % 2 === 0) return NO_REPLY
      const lateAt = typeof leftMs === 'number' ? s.now + leftMs : Number.POSITIVE_INFINITY
      if (atWork < SLOTS) atWork++
      else await new Promise<void>((go) => waiting.push(go))
      const late = s.now >= lateAt
      if (!late) await s.sleep(how() === 'slow' ? 200 + (draw % 41) : 20 + (draw % 41))
      const next = waiting.shift()
      if (next) next()
      else atWork--
      if (late) throw new Refusal('too late')
      if (type === 'order') s.note('made', { id }, event)
      return lost || how() === 'hung' ? NO_REPLY : { value: `${id} by ${s.id}` }
    })
}

const WORDS = { well: 'is well again', hung: 'hangs', unready: 'is not ready', slow: 'is slow' } as const
