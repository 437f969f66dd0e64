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
const PRESSES = 4
const PER_MS = 1000

/** The cheapest question first: each guard sees only what the ones before it let through. */
export default node((ctx) => {
  const allowance = limiter(ctx)
  let open = 0

  ctx.on('cart', () => ({ items: 3 }))

  ctx.on('checkout', async ({ customer, order }: Press): Promise<Answer> => {
    if (!allowance.take(customer)) return { status: 'turned away' }
    if (open >= OPEN_MAX) return { status: 'turned away' }
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
