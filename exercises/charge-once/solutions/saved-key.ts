// A drawn key per order, saved before it is used for the first time.
import { node, Timeout } from 'faultline'

export default node((ctx) => {
  const keys = new Map<string, string>(ctx.disk.load<[string, string][]>() ?? [])

  const keyOf = (order: string): string => {
    let key = keys.get(order)
    if (key === undefined) {
      key = `${order}/${ctx.random.int(0, 1e9)}`
      keys.set(order, key)
      ctx.disk.save([...keys])
    }
    return key
  }

  ctx.on<{ order: string; cents: number }>('buy', async ({ order, cents }) => {
    const key = keyOf(order)
    while (!(await charged({ key, order, cents }))) await ctx.sleep(20)
    return { paid: true }
  })

  async function charged(request: { key: string; order: string; cents: number }): Promise<boolean> {
    try {
      const answer = await ctx.rpc<{ ok: boolean }>('bank', 'charge', request, { timeout: 250 })
      return answer.ok
    } catch (e) {
      if (e instanceof Timeout) return false
      throw e
    }
  }
})
