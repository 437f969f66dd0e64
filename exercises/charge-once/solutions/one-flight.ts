// One payment under way per order: whoever asks meanwhile waits for the same one. What is paid is remembered.
import { node } from 'faultline'

interface Buy {
  order: string
  cents: number
}

export default node((ctx) => {
  const paid = new Set<string>(ctx.disk.load<string[]>() ?? [])
  const underWay = new Map<string, Promise<void>>()

  ctx.on<Buy>('buy', async (buy) => {
    if (!paid.has(buy.order)) {
      let payment = underWay.get(buy.order)
      if (!payment) {
        payment = pay(buy).finally(() => underWay.delete(buy.order))
        underWay.set(buy.order, payment)
      }
      await payment
    }
    return { paid: true }
  })

  async function pay({ order, cents }: Buy): Promise<void> {
    for (let tries = 1; ; tries++) {
      const answer = await ctx
        .rpc('bank', 'charge', { key: order, order, cents }, { timeout: 60 * Math.min(tries, 5) })
        .catch(() => undefined)
      if (answer?.ok) break
    }
    paid.add(order)
    ctx.disk.save([...paid])
  }
})
