/**
 * The system of this game day, for both suites: customers and the web server in front of the shop (`door`), and the payment
 * provider behind it (`payments`). What goes wrong, and when, is a script: data, so that it can be told before and drawn after.
 */
import { hash32, type Ms } from '../../lib/sim/index.ts'
import { NO_REPLY, Refusal, type Scenario, type Supplied } from '../../lib/suite/index.ts'

/** Threads of the web server: so many requests can be with the shop at once. */
export const WORKERS = 10
/** A customer leaves when there is no answer after so long. */
export const PATIENCE_MS = 2000
/** Charges that the provider works on at once; the next wait in line. */
const SLOTS = 6
/** From an unknown outcome, or from leaving, to pressing again. */
const AGAIN_MS = 1000
/** Customers who press in turn, so each of them does every 2 s. */
const CUSTOMERS = 24
export const BOT = 'bot'

/** 'slow': a charge takes 3 to 4 s. 'silent': nothing arrives, and what was under way is lost. 'refusing': refused at once. */
export type Health = 'well' | 'slow' | 'silent' | 'refusing'

export interface Phase {
  readonly fromMs: Ms
  readonly health: Health
}

/** So many more checkouts a second: by one customer, or by many who press once each. */
export interface Surge {
  readonly fromMs: Ms
  readonly untilMs: Ms
  readonly perSecond: number
  readonly by: 'bot' | 'many'
}

export interface Script {
  readonly durationMs: Ms
  /** In order; well before the first. */
  readonly phases: readonly Phase[]
  readonly surges?: readonly Surge[]
  /** Of 100 charges so many are never answered while the provider is well: half of them vanish, the others are made. */
  readonly lostPct?: number
  /** Customers come until so long before the end; default 2,500. */
  readonly closesBeforeEndMs?: Ms
}

export const PER_SECOND = 12

export function stage(sc: Scenario, script: Script): void {
  sc.network({ latencyMs: [1, 4] })
  sc.supply('door', (s) => door(s, script))
  sc.nodes(['shop'])
  sc.supply('payments', (s) => payments(s, script))
}

interface Press {
  readonly type: 'checkout' | 'cart'
  readonly customer: string
  readonly order?: string
  readonly cameAt: Ms
  /** Somebody who hears no yes and no no presses once more. */
  readonly again: boolean
  over: boolean
}

/** Customers come at a steady pace, a little unevenly. Who finds no free worker waits in line. */
function door(s: Supplied, script: Script): void {
  const closesAt = script.durationMs - (script.closesBeforeEndMs ?? 2500)
  const line: Press[] = []
  let free = WORKERS
  let orders = 0
  let carts = 0

  function come(p: Omit<Press, 'cameAt' | 'over'>): void {
    const press: Press = { ...p, cameAt: s.now, over: false }
    s.after(PATIENCE_MS, () => leave(press))
    if (free > 0) hand(press)
    else line.push(press)
  }
  async function hand(p: Press): Promise<void> {
    free--
    const { type, customer, order } = p
    const waitedMs = Math.round(s.now - p.cameAt)
    const body = order === undefined ? { customer, waitedMs } : { customer, order, waitedMs }
    const answer = await s.call('shop', type, body, { timeoutMs: null })
    free++
    const next = line.shift()
    if (next) hand(next)
    if (p.over) return
    p.over = true
    if (answer.ok && answer.value?.status === 'unknown') pressAgain(p)
  }
  function leave(p: Press): void {
    if (p.over) return
    p.over = true
    const at = line.indexOf(p)
    if (at >= 0) line.splice(at, 1)
    const { type, customer, order = null, cameAt } = p
    s.note(at >= 0 ? 'left the line' : 'left', { type, customer, order, cameAt })
    pressAgain(p)
  }
  function pressAgain(p: Press): void {
    if (p.again || p.type === 'cart' || p.customer === BOT) return
    s.after(AGAIN_MS, () => come({ type: p.type, customer: p.customer, again: true, ...ordered(p.order) }))
  }
  function every(perSecond: number, from: Ms, until: Ms, one: () => void): void {
    const gap = 1000 / perSecond
    for (let i = 0; from + i * gap < until; i++) {
      const jitter = (s.random.int(0, 60) / 100) * gap
      s.after(Math.round(from + i * gap + jitter), one)
    }
  }

  every(PER_SECOND, 0, closesAt, () => {
    const n = orders++
    come({ type: 'checkout', customer: `c${n % CUSTOMERS}`, order: `o${n}`, again: false })
  })
  every(PER_SECOND, 0, closesAt, () =>
    come({ type: 'cart', customer: `c${carts++ % CUSTOMERS}`, again: false }),
  )
  for (const { fromMs, untilMs, perSecond, by } of script.surges ?? []) {
    let n = 0
    every(perSecond, fromMs, untilMs, () => {
      const id = `${by === 'bot' ? 'b' : 'm'}${n++}`
      come({ type: 'checkout', customer: by === 'bot' ? BOT : id, order: id, again: false })
    })
  }
}

const ordered = (order: string | undefined) => (order === undefined ? {} : { order })

/** Charges once per key. A crash of the provider is the beginning of 'silent': what is in it is lost, without effect. */
function payments(s: Supplied, script: Script): void {
  const charged = new Set<string>()
  const waiting: (() => void)[] = []
  let atWork = 0
  let life = 0
  let health: Health = 'well'
  // Drawn by order and try, so that an order has the same luck whoever calls.
  const salt = s.random.u32()
  const tries = new Map<string, number>()

  s.view({ payments: health })
  for (const phase of script.phases) {
    s.after(phase.fromMs, () => {
      health = phase.health
      s.note(`payments ${WORDS[health]}`)
      s.view({ payments: health })
      if (health !== 'silent') return
      life++
      atWork = 0
      waiting.length = 0
    })
  }

  s.on('charge', async (body: { key?: unknown; order?: unknown }, _from, event) => {
    const { key, order } = body ?? {}
    if (typeof key !== 'string' || typeof order !== 'string')
      throw new Refusal('charge needs { key: string, order: string }')
    const n = tries.get(order) ?? 0
    tries.set(order, n + 1)
    const draw = (what: string, below: number) => hash32(`${salt}/${order}/${n}/${what}`) % below
    const lost = health === 'well' && draw('lost', 100) < (script.lostPct ?? 0)
    const made = draw('made', 2) === 0
    if (health === 'silent' || (lost && !made)) return NO_REPLY
    if (health === 'refusing') throw new Refusal('unavailable')
    const born = life
    if (atWork < SLOTS) atWork++
    else await new Promise<void>((go) => waiting.push(go))
    await s.sleep(workMs(draw))
    // It crashed meanwhile: nothing happened, and nobody is told.
    if (born !== life) return NO_REPLY
    const next = waiting.shift()
    if (next) next()
    else atWork--
    if (!charged.has(key)) {
      charged.add(key)
      s.note('charged', { order, key }, event)
    }
    return lost ? NO_REPLY : { receipt: `r-${key}` }
  })

  function workMs(draw: (what: string, below: number) => number): Ms {
    if (health === 'slow') return 3000 + draw('work', 1000)
    return draw('odd', 100) < 3 ? 500 + draw('work', 200) : 40 + draw('work', 70)
  }
}

const WORDS = {
  well: 'answers again',
  slow: 'slows down',
  silent: 'goes silent',
  refusing: 'refuses',
} as const
