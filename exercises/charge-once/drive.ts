/** The world of both suites: the bank, customers who wait for their answer, and the ledger that judges. */
import type { Ms } from '../../lib/sim/index.ts'
import { type Client, type Finding, Refusal, type Scenario, type World } from '../../lib/suite/index.ts'
import type { Properties } from './properties.ts'

export const ANSWER_MS = 2000

interface Payment {
  readonly key: string
  readonly cents: number
  readonly event: number
  readonly at: Ms
}

interface Ask {
  readonly order: string
  readonly at: Ms
  readonly event: number
  over: boolean
  /** Of one that was answered: the event, and when. */
  answer?: { event: number; at: Ms }
}

/** What the bank took, and who waits for the shop. */
export class Ledger {
  readonly payments = new Map<string, Payment[]>()
  readonly asks: Ask[] = []
  /** Orders that the bank refused because their key was another order's. */
  readonly refused = new Map<
    string,
    { readonly key: string; readonly first: string; readonly event: number }
  >()
  /** Requests that came to the bank, by key. */
  readonly requests = new Map<string, number>()

  taken(order: string): number {
    return (this.payments.get(order) ?? []).reduce((sum, p) => sum + p.cents, 0)
  }

  /** A customer who still waits at `now`, later than the prompt allows. */
  late(now: Ms, healAtMs: Ms): Finding | undefined {
    const ask = this.asks.find((a) => !a.over && now > Math.max(a.at, healAtMs) + ANSWER_MS)
    if (!ask) return undefined
    const since = healAtMs > ask.at ? `nothing fails after ${ms(healAtMs)}` : 'nothing failed'
    const other = this.asks.find((a) => a !== ask && a.order === ask.order && a.answer)?.answer
    const told = other
      ? ` Another request for this order was answered at ${ms(other.at)}; each gets its own.`
      : ''
    const shared = this.refused.get(ask.order)
    return {
      because: `The customer asked for order ${ask.order} at ${ms(ask.at)}, ${since}, and at ${ms(now)} there is no answer.${told}${sharedKey(shared)}`,
      expected: { paid: true },
      got: 'no answer',
      witness: [ask.event],
      context: [other?.event, shared?.event].filter((id) => id !== undefined),
    }
  }

  /** What the shop was asked for until the order was charged again, and what it saved meanwhile: few of each. */
  between(order: string, w: World): readonly number[] {
    const first = this.asks.find((a) => a.order === order)?.event ?? 0
    const asked = this.asks.map((a) => a.event).filter((id) => id >= first)
    const saved = w.trace.filter((e) => e.kind === 'disk-write' && e.node === 'shop' && e.id > first)
    return [
      ...asked.slice(0, 2),
      ...asked.slice(2).slice(-2),
      ...[...saved.slice(0, 2), ...saved.slice(2).slice(-1)].map((e) => e.id),
    ]
  }
}

/** What a customer does; `ledger` is what the bank took so far. */
type Customer = (c: Client, ledger: Ledger) => Promise<void>

