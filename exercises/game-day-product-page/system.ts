/**
 * The system of this game day, for both suites: customers and the back office (`door`), the cache that both web servers share, the
 * database's `primary`, which takes prices, and its three replicas, which are read. What goes wrong, and when, is a script: data, so
 * that it can be told before and drawn after.
 */
import type { Ms, NodeId } from '../../lib/sim/index.ts'
import { Refusal, type Scenario, type Supplied } from '../../lib/suite/index.ts'

export const SERVERS = ['web1', 'web2'] as const
export const REPLICAS = ['r1', 'r2', 'r3'] as const
/** The product of the sale. Its price changes in the sale only. */
export const SALE = 'lamp'
const SHELF =
  'chair desk shelf stool bench couch table bed vase rug clock mirror plant candle pillow blanket basket frame hook'.split(
    ' ',
  )
/** What each product costs at first, in cents. No product ever has a price twice. */
export const FIRST_PRICE: ReadonlyMap<string, number> = new Map(
  [SALE, ...SHELF].map((product, i) => [product, 10_000 * (i + 1)]),
)

const PAGES_PER_SECOND = 10
const PRODUCTS_PER_PAGE = 3
const CHANGES_PER_SECOND = 1

/** A replica works on one call at a time: so long, and so much more for each product. */
const CALL_MS = 40
const PRODUCT_MS = 5
const SLOW_MS = 600
const PRODUCTS_MAX = 6
const PUT_MS = 10
/** The cache: how long a lease is out, and how long a value may live. */
const LEASE_MS = 1000
const TTL_MAX_MS = 5000

/** 'slow': a call takes 600 ms. 'refusing': refused at once. */
export type How = 'slow' | 'refusing'

export interface Span {
  readonly fromMs: Ms
  readonly untilMs: Ms
}

/** Such a stretch after each new price of the sale, relative to its coming, in which another page comes that often. */
export interface Flurry extends Span {
  readonly everyMs: Ms
}

export interface Script {
  readonly durationMs: Ms
  /** Replicas that are not well. */
  readonly sick?: readonly (Span & { readonly who: NodeId; readonly how: How })[]
  /** The product of the sale is looked at so often, and its price falls so often, a little unevenly. */
  readonly sale?: Span & { readonly perSecond: number; readonly everyMs: Ms; readonly flurry?: Flurry }
  /** The cache has restarted, empty. */
  readonly coldAtMs?: readonly Ms[]
  /** The cache refuses everything, and keeps what it holds. */
  readonly cacheAway?: readonly Span[]
  /** So many more pages a second. */
  readonly rush?: Span & { readonly perSecond: number }
  /** At each of these instants so many pages are asked for at once. */
  readonly crowds?: { readonly atMs: readonly Ms[]; readonly pages: number }
  /** Prices of ordinary products that change in a second; default 1. `among`: of so many products; default all. */
  readonly changes?: { readonly perSecond: number; readonly among: number }
}

/** Customers come until so long before the end. */
export const CLOSES_BEFORE_END_MS = 1500

export function stage(sc: Scenario, script: Script): void {
  sc.network({ latencyMs: [1, 3] })
  const prices = new Map(FIRST_PRICE)
  sc.supply('door', (s) => door(s, script))
  sc.nodes(SERVERS)
  sc.supply('cache', (s) => cache(s, script))
  sc.supply('primary', (s) => primary(s, prices))
  for (const id of REPLICAS) sc.supply(id, (s) => replica(s, script, prices))
}

/** Customers and changes come at a steady pace, a little unevenly, to the two servers in turn. What is late is lost. */
function door(s: Supplied, script: Script): void {
  const closesAt = script.durationMs - CLOSES_BEFORE_END_MS
  const every = (perSecond: number, from: Ms, until: Ms, one: () => void) => {
    const gap = 1000 / perSecond
    for (let i = 0; from + i * gap < until; i++)
      s.after(Math.round(from + i * gap + (s.random.int(0, 90) / 100) * gap), one)
  }
  let n = 0
  const ask = (type: 'page' | 'price', body: object) =>
    void s.call(SERVERS[n++ % SERVERS.length] as NodeId, type, body, { timeoutMs: null })

  let pages = 0
  // The smaller of two draws makes some products popular.
  const ordinary = () => {
    const products = new Set<string>()
    while (products.size < PRODUCTS_PER_PAGE) products.add(popular())
    ask('page', { id: `a${pages++}`, products: [...products] })
  }
  const popular = () =>
    SHELF[Math.min(s.random.int(0, SHELF.length - 1), s.random.int(0, SHELF.length - 1))] as string
  every(PAGES_PER_SECOND, 0, closesAt, ordinary)
  const { rush, crowds, sale, changes = { perSecond: CHANGES_PER_SECOND, among: SHELF.length } } = script
  if (rush) every(rush.perSecond, rush.fromMs, rush.untilMs, ordinary)
  for (const at of crowds?.atMs ?? [])
    s.after(at, () => {
      for (let i = 0; i < (crowds?.pages ?? 0); i++) ordinary()
    })

  let changed = 0
  every(changes.perSecond, 500, closesAt, () => {
    const product = SHELF[s.random.int(0, changes.among - 1)] as string
    ask('price', { product, cents: (FIRST_PRICE.get(product) as number) + ++changed })
  })
  if (!sale) return
  let seen = 0
  const look = () => ask('page', { id: `s${seen++}`, products: [SALE] })
  every(sale.perSecond, sale.fromMs, sale.untilMs, look)
  let falls = 0
  const { flurry } = sale
  every(1000 / sale.everyMs, sale.fromMs, sale.untilMs, () => {
    ask('price', { product: SALE, cents: (FIRST_PRICE.get(SALE) as number) - 100 * ++falls })
    if (flurry) for (let at = flurry.fromMs; at < flurry.untilMs; at += flurry.everyMs) s.after(at, look)
  })
}

