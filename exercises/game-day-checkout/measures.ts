/** What happened in a run, read from its trace alone, and what it is worth: the numbers that both suites and the postmortem show. */

import type { Measure } from '../../lib/checks/index.ts'
import type { EventId, Ms, Trace, TraceEvent } from '../../lib/sim/index.ts'
import { BOT, type Health, PATIENCE_MS, type Script } from './system.ts'

/** A charge counts as open for so long when no answer comes. */
export const CHARGE_TIMEOUT_MS = 1000
export const CHARGES_OPEN_MAX = 6
/** The objective: a cart is shown, and a checkout is paid, so long after the customer came, inclusive. */
export const CART_MS = 200
export const PAID_MS = 1000
/** After the provider is back, so long is allowed for noticing it before checkouts count again. */
export const GRACE_MS = 4000
/** So many checkouts in a row, paid in time, are a recovery. */
const IN_A_ROW = 10

/** One customer at the door, once. */
export interface Press {
  readonly type: 'checkout' | 'cart'
  readonly customer: string
  readonly order: string | null
  readonly cameAt: Ms
  /** When a worker took it; none if the customer left the line before. */
  readonly sentAt?: Ms
  /** When it reached the shop; none if the customer left the line before. */
  readonly reached?: { readonly at: Ms; readonly event: EventId }
  readonly answer?: {
    /** When the shop sent it, and when it was at the door. */
    readonly sentAt: Ms
    readonly at: Ms
    readonly event: EventId
    readonly refused: boolean
    readonly body: unknown
  }
  /** The last that is known of it: the answer, the leaving, or the request. */
  readonly last: EventId
}

export interface Charge {
  readonly at: Ms
  readonly event: EventId
  readonly order: unknown
  readonly key: unknown
  /** When the shop had the answer. */
  readonly answer?: { readonly at: Ms; readonly event: EventId; readonly refused: boolean }
}

export interface Run {
  readonly presses: readonly Press[]
  readonly charges: readonly Charge[]
  /** What the provider really did. */
  readonly charged: readonly { readonly order: string; readonly key: string; readonly event: EventId }[]
  /** The events at which the provider slowed down, went silent, refused, or was well again. */
  readonly turns: readonly EventId[]
}

