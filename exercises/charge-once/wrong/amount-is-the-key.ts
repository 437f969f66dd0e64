// fails: answered
// Two orders of one amount share a key: the second is refused.
import { node, Timeout } from 'faultline'

export default node((ctx) => {
  ctx.on('buy', async ({ order, cents }) => {
    for (;;) {
      try {
        await ctx.rpc('bank', 'charge', { key: `tea-${cents}`, order, cents }, { timeout: 100 })
        return { paid: true }
      } catch (error) {
        if (!(error instanceof Timeout)) throw error
      }
    }
  })
})
