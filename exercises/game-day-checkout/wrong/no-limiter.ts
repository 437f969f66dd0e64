// fails: checkouts-lost
// The bulkhead protects the provider, so nothing is said about who gets its places.
import { type Ctx, node, Refused } from 'faultline'

interface Press {
  customer: string
  order: string
}

type Answer = { status: 'paid' } | { status: 'turned away' } | { status: 'unknown' }

/** What the provider's contract says. */
const OPEN_MAX = 6
const CHARGE_MS = 1000
/** So many charges in a row without a receipt, and the provider has rest; then one probe at a time decides. */
const TRIP = 4
/** Longer than a charge: when the first probe leaves, nothing from before is under way. */
const REST_MS = 1500
/** The cheapest question first; the breaker last, since whom it lets through may be its probe and has to be sent. */
export default node((ctx) => {
  const health = breaker(ctx)
  let open = 0

  ctx.on('cart', () => ({}))

  ctx.on('checkout', async ({ order }: Press): Promise<Answer> => {
    if (open >= OPEN_MAX || !health.admits()) return { status: 'turned away' }
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
