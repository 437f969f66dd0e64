import { node, Timeout } from 'faultline'

export default node((ctx) => {
  ctx.on('buy', async ({ order, cents }) => {
    // The same order always asks with the same key: on each try, for each customer who asks again, after each crash.
    const key = `pay-${order}`
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
