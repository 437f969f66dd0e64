/** How a run of the game day is judged: at its end, over the whole trace, so that a run is always played to its end. */
import type { Measure } from '../../lib/checks/index.ts'
import type { Ms, Trace } from '../../lib/sim/index.ts'
import type { Finding, Property, Scenario, World } from '../../lib/suite/index.ts'
import type { Budget } from './budget.ts'
import {
  callsToSick,
  callsWhileWell,
  callsWithoutCache,
  isFailed,
  loadsInTheSale,
  ms,
  type Put,
  pagesLost,
  pricesOf,
  type Request,
  type Run,
  readRun,
  wait,
} from './measures.ts'
import type { Properties } from './properties.ts'
import { wayOf } from './story.ts'
import { FIRST_PRICE, type Script } from './system.ts'

const ANSWER_MS = 1000

/**
 * The rules are always judged, and before the costs: what is wrong is told before what is dear. `rehearsal` says in the costs
 * which one they are of: 'the sale'.
 */
export function judge(sc: Scenario, p: Properties, script: Script, budget: Budget, rehearsal: string): void {
  let known: Run | undefined
  const run = (w: World) => {
    known ??= readRun(w.trace)
    return known
  }
  sc.check(p.fresh, (w) => stale(run(w), w.trace))
  sc.check(p.answers, (w) => unanswered(run(w), script))
  const cost = (
    property: Property,
    max: number | undefined,
    what: string,
    of: (r: Run, s: Script, max: number) => Measure,
  ) => {
    if (max !== undefined)
      sc.cost(property, { max, unit: `${what} in ${rehearsal}` }, (w) => of(run(w), script, max))
  }
  cost(p.callsWhileWell, budget.callsWhileWell, 'calls per page', callsWhileWell)
  cost(p.callsToSick, budget.callsToSick, 'calls to a sick replica', callsToSick)
  cost(p.loadsInTheSale, budget.loadsInTheSale, 'loads per change of the price', loadsInTheSale)
  cost(p.callsWithoutCache, budget.callsWithoutCache, 'calls per page without a cache', callsWithoutCache)
  cost(p.pagesLost, budget.pagesLostPct, '% of the pages lost', pagesLost)
  cost(p.wait, budget.waitMs, 'ms of waiting on average', wait)
}

/** The prices that a product had, in order; the first has no event. */
type History = readonly (Pick<Put, 'cents'> & Partial<Put>)[]

function stale({ pages, changes, puts }: Run, trace: Trace): Finding | undefined {
  const of = new Map<string, History>()
  const historyOf = (product: string): History => {
    const known = of.get(product)
    if (known) return known
    const its = puts.filter((p) => p.product === product)
    const history = [{ cents: FIRST_PRICE.get(product) as number }, ...its]
    of.set(product, history)
    return history
  }
  for (const change of changes) {
    const finding = unmade(change, historyOf(change.products[0] as string))
    if (finding) return finding
  }
  for (const page of pages) {
    const shown = pricesOf(page)
    if (!shown || !page.answer || !page.reached) continue
    for (const product of page.products) {
      const cents = shown[product] as number
      const history = historyOf(product)
      const version = history.findLastIndex((h) => h.cents === cents && (h.at ?? 0) <= (page.answer?.at ?? 0))
      if (version < 0)
        return {
          because: `At ${ms(page.answer.sentAt)} ${page.server} showed ${product} at ${cents}, which its price never was.`,
          expected: `${product} at ${history.at(-1)?.cents}`,
          got: `${product} at ${cents}`,
          witness: [page.reached.event, page.answer.event],
        }
      const before = confirmed(changes, product, page.reached.at)
      const known = Math.max(0, ...before.map((c) => history.findIndex((h) => h.cents === c.cents)))
      if (version >= known) continue
      const change = before.find((c) => c.cents === history[known]?.cents) as Request
      const way = wayOf(trace, page, product, cents)
      return {
        because: `${product} cost ${history[known]?.cents}, and ${change.server} had confirmed that at ${ms(change.answer?.sentAt ?? 0)}. A page that reached ${page.server} at ${ms(page.reached.at)} still showed ${cents}. ${way.sentence}`,
        expected: `${product} at ${history[known]?.cents}, or at a later price`,
        got: `${product} at ${cents}`,
        witness: [change.answer?.event as number, page.answer.event],
        context: [page.reached.event, ...way.events],
      }
    }
  }
}

/** Changes of the product that had been answered before `by`. */
const confirmed = (changes: readonly Request[], product: string, by: Ms) =>
  changes.filter((c) => c.products[0] === product && isSet(c) && (c.answer?.sentAt ?? by) < by)

const isSet = (c: Request): boolean =>
  !!c.answer && !c.answer.refused && (c.answer.body as { status?: unknown } | null)?.status === 'set'

/** A change that was confirmed before the database had it. */
function unmade(change: Request, history: History): Finding | undefined {
  if (!change.answer || !isSet(change)) return undefined
  const { sentAt, event } = change.answer
  if (history.some((h) => h.cents === change.cents && (h.at ?? 0) <= sentAt)) return undefined
  const [product] = change.products
  return {
    because: `${change.server} confirmed at ${ms(sentAt)} that ${product} costs ${change.cents}. The primary had not put it by then.`,
    expected: 'set, after the put',
    got: 'set, before the put',
    witness: [change.reached?.event ?? change.event, event],
  }
}

function unanswered({ pages, changes }: Run, script: Script): Finding | undefined {
  for (const r of [...pages, ...changes]) {
    if (!r.reached) continue
    const due = r.type === 'page' ? r.reached.at + ANSWER_MS : dueOfChange(r.reached.at, script)
    if (due >= script.durationMs) continue
    const what = `${r.type === 'page' ? 'The page of' : 'The new price of'} ${r.products.join(', ')} reached ${r.server} at ${ms(r.reached.at)}`
    if (!r.answer || r.answer.sentAt > due)
      return {
        because: `${what} and ${r.answer ? `was answered after ${ms(r.answer.sentAt - r.reached.at)}` : 'was never answered'}.`,
        expected: `an answer within ${ms(due - r.reached.at)}`,
        got: r.answer ? `after ${ms(r.answer.sentAt - r.reached.at)}` : 'none',
        witness: [r.reached.event],
        // Without its past: that may be a hundred looks into the cache.
        context: [r.last],
      }
    if (r.type === 'page' ? pricesOf(r) || isFailed(r) : isSet(r)) continue
    const got = JSON.stringify(r.answer.body ?? null)
    return {
      because: `${what} and was answered with ${got}${r.answer.refused ? ', refused' : ''}.`,
      expected:
        r.type === 'page'
          ? "{ status: 'shown', prices } with a number for each product, or { status: 'failed' }"
          : "{ status: 'set' }",
      got,
      witness: [r.reached.event, r.last],
    }
  }
}

/** 1,000 ms in which the cache answers. */
function dueOfChange(from: Ms, { cacheAway = [] }: Script): Ms {
  let due = from + ANSWER_MS
  for (const a of cacheAway)
    if (a.fromMs < due && from < a.untilMs) due += a.untilMs - Math.max(a.fromMs, from)
  return due
}
