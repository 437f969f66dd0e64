import { type Ctx, type Env, type Ms, node, Refused } from 'faultline'

/**
 * The week's three exercises, put together as they are: what this file adds is the order, and what each of their errors says
 * to a customer.
 */
export default node((ctx) => {
  const env = envOf(ctx)
  const requests = limiter(env, { periodMs: 500, burst: 3 })
  const pool = bulkhead(env, { slots: 6, queue: 2, maxWaitMs: 100 })
  const charge = breaker(
    env,
    (order: string) => ctx.rpc('payments', 'charge', { key: order, order }, { timeout: 1000 }),
    { window: 10, minCalls: 5, failurePct: 50, openMs: 1200, probeMs: 1000 },
  )

  ctx.on('cart', () => ({ items: 3 }))

  ctx.on('checkout', async ({ customer, order }: { customer: string; order: string }) => {
    if (!requests.take(customer)) return { status: 'turned away' }
    // Who would be turned away by the breaker shall not wait for a slot first.
    if (charge.state() === 'open') return { status: 'turned away' }
    try {
      await pool.run(() => charge.fire(order))
      return { status: 'paid' }
    } catch (e) {
      const nothingSent = e instanceof OpenError || e instanceof FullError
      return { status: nothingSent || e instanceof Refused ? 'turned away' : 'unknown' }
    } finally {
      ctx.view({ breaker: charge.state() })
    }
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

class OpenError extends Error {}

interface BreakerOpts {
  window: number
  minCalls: number
  failurePct: number
  openMs: Ms
  probeMs: Ms
}

function breaker<A extends unknown[], R>(env: Env, fn: (...a: A) => Promise<R>, o: BreakerOpts) {
  type Period =
    | { state: 'closed'; failed: boolean[] }
    | { state: 'open'; until: Ms }
    | { state: 'half-open'; probeEndsAt: Ms }
  const noProbe = Number.POSITIVE_INFINITY
  let period: Period = { state: 'closed', failed: [] }

  function current(): Period {
    if (period.state === 'half-open' && env.now() >= period.probeEndsAt) open(period.probeEndsAt)
    if (period.state === 'open' && env.now() >= period.until)
      period = { state: 'half-open', probeEndsAt: noProbe }
    return period
  }
  function open(at: Ms) {
    period = { state: 'open', until: at + o.openMs }
  }
  function ended(begun: Period, failure: boolean) {
    if (current() !== begun) return
    if (begun.state === 'half-open') {
      if (failure) open(env.now())
      else period = { state: 'closed', failed: [] }
    }
    if (begun.state === 'closed') {
      begun.failed.push(failure)
      if (begun.failed.length > o.window) begun.failed.shift()
      const total = begun.failed.length
      const failures = begun.failed.filter(Boolean).length
      if (total >= o.minCalls && failures * 100 >= o.failurePct * total) open(env.now())
    }
  }
  async function fire(...a: A): Promise<R> {
    const begun = current()
    if (begun.state === 'open') throw new OpenError()
    if (begun.state === 'half-open') {
      if (begun.probeEndsAt !== noProbe) throw new OpenError()
      begun.probeEndsAt = env.now() + o.probeMs
    }
    try {
      const result = await fn(...a)
      ended(begun, false)
      return result
    } catch (e) {
      ended(begun, true)
      throw e
    }
  }
  return { fire, state: () => current().state }
}

function limiter(env: Env, { periodMs, burst }: { periodMs: Ms; burst: number }) {
  const fullAt = new Map<string, Ms>()

  function take(key: string): boolean {
    const now = env.now()
    for (const [known, at] of fullAt) if (at <= now) fullAt.delete(known)
    const then = (fullAt.get(key) ?? now) + periodMs
    if (then - now > burst * periodMs) return false
    fullAt.set(key, then)
    return true
  }
  return { take }
}

class FullError extends Error {}

function bulkhead(env: Env, o: { slots: number; queue: number; maxWaitMs: Ms }) {
  const waiting: (() => void)[] = []
  let active = 0

  async function run<T>(task: () => Promise<T>): Promise<T> {
    if (active >= o.slots) await place()
    active++
    try {
      return await task()
    } finally {
      active--
      waiting.shift()?.()
    }
  }
  function place(): Promise<void> {
    if (waiting.length >= o.queue) throw new FullError('no slot and no place in the queue')
    return new Promise((resolve, reject) => {
      const go = () => {
        timer.cancel()
        resolve()
      }
      const timer = env.after(o.maxWaitMs, () => {
        waiting.splice(waiting.indexOf(go), 1)
        reject(new FullError(`no slot within ${o.maxWaitMs} ms`))
      })
      waiting.push(go)
    })
  }
  return { run }
}
