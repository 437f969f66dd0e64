/** How a run of the game day is judged: at its end, over the whole trace, so that a run is always played to its end. */
import type { Measure } from '../../lib/checks/index.ts'
import type { Ms } from '../../lib/sim/index.ts'
import type { Finding, Property, Scenario, World } from '../../lib/suite/index.ts'
import type { Budget } from './budget.ts'
import {
  CHARGES_OPEN_MAX,
  type Charge,
  cartsLost,
  chargesWhileSick,
  checkoutsLost,
  closedAt,
  ms,
  type Press,
  type Run,
  readRun,
  recovery,
  waitWhileSick,
} from './measures.ts'
import type { Properties } from './properties.ts'
import type { Script } from './system.ts'

const ANSWER_MS = 1500

/**
 * The rules are always judged, and before the costs: what is wrong is told before what is dear. `rehearsal` says in the costs
 * which one they are of: 'the flood'.
 */
export function judge(sc: Scenario, p: Properties, script: Script, budget: Budget, rehearsal: string): void {
  const run = once(readRun)
  sc.check(p.honest, (w) => dishonest(run(w)))
  sc.check(p.chargedOnce, (w) => chargedTwice(run(w)))
  sc.check(p.contract, (w) => tooManyOpen(run(w)))
  sc.check(p.answers, (w) => unanswered(run(w), script.durationMs))
  const { cartsLostPct, charges, waitMs, recoveryMs, checkoutsLostPct } = budget
  const cost = (property: Property, max: number | undefined, what: string, of: (r: Run) => Measure) => {
    if (max !== undefined) sc.cost(property, { max, unit: `${what} in ${rehearsal}` }, (w) => of(run(w)))
  }
  cost(p.cartsLost, cartsLostPct, '% of the carts lost', cartsLost)
  cost(p.charges, charges, 'charges sent while it was not well', (r) =>
    chargesWhileSick(r, script, charges ?? 0),
  )
  cost(p.wait, waitMs, 'ms of waiting on average', (r) => waitWhileSick(r, script))
  cost(p.recovery, recoveryMs, 'ms until checkouts are paid again', (r) => recovery(r, script))
  cost(p.checkoutsLost, checkoutsLostPct, '% of the ordinary checkouts lost', (r) => checkoutsLost(r, script))
}

function once(read: typeof readRun): (w: World) => Run {
  let known: Run | undefined
  return (w) => {
    known ??= read(w.trace)
    return known
  }
}

function dishonest({ presses, charges }: Run): Finding | undefined {
  const byOrder = new Map<unknown, Charge[]>()
  for (const c of charges) byOrder.set(c.order, [...(byOrder.get(c.order) ?? []), c])
  for (const p of presses) {
    if (p.type !== 'checkout' || !p.answer || p.answer.refused || !p.reached) continue
    const { status } = (p.answer.body ?? {}) as { status?: unknown }
    const its = byOrder.get(p.order) ?? []
    const { sentAt, event } = p.answer
    if (status === 'paid' && !its.some((c) => c.answer && !c.answer.refused && c.answer.at <= sentAt))
      return {
        because: `Order ${p.order} was called paid at ${ms(sentAt)}, and no charge of it had been answered with a receipt.`,
        expected: 'paid, after a receipt',
        got: its.length === 0 ? 'paid, without a charge' : 'paid, before a receipt',
        witness: [...its.slice(0, 1).map((c) => c.event), event],
      }
    const since = p.reached.at
    const open = its.find((c) => since <= c.at && c.at <= sentAt && !isDefinite(c, sentAt))
    if (status === 'turned away' && open)
      return {
        because: `Order ${p.order} was turned away at ${ms(sentAt)}, but its charge of ${ms(open.at)} ${told(open, sentAt)}.`,
        expected: open.answer && !open.answer.refused ? 'paid or unknown' : 'unknown',
        got: 'turned away',
        witness: [open.event, event],
      }
    if (status === 'unknown' && !its.some((c) => c.at <= sentAt && !isDefinite(c, sentAt)))
      return {
        because: `Order ${p.order} was called unknown at ${ms(sentAt)}, but ${its.length === 0 ? 'no charge of it had been sent' : 'every charge of it had been refused'}.`,
        expected: 'turned away',
        got: 'unknown',
        witness: [...its.slice(-1).map((c) => c.event), event],
      }
  }
}

/** A charge that was refused by then has certainly not happened. */
const isDefinite = (c: Charge, by: Ms) => c.answer?.refused === true && c.answer.at <= by

function told(c: Charge, by: Ms): string {
  if (c.answer && c.answer.at <= by) return 'had been answered with a receipt'
  return 'had no answer: the provider may have done it, or may still do it'
}

function chargedTwice({ charged }: Run): Finding | undefined {
  const first = new Map<string, (typeof charged)[number]>()
  for (const c of charged) {
    const before = first.get(c.order)
    if (before)
      return {
        because: `Order ${c.order} was charged twice: under the key '${before.key}', and again under '${c.key}'.`,
        expected: 'one charge',
        got: 'two charges',
        witness: [before.event, c.event],
      }
    first.set(c.order, c)
  }
}

function tooManyOpen({ charges }: Run): Finding | undefined {
  let open: Charge[] = []
  for (const c of charges) {
    open = open.filter((o) => closedAt(o) > c.at)
    open.push(c)
    if (open.length > CHARGES_OPEN_MAX)
      return {
        because: `At ${ms(c.at)} the shop sent a charge while ${CHARGES_OPEN_MAX} others were open; the oldest of them is of ${ms((open[0] as Charge).at)}.`,
        expected: `at most ${CHARGES_OPEN_MAX} open`,
        got: `${open.length} open`,
        witness: [(open[0] as Charge).event, c.event],
      }
  }
}

function unanswered({ presses }: Run, endMs: Ms): Finding | undefined {
  for (const p of presses) {
    if (!p.reached || p.reached.at + ANSWER_MS >= endMs) continue
    const tookMs = (p.answer?.sentAt ?? Number.POSITIVE_INFINITY) - p.reached.at
    const what = p.type === 'cart' ? `A cart of ${p.customer}` : `The checkout of order ${p.order}`
    if (tookMs > ANSWER_MS)
      return {
        because: `${what} reached the shop at ${ms(p.reached.at)} and ${p.answer ? `was answered after ${ms(tookMs)}` : 'was never answered'}.`,
        expected: `an answer within ${ANSWER_MS} ms`,
        got: p.answer ? `after ${Math.round(tookMs)} ms` : 'none',
        witness: [p.reached.event, ...(p.answer ? [p.answer.event] : [])],
      }
    if (!isProper(p))
      return {
        because: `${what} was answered with ${JSON.stringify(p.answer?.body ?? null)}${p.answer?.refused ? ', refused' : ''}.`,
        expected: p.type === 'cart' ? 'an answer' : "{ status: 'paid' | 'turned away' | 'unknown' }",
        got: JSON.stringify(p.answer?.body ?? null),
        witness: [p.reached.event, ...(p.answer ? [p.answer.event] : [])],
      }
  }
}

function isProper(p: Press): boolean {
  if (!p.answer || p.answer.refused) return false
  const { status } = (p.answer.body ?? {}) as { status?: unknown }
  return p.type === 'cart' || status === 'paid' || status === 'turned away' || status === 'unknown'
}
