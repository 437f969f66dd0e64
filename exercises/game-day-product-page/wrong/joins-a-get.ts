// fails: fresh
// Who comes while the cache is being asked takes that answer, too. It may have left before the price changed that this page has to show.
import { type Ctx, node } from 'faultline'

const REPLICAS = ['r1', 'r2', 'r3']
/** So many products does a replica take in a call, and so long are they collected. */
const BATCH_MAX = 6
const BATCH_MS = 8
/** A call is given up early enough for another one at another replica. */
const TRY_MS = 140
/** So many failures in a row, and a replica has rest. */
const TRIP = 2
const REST_MS = 1500
const TTL_MS = 5000
const POLL_MS = 15
/** A cache that refuses is asked again so often to let go of a price. */
const AGAIN_MS = 40
/** Who waits for somebody else's load gives up then. */
const PAGE_MS = 300

export default node((ctx) => {
  const load = batcher(ctx, replicas(ctx))
  const asking = new Map<string, Promise<{ hit: boolean; value: number; lease: number | null }>>()

  /** One question to the cache per product at a time. Only who asked gets the lease. */
  function get(product: string) {
    const asked = asking.get(product)
    if (asked) return asked.then((found) => (found.hit ? found : { ...found, lease: null }))
    const asks = ctx.rpc('cache', 'get', { key: product }).finally(() => asking.delete(product))
    asking.set(product, asks)
    return asks
  }

  async function priceOf(product: string): Promise<number> {
    const deadline = ctx.clock.mono() + PAGE_MS
    while (ctx.clock.mono() < deadline) {
      const found = await get(product).catch(() => undefined)
      if (found === undefined) return load(product)
      if (found.hit) return found.value
      if (found.lease !== null) return fill(product, found.lease)
      // Somebody else is loading it.
      await ctx.sleep(POLL_MS)
    }
    throw new Error('too late')
  }
  /** The lease proves to the cache that no change has come between. */
  async function fill(product: string, lease: number): Promise<number> {
    const cents = await load(product)
    ctx.rpc('cache', 'set', { key: product, value: cents, ttlMs: TTL_MS, lease }).catch(() => {})
    return cents
  }

  ctx.on('page', async ({ products }: { products: string[] }) => {
    try {
      const cents = await Promise.all(products.map(priceOf))
      return { status: 'shown', prices: Object.fromEntries(products.map((p, i) => [p, cents[i]])) }
    } catch {
      return { status: 'failed' }
    }
  })

  // First the database, then the cache; and not a word before the cache has let go of the old price.
  ctx.on('price', async ({ product, cents }: { product: string; cents: number }) => {
    await ctx.rpc('primary', 'put', { product, cents })
    while (!(await ctx.rpc('cache', 'del', { key: product }).catch(() => false))) await ctx.sleep(AGAIN_MS)
    return { status: 'set' }
  })
})

type Load = (product: string) => Promise<number>
type LoadMany = (products: string[]) => Promise<number[]>

/** Collects for a few ms. A batch that has left takes nobody in: who comes later may know of a newer price. */
function batcher(ctx: Ctx, loadMany: LoadMany): Load {
  let pending: { products: string[]; prices: Promise<number[]>; go: () => void } | undefined

  function begin() {
    const products: string[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = ctx.after(BATCH_MS, () => batch.go())
    const batch = {
      products,
      prices: promise.then(() => loadMany(products)),
      go() {
        timer.cancel()
        pending = undefined
        resolve()
      },
    }
    return batch
  }
  return async (product) => {
    pending ??= begin()
    const { products, prices, go } = pending
    if (!products.includes(product)) products.push(product)
    if (products.length === BATCH_MAX) go()
    return (await prices)[products.indexOf(product)] as number
  }
}

interface Replica {
  name: string
  inFlight: number
  failures: number
  restsUntil: number
}

/** The one with least in flight, and not one that failed lately. A second try goes to another. */
function replicas(ctx: Ctx): LoadMany {
  const all = REPLICAS.map((name): Replica => ({ name, inFlight: 0, failures: 0, restsUntil: 0 }))
  let turn = 0

  function pick(tried?: Replica): Replica {
    const now = ctx.clock.mono()
    const others = all.filter((r) => r !== tried)
    const rested = others.filter((r) => now >= r.restsUntil)
    const among = rested.length > 0 ? rested : others
    const least = Math.min(...among.map((r) => r.inFlight))
    const idle = among.filter((r) => r.inFlight === least)
    return idle[turn++ % idle.length] as Replica
  }
  async function ask(r: Replica, products: string[]): Promise<number[]> {
    r.inFlight++
    try {
      const { prices } = await ctx.rpc(r.name, 'many', { products }, { timeout: TRY_MS })
      r.failures = 0
      return prices
    } catch (e) {
      if (++r.failures >= TRIP) r.restsUntil = ctx.clock.mono() + REST_MS
      throw e
    } finally {
      r.inFlight--
    }
  }
  return (products) => {
    const first = pick()
    return ask(first, products).catch(() => ask(pick(first), products))
  }
}
