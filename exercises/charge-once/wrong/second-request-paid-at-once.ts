// fails: paid-means-charged
// Tells who asks again that it is paid, because the first request is under way.
import { node } from 'faultline'

export default node((ctx) => {
  const seen = new Set<string>()

  ctx.on('buy', async ({ order, cents }) => {
    if (seen.has(order)) return { paid: true }
    seen.add(order)
    for (;;) {
      try {
        await ctx.rpc('bank', 'charge', { key: order, order, cents }, { timeout: 100 })
        return { paid: true }
      } catch {}
    }
  })
})
