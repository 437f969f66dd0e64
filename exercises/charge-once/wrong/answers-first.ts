// fails: paid-means-charged
// Answers the customer and charges afterwards.
import { node } from 'faultline'

export default node((ctx) => {
  ctx.on('buy', ({ order, cents }) => {
    void charge(order, cents)
    return { paid: true }
  })

  async function charge(order: string, cents: number): Promise<void> {
    try {
      await ctx.rpc('bank', 'charge', { key: order, order, cents }, { timeout: 100 })
    } catch {
      await charge(order, cents)
    }
  }
})
