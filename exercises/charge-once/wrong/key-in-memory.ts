// fails: charged-once
// One key per order, kept in memory: after a crash the order gets another.
import { node, Timeout } from 'faultline'

export default node((ctx) => {
  const keys = new Map<string, string>()

  ctx.on('buy', async ({ order, cents }) => {
    const key = keys.get(order) ?? `pay-${ctx.random.int(1, 999_999_999)}`
    keys.set(order, key)
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