/** Every message that counts passes through one of the three lanes; nothing that a solution traces plays a part. */
export function readRun(trace: Trace): Run {
  const presses = new Map<number, Writable<Press>>()
  const left: Press[] = []
  const charges = new Map<number, Writable<Charge>>()
  const charged: { order: string; key: string; event: EventId }[] = []
  const turns: EventId[] = []
  const sentAt = new Map<number, Ms>()
  for (const e of trace) {
    if (e.kind === 'note' && e.node === 'door') {
      const { type, customer, order, cameAt } = e.data as unknown as Press
      const served = [...presses.values()].findLast(
        (p) => p.cameAt === cameAt && p.order === order && p.type === type,
      )
      if (e.label === 'left the line') left.push({ type, customer, order, cameAt, last: e.id })
      else if (served && !served.answer) served.last = e.id
    } else if (e.kind === 'note' && e.node === 'payments') {
      if (e.label === 'charged') charged.push({ ...(e.data as { order: string; key: string }), event: e.id })
      else turns.push(e.id)
    } else if (e.kind === 'send' && e.re === undefined) {
      if (e.node === 'door') presses.set(e.msg as number, pressOf(e))
      if (e.node === 'shop' && e.peer === 'payments' && e.type === 'charge')
        charges.set(e.msg as number, chargeOf(e))
    } else if (e.kind === 'send' && e.node === 'shop') {
      sentAt.set(e.re as number, e.at)
    } else if (e.kind === 'deliver' && e.re === undefined) {
      const press = e.node === 'shop' ? presses.get(e.msg as number) : undefined
      if (press) press.reached = { at: e.at, event: e.id }
    } else if (e.kind === 'deliver') {
      const press = e.node === 'door' ? presses.get(e.re as number) : undefined
      const refused = e.label === 'refused'
      if (press && !press.answer) {
        const sent = sentAt.get(e.re as number) ?? e.at
        press.answer = { sentAt: sent, at: e.at, event: e.id, refused, body: e.body ?? null }
        press.last = e.id
      }
      const charge = e.node === 'shop' ? charges.get(e.re as number) : undefined
      if (charge) charge.answer = { at: e.at, event: e.id, refused }
    }
  }
  return {
    presses: [...presses.values(), ...left].sort((a, b) => a.cameAt - b.cameAt),
    charges: [...charges.values()],
    charged,
    turns,
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

function pressOf(e: TraceEvent): Writable<Press> {
  const { customer, order, waitedMs } = e.body as { customer: string; order?: string; waitedMs: number }
  const type = e.type === 'cart' ? 'cart' : 'checkout'
  return { type, customer, order: order ?? null, cameAt: e.at - waitedMs, sentAt: e.at, last: e.id }
}

function chargeOf(e: TraceEvent): Writable<Charge> {
  const { order, key } = (e.body ?? {}) as { order?: unknown; key?: unknown }
  return { at: e.at, event: e.id, order, key }
}

export type Status = 'paid' | 'turned away' | 'unknown'

/** What the customer was told in time; undefined: nothing that counts. */
export function statusOf(p: Press): Status | undefined {
  if (!p.answer || p.answer.refused || p.answer.at - p.cameAt > PATIENCE_MS) return undefined
  const { status } = (p.answer.body ?? {}) as { status?: unknown }
  return status === 'paid' || status === 'turned away' || status === 'unknown' ? status : undefined
}

export function isGood(p: Press): boolean {
  if (!p.answer || p.answer.refused) return false
  const took = p.answer.at - p.cameAt
  return p.type === 'cart' ? took <= CART_MS : statusOf(p) === 'paid' && took <= PAID_MS
}

/** How long the customer waited: until the answer, or until the customer left. */
export const waitOf = (p: Press): Ms =>
  Math.min(PATIENCE_MS, (p.answer?.at ?? Number.POSITIVE_INFINITY) - p.cameAt)

export const isOrdinary = (p: Press): boolean =>
  p.type === 'checkout' && p.customer !== BOT && !p.customer.startsWith('m')

// ---- the script's times ----

export interface Spell {
  readonly fromMs: Ms
  readonly untilMs: Ms
  /** What ailed it, in turn. */
  readonly healths: readonly Health[]
}

/** While the provider is not well. */
export function sickSpells({ phases, durationMs }: Script): Spell[] {
  const spells: { fromMs: Ms; untilMs: Ms; healths: Health[] }[] = []
  phases.forEach(({ fromMs, health }, i) => {
    const untilMs = phases[i + 1]?.fromMs ?? durationMs
    const last = spells.at(-1)
    if (health === 'well') return
    if (last && last.untilMs === fromMs) {
      last.untilMs = untilMs
      last.healths.push(health)
    } else spells.push({ fromMs, untilMs, healths: [health] })
  })
  return spells
}

const within = (at: Ms, spells: readonly Spell[]) => spells.some((s) => s.fromMs <= at && at < s.untilMs)

/** Of what came while the provider was well, or had been back for the grace. Just before a spell nothing can be paid in time. */
function wellAt(at: Ms, script: Script): boolean {
  return !sickSpells(script).some((s) => s.fromMs - PAID_MS <= at && at < s.untilMs + GRACE_MS)
}

// ---- what it is worth ----

/** The first is shown in full, so that a failing run has a picture, and with the charges of the bot's that stood in its way. */
function share(all: readonly Press[], what: string, { presses, charges }: Run): Measure {
  const bad = all.filter((p) => !isGood(p))
  const [first] = bad
  if (!first) return { value: 0, witness: [] }
  const value = (100 * bad.length) / all.length
  const at = first.reached?.at ?? first.cameAt
  const open = charges.filter((c) => c.at <= at && at < closedAt(c))
  const bots = new Set<unknown>(presses.filter((p) => p.customer === BOT).map((p) => p.order))
  const its = first.type === 'checkout' ? open.filter((c) => bots.has(c.order)) : []
  const meanwhile =
    its.length === 0 ? '' : `, while ${its.length} of ${open.length} open charges were the bot's`
  return {
    value,
    witness: [...its.slice(0, 2).map((c) => c.event), first.last],
    because: `${bad.length} of ${all.length} ${what} were lost (${Math.round(value * 10) / 10} %), the first at ${ms(first.cameAt)} (${first.customer}: ${fateOf(first)}${meanwhile})`,
  }
}

/** What became of one that missed the objective. */
function fateOf(p: Press): string {
  if (!p.answer || p.answer.at - p.cameAt > PATIENCE_MS) return 'left without an answer'
  if (p.answer.refused) return 'refused'
  const status = statusOf(p)
  if (p.type === 'checkout' && status !== 'paid') return status ?? 'no proper answer'
  return `${status ?? 'shown'} after ${ms(p.answer.at - p.cameAt)}`
}

export function cartsLost(run: Run): Measure {
  return share(
    run.presses.filter((p) => p.type === 'cart'),
    'carts',
    run,
  )
}

export function checkoutsLost(run: Run, script: Script): Measure {
  return share(
    run.presses.filter((p) => isOrdinary(p) && wellAt(p.cameAt, script)),
    'ordinary checkouts',
    run,
  )
}

/** `max`: the budget. The first charge over it is shown, between the provider's turns. */
export function chargesWhileSick({ charges, turns }: Run, script: Script, max: number): Measure {
  const sick = sickSpells(script)
  const sent = charges.filter((c) => within(c.at, sick))
  const over = sent[max]
  if (!over) return { value: sent.length, witness: [] }
  const refusal = sent.slice(max).find((c) => c.answer?.refused)
  const spells = sick.map((s) => `${s.healths.join(', then ')}, ${grouped(s.fromMs)} to ${ms(s.untilMs)}`)
  return {
    value: sent.length,
    witness: [...turns, over.event, ...(refusal?.answer ? [refusal.event, refusal.answer.event] : [])],
    because: `${sent.length} charges were sent while payments was ${spells.join(', and ')}`,
  }
}

/** On average, of ordinary checkouts that came while the provider was not well. */
export function waitWhileSick({ presses }: Run, script: Script): Measure {
  const sick = sickSpells(script)
  const came = presses.filter((p) => isOrdinary(p) && within(p.cameAt, sick))
  if (came.length === 0) return { value: 0, witness: [] }
  const most = came.reduce((a, b) => (waitOf(b) > waitOf(a) ? b : a))
  return {
    value: came.reduce((sum, p) => sum + waitOf(p), 0) / came.length,
    witness: [most.last],
    most: `the checkout of ${Math.round(most.cameAt)} ms: ${Math.round(waitOf(most))} ms`,
  }
}

/** From the provider's return until the first of so many checkouts in a row came that were all paid in time. The worst. */
export function recovery({ presses }: Run, script: Script): Measure {
  const ordinary = presses.filter(isOrdinary)
  let worst: Measure = { value: 0, witness: [] }
  for (const { untilMs } of sickSpells(script)) {
    if (untilMs >= script.durationMs) continue
    const after = ordinary.filter((p) => p.cameAt >= untilMs)
    const first = after.findIndex(
      (_, i) => i + IN_A_ROW <= after.length && after.slice(i, i + IN_A_ROW).every(isGood),
    )
    const bad = after[first < 0 ? after.length - 1 : Math.max(0, first - 1)]
    const value = (first < 0 ? script.durationMs : (after[first] as Press).cameAt) - untilMs
    if (value > worst.value) worst = { value, witness: bad && !isGood(bad) ? [bad.last] : [] }
  }
  return worst
}

// ---- over time ----

/** When it no longer counts as open, by the contract. */
export function closedAt(c: Charge): Ms {
  return Math.min(c.at + CHARGE_TIMEOUT_MS, c.answer?.at ?? Number.POSITIVE_INFINITY)
}

export const ms = (x: Ms) => `${grouped(x)} ms`

function grouped(x: number): string {
  return String(Math.round(x)).replace(/\B(?=(\d{3})+$)/g, ',')
}
