// fails: paid-means-charged
// After ten tries it takes the money for charged.
import { node } from 'faultline'

export default node((ctx) => {
  ctx.on('buy', async ({ order, cents }) => {
    for (let tries = 0; tries < 10; tries++) {
      try {
        await ctx.rpc('bank', 'charge', { key: order, order, cents })
        break
      } catch {}
    }
    return { paid: true }
  })
})
