/** What happened in a run, read from its trace alone, and what it is worth: the numbers that suites and postmortem show. */
import type { Measure } from '../../lib/checks/index.ts'
import type { EventId, Ms, Trace, TraceEvent } from '../../lib/sim/index.ts'
import { CLOSES_BEFORE_END_MS, REPLICAS, SALE, type Script, SERVERS, type Span } from './system.ts'

/** The objective: a page is shown so long after the customer came, inclusive. */
export const SHOWN_MS = 300
/** Who has no answer after so long has waited so long. */
export const PATIENCE_MS = 1000
/** Around a trouble calls count neither for it nor for an ordinary day. */
const BEFORE_MS = 100
const AFTER_MS = 1000

/** A page that a customer asks for, or a price that the back office changes. */
export interface Request {
  readonly type: 'page' | 'price'
  readonly server: string
  readonly cameAt: Ms
  readonly event: EventId
  readonly products: readonly string[]
  /** Of a change: the new price. */
  readonly cents?: number
  readonly reached?: { readonly at: Ms; readonly event: EventId }
  readonly answer?: {
    readonly sentAt: Ms
    readonly at: Ms
    readonly event: EventId
    readonly refused: boolean
    readonly body: unknown
  }
  /** The last that is known of it: the answer or the request. */
  readonly last: EventId
}

/** A call to a replica. */
export interface Call {
  readonly from: string
  readonly to: string
  readonly at: Ms
  readonly event: EventId
  readonly products: readonly unknown[]
  readonly answer?: { readonly at: Ms; readonly event: EventId; readonly refused: boolean }
}

/** A price that all replicas have. */
export interface Put {
  readonly at: Ms
  readonly product: string
  readonly cents: number
  readonly event: EventId
}

export interface Run {
  readonly pages: readonly Request[]
  readonly changes: readonly Request[]
  readonly calls: readonly Call[]
  readonly puts: readonly Put[]
  /** Answers of the cache's `get`: how many were hits. */
  readonly gets: readonly { readonly at: Ms; readonly hit: boolean }[]
}

