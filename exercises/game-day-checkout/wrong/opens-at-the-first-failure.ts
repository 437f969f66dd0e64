// fails: checkouts-lost
// One charge without an answer closes the shop for everybody.
import { type Ctx, node, Refused } from 'faultline'

interface Press {
  customer: string
  order: string
}

type Answer = { status: 'paid' } | { status: 'turned away' } | { status: 'unknown' }

/** What the provider's contract says. */
const OPEN_MAX = 6
const CHARGE_MS = 1000
const TRIP = 1
/** Longer than a charge: when the first probe leaves, nothing from before is under way. */
const REST_MS = 1500
/** An ordinary customer presses once every 2 s. */
const PRESSES_PER_SECOND = 3

/** The cheapest question first; the breaker last, since whom it lets through may be its probe and has to be sent. */
export default node((ctx) => {
  const allowance = limiter(ctx)
  const health = breaker(ctx)
  let open = 0

  ctx.on('cart', () => ({}))

  ctx.on('checkout', async ({ customer, order }: Press): Promise<Answer> => {
    if (!allowance.take(customer) || open >= OPEN_MAX || !health.admits()) return { status: 'turned away' }
    open++
    try {
      await ctx.rpc('payments', 'charge', { key: order, order }, { timeout: CHARGE_MS })
      health.report(true)
      return { status: 'paid' }
    } catch (e) {
      health.report(false)
      return { status: e instanceof Refused ? 'turned away' : 'unknown' }
    } finally {
      open--
    }
  })
})

function breaker(ctx: Ctx) {
  let failures = 0
  let restsUntil = 0
  let probing = false
  const closed = () => failures < TRIP
  const show = () => ctx.view({ breaker: closed() ? 'closed' : probing ? 'half-open' : 'open' })
  show()

  return {
    admits(): boolean {
      if (closed()) return true
      if (probing || ctx.clock.mono() < restsUntil) return false
      probing = true
      show()
      return true
    },
    report(ok: boolean) {
      failures = ok ? 0 : failures + 1
      probing = false
      restsUntil = ctx.clock.mono() + REST_MS
      show()
    },
  }
}

/** Windows of a second, and nobody is remembered for longer. Over the edge of two a customer may have twice as many: it does no harm here. */
function limiter(ctx: Ctx) {
  const passed = new Map<string, number>()
  ctx.every(1000, () => passed.clear())

  return {
    take(customer: string): boolean {
      const n = (passed.get(customer) ?? 0) + 1
      passed.set(customer, n)
      return n <= PRESSES_PER_SECOND
    },
  }
}
