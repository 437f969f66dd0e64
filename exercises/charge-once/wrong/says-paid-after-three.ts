// fails: paid-means-charged
// After three tries it hopes for the best.
import { node } from 'faultline'

export default node((ctx) => {
  ctx.on('buy', async ({ order, cents }) => {
    for (let tries = 0; tries < 3; tries++) {
      try {
        await ctx.rpc('bank', 'charge', { key: order, order, cents }, { timeout: 100 })
        break
      } catch {}
    }
    return { paid: true }
  })
})
