// fails: answered
// Drops the request of an order that is under way.
import { node } from 'faultline'

export default node((ctx) => {
  const underWay = new Set<string>()

  ctx.on('buy', async ({ order, cents }) => {
    if (underWay.has(order)) return new Promise(() => {})
    underWay.add(order)
    for (;;) {
      try {
        await ctx.rpc('bank', 'charge', { key: order, order, cents }, { timeout: 100 })
        underWay.delete(order)
        return { paid: true }
      } catch {}
    }
  })
})
