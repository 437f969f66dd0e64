import { node, Refused } from 'faultline'

/** A press of the button. `waitedMs`: so long did the request wait for a worker before it reached you. */
interface Press {
  customer: string
  order: string
  waitedMs: number
}

type Answer = { status: 'paid' } | { status: 'turned away' } | { status: 'unknown' }

export default node((ctx) => {
  ctx.on('cart', () => ({ items: 3 }))

  // For now every press becomes a charge, and a worker waits for it.
  ctx.on('checkout', async ({ order }: Press): Promise<Answer> => {
    try {
      await ctx.rpc('payments', 'charge', { key: order, order }, { timeout: 1000 })
      return { status: 'paid' }
    } catch (e) {
      return { status: e instanceof Refused ? 'turned away' : 'unknown' }
    }
  })
})
