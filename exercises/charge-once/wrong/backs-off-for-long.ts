// fails: answered
// Doubles the wait without an upper bound.
import { node } from 'faultline'

export default node((ctx) => {
  ctx.on('buy', async ({ order, cents }) => {
    for (let wait = 300; ; wait *= 2) {
      try {
        await ctx.rpc('bank', 'charge', { key: order, order, cents }, { timeout: 100 })
        return { paid: true }
      } catch {
        await ctx.sleep(wait)
      }
    }
  })
})