/** Lanes from left to right: customers, `shop` with the learner's code, bank. Every property is judged from the first event on. */
export function world(sc: Scenario, P: Properties, customers: Readonly<Record<string, Customer>>): Ledger {
  const ledger = new Ledger()
  for (const [id, customer] of Object.entries(customers)) sc.client(id, (c) => customer(c, ledger))
  let twice: Finding | undefined
  sc.nodes(['shop'])
  sc.supply('bank', (bank) => {
    const known = new Map<string, { order: string; cents: number }>()
    bank.on('charge', (body, _from, event) => {
      const { key, order, cents } = body ?? {}
      if (typeof key !== 'string' || typeof order !== 'string' || !Number.isInteger(cents) || cents <= 0)
        throw new Refusal('bad-request')
      ledger.requests.set(key, (ledger.requests.get(key) ?? 0) + 1)
      const first = known.get(key)
      if (first) {
        if (first.order !== order || first.cents !== cents) {
          if (first.order !== order) ledger.refused.set(order, { key, first: first.order, event })
          throw new Refusal('key-reused')
        }
        return { ok: true }
      }
      known.set(key, { order, cents })
      const before = ledger.payments.get(order) ?? []
      const payment = {
        key,
        cents,
        event: bank.note(`takes ${money(cents)}`, { order, key }, event),
        at: bank.now,
      }
      ledger.payments.set(order, [...before, payment])
      const [earlier] = before
      if (earlier)
        twice ??= { ...chargedTwice(order, earlier, payment), context: ledger.between(order, bank.w) }
      return { ok: true }
    })
  })
  sc.always(P.chargedOnce, () => twice)
  sc.always(P.answered, (e, w) => {
    if (e.kind === 'crash' && e.node === 'shop') for (const ask of ledger.asks) ask.over = true
    return ledger.late(e.at, w.healAtMs)
  })
  sc.check(P.answered, (w) => ledger.late(w.now, w.healAtMs))
  return ledger
}

function chargedTwice(order: string, a: Payment, b: Payment): Finding {
  return {
    because: `The bank took ${money(a.cents)} for order ${order} at ${ms(a.at)} under the key ${a.key}, and ${money(b.cents)} for the same order at ${ms(b.at)} under the key ${b.key}. To the bank these are two payments.`,
    expected: `one payment for order ${order}`,
    got: `two: keys ${a.key} and ${b.key}`,
    witness: [a.event, b.event],
  }
}

/** A customer buys and waits for the answer, however long that takes; at a shop that is down nobody answers. */
export async function buy(
  c: Client,
  P: Properties,
  ledger: Ledger,
  order: string,
  cents: number,
): Promise<void> {
  const ask: Ask = { order, at: c.now, event: c.note(`wants ${order}`, { cents }), over: !c.w.isUp('shop') }
  ledger.asks.push(ask)
  const r = await c.call('shop', 'buy', { order, cents }, { local: true, timeoutMs: null })
  if (ask.over) return
  ask.over = true
  ask.answer = { event: r.endId, at: c.now }
  if (!r.ok) {
    const shared = ledger.refused.get(order)
    return c.fail(P.answered, {
      because: `The shop refused order ${order} with '${r.reason}'. The card is good: nothing speaks against this order.${sharedKey(shared)}`,
      expected: { paid: true },
      got: { refused: r.reason },
      witness: [r.endId],
      context: shared ? [shared.event] : [],
    })
  }
  if (r.value?.paid !== true || Object.keys(r.value).length !== 1)
    return c.fail(P.answered, {
      because: `The shop answered order ${order} with something else than { paid: true }.`,
      expected: { paid: true },
      got: r.value ?? null,
      witness: [r.endId],
    })
  if (ledger.taken(order) !== cents) c.fail(P.paidMeansCharged, unpaid(ledger, order, cents, r.endId))
}

function unpaid(ledger: Ledger, order: string, cents: number, event: number): Finding {
  const taken = ledger.taken(order)
  return {
    because: `The shop says that order ${order} is paid. It costs ${money(cents)}, and the bank has taken ${taken === 0 ? 'nothing' : money(taken)}.`,
    expected: `${money(cents)} taken`,
    got: taken === 0 ? 'nothing taken' : `${money(taken)} taken`,
    witness: [...(ledger.payments.get(order) ?? []).slice(0, 1).map((p) => p.event), event],
  }
}

function sharedKey(shared: { readonly key: string; readonly first: string } | undefined): string {
  return shared ? ` The bank had refused its key ${shared.key}: it is the key of order ${shared.first}.` : ''
}

/** Whether the bank has taken money for the order. */
export function isTaken(ledger: Ledger, order: string): (w: World) => boolean {
  return () => ledger.payments.has(order)
}

function money(cents: number): string {
  return (cents / 100).toFixed(2)
}

function ms(at: Ms): string {
  return `${Math.round(at)} ms`
}
