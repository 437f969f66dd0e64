// fails: answered
// A number of twelve bits, made of the order's name. Of a few hundred orders two soon have the same.
import { hash32, node, Timeout } from 'faultline'

export default node((ctx) => {
  ctx.on('buy', async ({ order, cents }) => {
    const key = `pay-${hash32(order) % 4096}`
    for (;;) {
      try {
        await ctx.rpc('bank', 'charge', { key, order, cents })
        return { paid: true }
      } catch (error) {
        if (!(error instanceof Timeout)) throw error
      }
    }
  })
})
