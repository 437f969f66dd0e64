// fails: charged-once
// One key for all tries of a request. The customer who asks again is another request.
import { node, Timeout } from 'faultline'

export default node((ctx) => {
  ctx.on('buy', async ({ order, cents }) => {
    const key = `pay-${ctx.random.int(1, 999_999_999)}`
    for (;;) {
      try {
        await ctx.rpc('bank', 'charge', { key, order, cents }, { timeout: 100 })
        return { paid: true }
      } catch (error) {
        if (!(error instanceof Timeout)) throw error
      }
    }
  })
})