/** Nothing that a solution traces plays a part. */
export function readRun(trace: Trace): Run {
  const requests = new Map<number, Writable<Request>>()
  const calls = new Map<number, Writable<Call>>()
  const puts: Put[] = []
  const gets: { at: Ms; hit: boolean }[] = []
  const sentAt = new Map<number, Ms>()
  const asked = new Set<number>()
  for (const e of trace) {
    if (e.kind === 'note' && e.node === 'primary') {
      const { product, cents } = e.data as { product: string; cents: number }
      puts.push({ at: e.at, product, cents, event: e.id })
    } else if (e.kind === 'send' && e.re === undefined) {
      if (e.node === 'door') requests.set(e.msg as number, requestOf(e))
      else if (isServer(e.node) && isReplica(e.peer) && e.type === 'many')
        calls.set(e.msg as number, callOf(e))
      else if (isServer(e.node) && e.peer === 'cache' && e.type === 'get') asked.add(e.msg as number)
    } else if (e.kind === 'send' && isServer(e.node)) sentAt.set(e.re as number, e.at)
    else if (e.kind === 'deliver' && e.re === undefined) {
      const request = isServer(e.node) ? requests.get(e.msg as number) : undefined
      if (request) request.reached = { at: e.at, event: e.id }
    } else if (e.kind === 'deliver') {
      const re = e.re as number
      const { id: event, at, body = null } = e
      const refused = e.label === 'refused'
      const request = e.node === 'door' ? requests.get(re) : undefined
      if (request) {
        request.answer = { sentAt: sentAt.get(re) ?? at, at, refused, body, event }
        request.last = event
      }
      const call = calls.get(re)
      if (call && isServer(e.node)) call.answer = { at, event, refused }
      if (asked.has(re) && !refused) gets.push({ at, hit: (body as { hit?: unknown } | null)?.hit === true })
    }
  }
  const all = [...requests.values()]
  return {
    pages: all.filter((r) => r.type === 'page'),
    changes: all.filter((r) => r.type === 'price'),
    calls: [...calls.values()],
    puts,
    gets,
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

const isServer = (node: string) => (SERVERS as readonly string[]).includes(node)
const isReplica = (node: string | undefined) => (REPLICAS as readonly (string | undefined)[]).includes(node)

function requestOf(e: TraceEvent): Writable<Request> {
  const { products, product, cents } = e.body as { products?: string[]; product?: string; cents?: number }
  return {
    type: e.type === 'price' ? 'price' : 'page',
    server: e.peer as string,
    cameAt: e.at,
    event: e.id,
    products: products ?? [product as string],
    ...(cents === undefined ? {} : { cents }),
    last: e.id,
  }
}

function callOf(e: TraceEvent): Writable<Call> {
  const { products } = (e.body ?? {}) as { products?: unknown }
  return {
    from: e.node,
    to: e.peer as string,
    at: e.at,
    event: e.id,
    products: Array.isArray(products) ? products : [],
  }
}

/** The prices on the page that was shown; undefined: it failed, or is not a page. */
export function pricesOf(r: Request): Readonly<Record<string, unknown>> | undefined {
  if (!r.answer || r.answer.refused) return undefined
  const { status, prices } = (r.answer.body ?? {}) as { status?: unknown; prices?: unknown }
  if (status !== 'shown' || typeof prices !== 'object' || prices === null) return undefined
  const shown = prices as Record<string, unknown>
  return r.products.every((p) => typeof shown[p] === 'number') ? shown : undefined
}

export const isFailed = (r: Request): boolean =>
  !!r.answer && !r.answer.refused && (r.answer.body as { status?: unknown } | null)?.status === 'failed'

const tookMs = (r: Request): Ms => (r.answer?.at ?? Number.POSITIVE_INFINITY) - r.cameAt
export const waitOf = (r: Request): Ms => Math.min(PATIENCE_MS, tookMs(r))
export const isGood = (r: Request): boolean => pricesOf(r) !== undefined && tookMs(r) <= SHOWN_MS

// ---- the script's times ----

export const within = (at: Ms, spans: readonly Span[]) => spans.some((s) => s.fromMs <= at && at < s.untilMs)

/** Everything of the script that is not an ordinary day. */
const troubles = ({ sick = [], sale, coldAtMs = [], cacheAway = [], rush }: Script): Span[] => [
  ...sick,
  ...cacheAway,
  ...coldAtMs.map((at) => ({ fromMs: at, untilMs: at })),
  ...(sale ? [sale] : []),
  ...(rush ? [rush] : []),
]

function isQuiet(at: Ms, script: Script): boolean {
  const around = troubles(script).map((t) => ({
    fromMs: t.fromMs - BEFORE_MS,
    untilMs: t.untilMs + AFTER_MS,
  }))
  return at < script.durationMs - CLOSES_BEFORE_END_MS && !within(at, around)
}

/** All replicas refuse, or will before a call is through. */
function nobodyWell(at: Ms, { sick = [] }: Script): boolean {
  const refuses = (who: string) =>
    sick.some((s) => s.who === who && s.how === 'refusing' && s.fromMs - BEFORE_MS <= at && at < s.untilMs)
  return REPLICAS.every(refuses)
}

// ---- what it is worth ----

/** Of those that came while there was somebody who could have answered. */
export function pagesLost({ pages: all }: Run, script: Script): Measure {
  const pages = all.filter((p) => !nobodyWell(p.cameAt, script))
  const bad = pages.filter((p) => !isGood(p))
  const [first] = bad
  if (!first) return { value: 0, witness: [] }
  const value = (100 * bad.length) / pages.length
  return {
    value,
    witness: [first.last],
    because: `${bad.length} of ${pages.length} pages were lost (${Math.round(value * 10) / 10} %), the first at ${ms(first.cameAt)} (${first.products.join(', ')}: ${fateOf(first)})`,
  }
}

/** What became of one that missed the objective. */
export function fateOf(p: Request): string {
  if (!p.answer) return 'no answer'
  if (p.answer.refused) return 'refused'
  const took = `after ${ms(tookMs(p))}`
  if (isFailed(p)) return `failed ${took}`
  return pricesOf(p) ? `shown ${took}` : `no proper answer ${took}`
}

/** On average, of all pages. */
export function wait({ pages }: Run): Measure {
  if (pages.length === 0) return { value: 0, witness: [] }
  const most = pages.reduce((a, b) => (waitOf(b) > waitOf(a) ? b : a))
  return {
    value: pages.reduce((sum, p) => sum + waitOf(p), 0) / pages.length,
    witness: [most.last],
    most: `the page of ${ms(most.cameAt)}: ${ms(waitOf(most))}`,
  }
}

/** Calls to replicas per page, over what came and what was called while `of` holds. */
function perPage({ pages, calls }: Run, of: (at: Ms) => boolean): Measure {
  const came = pages.filter((p) => of(p.cameAt)).length
  const sent = calls.filter((c) => of(c.at))
  const value = came === 0 ? 0 : sent.length / came
  return {
    value,
    witness: sent.slice(0, 3).map((c) => c.event),
    because: `${sent.length} calls were made for ${came} pages (${rounded(value)} each)`,
  }
}

export const callsWhileWell = (run: Run, script: Script): Measure => perPage(run, (at) => isQuiet(at, script))

export const callsWithoutCache = (run: Run, script: Script): Measure =>
  perPage(run, (at) => within(at, script.cacheAway ?? []))

/** Calls to a replica that is slow or refuses. `max`: the budget; the first call over it is shown. */
export function callsToSick({ calls }: Run, { sick = [] }: Script, max: number): Measure {
  const sent = calls.filter((c) =>
    within(
      c.at,
      sick.filter((s) => s.who === c.to),
    ),
  )
  const over = sent[max]
  if (!over) return { value: sent.length, witness: [] }
  const when = sick.map((s) => `${s.who} (${s.how}, ${grouped(s.fromMs)} to ${ms(s.untilMs)})`)
  return {
    value: sent.length,
    witness: [over.answer?.event ?? over.event],
    because: `${sent.length} calls were sent to ${when.join(', ')}`,
  }
}

/** How often the product of the sale was asked of a replica in the sale, per change of its price. */
export function loadsInTheSale({ calls, changes }: Run, { sale }: Script): Measure {
  if (!sale) return { value: 0, witness: [] }
  const falls = changes.filter((c) => c.products[0] === SALE)
  const loads = calls.filter((c) => within(c.at, [sale]) && c.products.includes(SALE))
  const [first, second] = [falls[0], falls[1]]
  const between = loads.filter((c) => first && second && first.cameAt < c.at && c.at < second.cameAt)
  const value = falls.length === 0 ? 0 : loads.length / falls.length
  return {
    value,
    witness: [...falls.slice(0, 1).map((f) => f.event), ...between.slice(0, 3).map((c) => c.event)],
    because: `${SALE} was asked of the replicas ${loads.length} times while its price fell ${falls.length} times (${rounded(value)} each)`,
  }
}

const rounded = (x: number) => Math.round(x * 100) / 100
export const ms = (x: Ms) => `${grouped(x)} ms`

function grouped(x: number): string {
  return String(Math.round(x)).replace(/\B(?=(\d{3})+$)/g, ',')
}
