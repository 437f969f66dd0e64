// Asks every 100 ms, so that a lost answer costs the customer little.
import { node, Timeout } from 'faultline'

export default node((ctx) => {
  async function settle(order: string, cents: number): Promise<{ paid: true }> {
    try {
      await ctx.rpc('bank', 'charge', { key: `order:${order}:${cents}`, order, cents }, { timeout: 100 })
    } catch (error) {
      if (error instanceof Timeout) return settle(order, cents)
      throw error
    }
    return { paid: true }
  }

  ctx.on('buy', ({ order, cents }) => settle(order, cents))
})
