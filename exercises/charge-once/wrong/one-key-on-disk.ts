// fails: charged-once
// Draws a key per order and saves the last one only: another order's key takes its place.
import { node, Timeout } from 'faultline'

export default node((ctx) => {
  const saved = ctx.disk.load<{ order: string; key: string }>()
  const keys = new Map<string, string>(saved ? [[saved.order, saved.key]] : [])

  ctx.on('buy', async ({ order, cents }) => {
    const key = keys.get(order) ?? `pay-${ctx.random.int(1, 999_999_999)}`
    keys.set(order, key)
    ctx.disk.save({ order, key })
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
