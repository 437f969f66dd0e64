// fails: charged-once
// The key has the time in it: the minute is the same, the millisecond isn't.
import { node, Timeout } from 'faultline'

export default node((ctx) => {
  ctx.on('buy', async ({ order, cents }) => {
    const key = `${order}-${ctx.clock.wall()}`
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
