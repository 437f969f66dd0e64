// fails: charged-once
// The key is saved when the bank has answered: a crash before that forgets it.
import { node, Timeout } from 'faultline'

export default node((ctx) => {
  const keys = new Map<string, string>(ctx.disk.load<[string, string][]>() ?? [])

  ctx.on('buy', async ({ order, cents }) => {
    const key = keys.get(order) ?? `pay-${ctx.random.int(1, 999_999_999)}`
    keys.set(order, key)
    for (;;) {
      try {
        await ctx.rpc('bank', 'charge', { key, order, cents }, { timeout: 100 })
        ctx.disk.save([...keys])
        return { paid: true }
      } catch (error) {
        if (!(error instanceof Timeout)) throw error
      }
    }
  })
})
