import { node } from 'faultline'

/**
 * Nothing is collected over time: what one page misses is fetched in one call. Replicas are chosen by how long they took lately, and a
 * failure counts as very long. Whoever holds no lease waits for the page that does, if it is on this server, and then looks again.
 */
interface Replica {
  name: string
  /** A moving average. It fades towards 0 while nobody asks, so that each gets a chance again. */
  tookMs: number
  since: number
  open: number
}

type Found = { hit: true; value: number } | { hit: false; lease: number | null } | undefined

export default node((ctx) => {
  const now = () => ctx.clock.mono()
  const replicas = ['r1', 'r2', 'r3'].map((name): Replica => ({ name, tookMs: 0, since: now(), open: 0 }))
  const loading = new Map<string, Promise<unknown>>()

  const weight = (r: Replica) => Math.max(55, r.tookMs - (now() - r.since) * 0.6) * (1 + r.open)
  const learn = (r: Replica, ms: number) => {
    r.tookMs = ms > r.tookMs ? ms : r.tookMs * 0.7 + ms * 0.3
    r.since = now()
  }
  async function ask(r: Replica, products: string[]): Promise<number[]> {
    const began = now()
    r.open++
    try {
      const { prices } = await ctx.rpc(r.name, 'many', { products }, { timeout: 150 })
      learn(r, now() - began)
      return prices
    } catch (e) {
      learn(r, 1200)
      throw e
    } finally {
      r.open--
    }
  }
  async function fetchAll(products: string[]): Promise<Map<string, number>> {
    const ranked = [...replicas].sort((a, b) => weight(a) - weight(b))
    const [first, second] = ranked as [Replica, Replica, Replica]
    const prices = await ask(first, products).catch(() => ask(second, products))
    return new Map(products.map((p, i) => [p, prices[i] as number]))
  }

  const look = (product: string): Promise<Found> =>
    ctx.rpc('cache', 'get', { key: product }).catch(() => undefined)

  async function page(products: string[], until: number): Promise<Map<string, number>> {
    const found = new Map<string, Found>()
    await Promise.all(products.map(async (p) => found.set(p, await look(p))))
    const prices = new Map<string, number>()
    const leases = new Map<string, number>()
    const missing: string[] = []
    const later: string[] = []
    for (const [p, f] of found) {
      if (f?.hit) prices.set(p, f.value)
      else if (f && f.lease === null) later.push(p)
      else missing.push(p)
      if (f && !f.hit && f.lease !== null) leases.set(p, f.lease)
    }
    if (missing.length > 0) {
      const load = fetchAll(missing)
      const settled = load.then(
        async (got) => {
          const fill = ([key, lease]: [string, number]) =>
            ctx.rpc('cache', 'set', { key, value: got.get(key), ttlMs: 4800, lease }).catch(() => {})
          await Promise.all([...leases].map(fill))
        },
        () => Promise.all([...leases.keys()].map((key) => ctx.rpc('cache', 'del', { key }).catch(() => {}))),
      )
      for (const p of leases.keys()) loading.set(p, settled)
      for (const [p, cents] of await load) prices.set(p, cents)
    }
    if (later.length === 0) return prices
    if (now() > until) throw new Error('somebody else takes too long')
    await Promise.race([Promise.any(later.map((p) => loading.get(p) ?? ctx.sleep(25))), ctx.sleep(60)])
    await ctx.sleep(2)
    for (const [p, cents] of await page(later, until)) prices.set(p, cents)
    return prices
  }

  ctx.on('page', async ({ products }: { products: string[] }) => {
    try {
      return { status: 'shown', prices: Object.fromEntries(await page(products, now() + 400)) }
    } catch {
      return { status: 'failed' }
    }
  })
  ctx.on('price', async ({ product, cents }: { product: string; cents: number }) => {
    await ctx.rpc('primary', 'put', { product, cents })
    for (let gone = false; !gone; ) {
      gone = await ctx.rpc('cache', 'del', { key: product }).catch(() => false)
      if (!gone) await ctx.sleep(30)
    }
    return { status: 'set' }
  })
})
