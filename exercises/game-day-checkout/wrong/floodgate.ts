// fails: charges-while-sick
// After the rest everything is a probe.
import { type Ctx, node, Refused } from 'faultline'

interface Press {
  customer: string
  order: string
}

type Answer = { status: 'paid' } | { status: 'turned away' } | { status: 'unknown' }

/** What the provider's contract says. */
const OPEN_MAX = 6
const CHARGE_MS = 1000
/** The provider counts as sick when half of the last ten charges failed; then it has rest, and one probe at a time. */
const LOOK_BACK = 10
const REST_MS = 500
/** An ordinary customer presses once every 2 s. */
const PRESSES = 4
const PER_MS = 1000

/** The cheapest question first: each guard sees only what the ones before it let through. */
export default node((ctx) => {
  const allowance = limiter(ctx)
  const health = breaker(ctx)
  let open = 0

  ctx.on('cart', () => ({ items: 3 }))

  ctx.on('checkout', async ({ customer, order }: Press): Promise<Answer> => {
    if (!allowance.take(customer)) return { status: 'turned away' }
    if (open >= OPEN_MAX) return { status: 'turned away' }
    const report = health.ask()
    if (!report) return { status: 'turned away' }
    open++
    try {
      await ctx.rpc('payments', 'charge', { key: order, order }, { timeout: CHARGE_MS })
      report(true)
      return { status: 'paid' }
    } catch (e) {
      report(false)
      return { status: e instanceof Refused ? 'turned away' : 'unknown' }
    } finally {
      open--
    }
  })
})

/** Closed: charges pass, and their outcomes are counted. Open: none passes. After the rest, one probe decides. */
function breaker(ctx: Ctx) {
  let failed: boolean[] = []
  let openUntil: number | undefined
  let probing = false
  let period = 0

  function show() {
    ctx.view({ breaker: openUntil === undefined ? 'closed' : probing ? 'half-open' : 'open' })
  }
  function enter(until: number | undefined) {
    failed = []
    openUntil = until
    probing = false
    period++
    show()
  }

  /** Gives the function that the charge reports to, or nothing if there must be no charge. */
  function ask(): ((ok: boolean) => void) | undefined {
    if (openUntil !== undefined) {
      if (ctx.clock.mono() < openUntil) return undefined
      probing = true
      show()
    }
    const born = period
    return (ok) => {
      // What began before the last change says nothing about now.
      if (born !== period) return
      if (probing && ok) return enter(undefined)
      if (probing) return enter(ok ? undefined : ctx.clock.mono() + REST_MS)
      failed = [...failed.slice(1 - LOOK_BACK), !ok]
      const failures = failed.filter(Boolean).length
      if (failed.length === LOOK_BACK && failures * 2 >= LOOK_BACK) enter(ctx.clock.mono() + REST_MS)
    }
  }
  return { ask }
}

/** The last presses of each customer that were let through. */
function limiter(ctx: Ctx) {
  const passed = new Map<string, number[]>()

  function take(customer: string): boolean {
    const now = ctx.clock.mono()
    const recent = (passed.get(customer) ?? []).filter((at) => at > now - PER_MS)
    const ok = recent.length < PRESSES
    if (ok) recent.push(now)
    passed.set(customer, recent)
    return ok
  }
  // Who has not come for a while is forgotten.
  ctx.every(60_000, () => {
    for (const [customer, times] of passed)
      if (times.every((at) => at <= ctx.clock.mono() - PER_MS)) passed.delete(customer)
  })
  return { take }
}
