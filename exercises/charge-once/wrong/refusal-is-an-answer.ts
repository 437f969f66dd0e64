// fails: paid-means-charged
// The amount is the key, and a refusal counts as an answer.
import { node, Timeout } from 'faultline'

export default node((ctx) => {
  ctx.on('buy', async ({ order, cents }) => {
    for (;;) {
      try {
        await ctx.rpc('bank', 'charge', { key: `tea-${cents}`, order, cents }, { timeout: 100 })
        return { paid: true }
      } catch (error) {
        if (!(error instanceof Timeout)) return { paid: true }
      }
    }
  })
})
