// fails: answered
// Gives up after three tries.
import { node, Refused } from 'faultline'

export default node((ctx) => {
  ctx.on('buy', async ({ order, cents }) => {
    for (let tries = 0; tries < 3; tries++) {
      try {
        await ctx.rpc('bank', 'charge', { key: order, order, cents }, { timeout: 100 })
        return { paid: true }
      } catch {}
    }
    throw new Refused('bank does not answer')
  })
})
