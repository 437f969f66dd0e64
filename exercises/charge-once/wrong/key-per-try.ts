// fails: charged-once
// A new key for every try.
import { node, Timeout } from 'faultline'

export default node((ctx) => {
  ctx.on('buy', async ({ order, cents }) => {
    for (;;) {
      const key = `pay-${ctx.random.int(1, 999_999)}`
      try {
        await ctx.rpc('bank', 'charge', { key, order, cents })
        return { paid: true }
      } catch (error) {
        if (!(error instanceof Timeout)) throw error
        // No answer within a second: try again.
      }
    }
  })
})