interface Held {
  readonly value: unknown
  readonly untilMs: Ms
}

function cache(s: Supplied, script: Script): void {
  const held = new Map<string, Held>()
  const leases = new Map<string, { readonly lease: number; readonly untilMs: Ms }>()
  let issued = 0
  const away = () => (script.cacheAway ?? []).some((a) => a.fromMs <= s.now && s.now < a.untilMs)

  s.view({ cache: 'well' })
  for (const at of (script.cacheAway ?? []).flatMap((a) => [a.fromMs, a.untilMs]))
    s.after(at, () => {
      s.note(away() ? 'cache refuses everything' : 'cache is back')
      s.view({ cache: away() ? 'refusing' : 'well' })
    })
  for (const at of script.coldAtMs ?? [])
    s.after(at, () => {
      held.clear()
      leases.clear()
      s.note('cache restarted, empty')
    })

  const on = (type: string, needs: string, answer: (body: Asked) => unknown) =>
    s.on(type, (body: Asked | null) => {
      if (away()) throw new Refusal('unavailable')
      if (typeof body?.key !== 'string') throw new Refusal(`${type} needs ${needs}`)
      return answer(body)
    })
  on('get', '{ key: string }', ({ key }) => {
    const found = held.get(key)
    if (found && s.now < found.untilMs) return { hit: true, value: found.value }
    const out = leases.get(key)
    if (out && s.now < out.untilMs) return { hit: false, lease: null }
    const lease = ++issued
    leases.set(key, { lease, untilMs: s.now + LEASE_MS })
    return { hit: false, lease }
  })
  on(
    'set',
    '{ key: string, value, ttlMs: 1 to 5,000, lease: number }',
    ({ key, value = null, ttlMs, lease }) => {
      if (typeof ttlMs !== 'number' || !(ttlMs >= 1 && ttlMs <= TTL_MAX_MS))
        throw new Refusal(`ttlMs goes from 1 to ${TTL_MAX_MS}`)
      const out = leases.get(key)
      if (!out || out.lease !== lease || s.now >= out.untilMs) return false
      leases.delete(key)
      held.set(key, { value, untilMs: s.now + ttlMs })
      return true
    },
  )
  on('del', '{ key: string }', ({ key }) => {
    held.delete(key)
    leases.delete(key)
    return true
  })
}

interface Asked {
  readonly key: string
  readonly value?: unknown
  readonly ttlMs?: unknown
  readonly lease?: unknown
}

/** A put is answered when all replicas have it. */
function primary(s: Supplied, prices: Map<string, number>): void {
  s.on('put', async (body: { product?: unknown; cents?: unknown } | null, _from, event) => {
    const { product, cents } = body ?? {}
    if (typeof product !== 'string' || !prices.has(product) || typeof cents !== 'number')
      throw new Refusal('put needs { product: string, cents: number }')
    await s.sleep(PUT_MS)
    prices.set(product, cents)
    s.note('put', { product, cents }, event)
    return true
  })
}

function replica(s: Supplied, script: Script, prices: ReadonlyMap<string, number>): void {
  const waiting: (() => void)[] = []
  let busy = false
  const mine = (script.sick ?? []).filter((p) => p.who === s.id)
  const how = (): How | 'well' => mine.find((p) => p.fromMs <= s.now && s.now < p.untilMs)?.how ?? 'well'

  s.view({ [s.id]: 'well' })
  for (const at of new Set(mine.flatMap((p) => [p.fromMs, p.untilMs])))
    s.after(at, () => {
      s.note(`${s.id} ${WORDS[how()]}`)
      s.view({ [s.id]: how() })
    })

  s.on('many', async (body: { products?: unknown } | null) => {
    const products = body?.products
    if (!Array.isArray(products) || products.length === 0 || products.length > PRODUCTS_MAX)
      throw new Refusal(`many needs { products: 1 to ${PRODUCTS_MAX} of them }`)
    if (how() === 'refusing') throw new Refusal('unavailable')
    if (busy) await new Promise<void>((go) => waiting.push(go))
    else busy = true
    const answer = products.map((p) => prices.get(p) ?? null)
    await s.sleep(how() === 'slow' ? SLOW_MS : CALL_MS + PRODUCT_MS * products.length)
    const next = waiting.shift()
    if (next) next()
    else busy = false
    return { prices: answer }
  })
}

const WORDS = { well: 'is well again', slow: 'is slow', refusing: 'refuses everything' } as const
