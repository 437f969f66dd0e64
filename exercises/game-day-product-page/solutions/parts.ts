import { type Ctx, type Env, type Ms, node } from 'faultline'

/**
 * The week's three exercises, put together as they are: the repository reads through the batcher, and what the batcher fetches goes
 * where the balancer says. What this file adds is one more try, and what a page says when all has failed.
 */
export default node((ctx) => {
  const env = envOf(ctx)
  const balancer = createBalancer(['r1', 'r2', 'r3'], { maxFails: 2, ejectMs: 1200, maxEjectedPct: 67 }, env)

  async function ask(products: readonly string[], ticket = balancer.pick(), more = 1): Promise<number[]> {
    if (!ticket) throw new Error('no replica')
    try {
      const { prices } = await ctx.rpc(ticket.host, 'many', { products }, { timeout: 145 })
      balancer.done(ticket, 'ok')
      return prices
    } catch (e) {
      // Drawn while the one that failed still has this call in flight: so it is hardly the same again.
      const other = more > 0 ? balancer.pick() : undefined
      balancer.done(ticket, 'error')
      if (!other) throw e
      return ask(products, other, more - 1)
    }
  }
  const batch = batcher<number>(env, { maxSize: 6, maxWaitMs: 5 }, (products) => ask(products))
  const prices = repo(
    env,
    {
      get: (key) => ctx.rpc('cache', 'get', { key }),
      set: (key, value, ttlMs, lease) => ctx.rpc('cache', 'set', { key, value, ttlMs, lease }),
      del: (key) => ctx.rpc('cache', 'del', { key }),
    },
    {
      get: (product) => batch.load(product),
      put: (product, cents) => ctx.rpc('primary', 'put', { product, cents }),
    },
    { ttlMs: 5000, jitterPct: 20, pollMs: 20 },
  )

  ctx.on('page', async ({ products }: { products: string[] }) => {
    const late = ctx.sleep(500).then(() => ({ status: 'failed' }))
    const shown = Promise.all(products.map(async (p) => [p, await prices.read(p)])).then(
      (all) => ({ status: 'shown', prices: Object.fromEntries(all) }),
      () => ({ status: 'failed' }),
    )
    return Promise.race([shown, late])
  })
  ctx.on('price', async ({ product, cents }: { product: string; cents: number }) => {
    await prices.write(product, cents)
    return { status: 'set' }
  })
})

function envOf(ctx: Ctx): Env {
  return {
    now: () => ctx.clock.mono(),
    wall: () => ctx.clock.wall(),
    sleep: (ms) => ctx.sleep(ms),
    after: (ms, f) => ctx.after(ms, f),
    every: (ms, f) => ctx.every(ms, f),
    random: () => ctx.random.float(),
    trace: (label, data) => ctx.trace(label, data),
  }
}

interface Cache {
  get(k: string): Promise<{ hit: true; value: number } | { hit: false; lease: number | null }>
  set(k: string, v: number, ttlMs: Ms, lease: number): Promise<boolean>
  del(k: string): Promise<unknown>
}

interface Store {
  get(k: string): Promise<number>
  put(k: string, v: number): Promise<unknown>
}

function repo(env: Env, c: Cache, s: Store, o: { ttlMs: Ms; jitterPct: number; pollMs: Ms }) {
  async function read(k: string): Promise<number> {
    const found = await c.get(k).catch(() => null)
    if (!found) return s.get(k)
    if (found.hit) return found.value
    if (found.lease === null) {
      await env.sleep(o.pollMs)
      return read(k)
    }
    const value = await s.get(k)
    const jitter = (env.random() * o.jitterPct) / 100
    await c.set(k, value, Math.ceil(o.ttlMs * (1 - jitter)), found.lease).catch(() => {})
    return value
  }
  async function write(k: string, v: number): Promise<void> {
    await s.put(k, v)
    for (;;) {
      try {
        await c.del(k)
        return
      } catch {
        await env.sleep(o.pollMs)
      }
    }
  }
  return { read, write }
}

interface Ticket {
  readonly host: string
  open: boolean
}

function createBalancer(
  hosts: readonly string[],
  cfg: { maxFails: number; ejectMs: Ms; maxEjectedPct: number },
  env: Env,
) {
  const all = hosts.map((id) => ({ id, inFlight: 0, fails: 0, backAt: 0 }))
  const outNow = () => all.filter((h) => env.now() < h.backAt)

  function pick(): Ticket | undefined {
    const out = outNow()
    const eligible = out.length === all.length ? all : all.filter((h) => !out.includes(h))
    const first = Math.floor(env.random() * eligible.length)
    const a = eligible[first]
    const b = eligible[(first + 1 + Math.floor(env.random() * (eligible.length - 1))) % eligible.length]
    if (!a || !b) return undefined
    const host = b.inFlight < a.inFlight ? b : a
    host.inFlight++
    return { host: host.id, open: true }
  }
  function done(t: Ticket, r: 'ok' | 'error') {
    const host = all.find((h) => h.id === t.host)
    if (!host || !t.open) return
    t.open = false
    host.inFlight--
    if (env.now() < host.backAt) return
    host.fails = r === 'ok' ? 0 : host.fails + 1
    const room = Math.floor((all.length * cfg.maxEjectedPct) / 100)
    if (host.fails < cfg.maxFails || outNow().length >= room) return
    host.backAt = env.now() + cfg.ejectMs
    host.fails = 0
  }
  return { pick, done }
}

function batcher<V>(
  env: Env,
  o: { maxSize: number; maxWaitMs: Ms },
  fetchMany: (keys: readonly string[]) => Promise<readonly V[]>,
) {
  type Waiter = { resolve: (v: V) => void; reject: (e: unknown) => void }
  let pending = new Map<string, Waiter[]>()
  let timer = { cancel() {} }

  function flush() {
    timer.cancel()
    const batch = pending
    pending = new Map()
    fetchMany([...batch.keys()]).then(
      (values) => {
        for (const [i, waiters] of [...batch.values()].entries())
          for (const w of waiters) w.resolve(values[i] as V)
      },
      (e) => {
        for (const waiters of batch.values()) for (const w of waiters) w.reject(e)
      },
    )
  }
  function load(key: string): Promise<V> {
    return new Promise((resolve, reject) => {
      if (pending.size === 0) timer = env.after(o.maxWaitMs, flush)
      const waiters = pending.get(key) ?? []
      waiters.push({ resolve, reject })
      pending.set(key, waiters)
      if (pending.size === o.maxSize) flush()
    })
  }
  return { load }
}
