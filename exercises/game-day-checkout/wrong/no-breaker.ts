// fails: charges-while-sick
// Six at a time is little enough, even when none of them is answered.
import { type Ctx, node, Refused } from 'faultline'

interface Press {
  customer: string
  order: string
}

type Answer = { status: 'paid' } | { status: 'turned away' } | { status: 'unknown' }

/** What the provider's contract says. */
const OPEN_MAX = 6
const CHARGE_MS = 1000
/** An ordinary customer presses once every 2 s. */
const PRESSES_PER_SECOND = 3

/** The cheapest question first; the breaker last, since whom it lets through may be its probe and has to be sent. */
export default node((ctx) => {
  const allowance = limiter(ctx)
  let open = 0

  ctx.on('cart', () => ({}))

  ctx.on('checkout', async ({ customer, order }: Press): Promise<Answer> => {
    if (!allowance.take(customer) || open >= OPEN_MAX) return { status: 'turned away' }
    open++
    try {
      await ctx.rpc('payments', 'charge', { key: order, order }, { timeout: CHARGE_MS })
      return { status: 'paid' }
    } catch (e) {
      return { status: e instanceof Refused ? 'turned away' : 'unknown' }
    } finally {
      open--
    }
  })
})

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
