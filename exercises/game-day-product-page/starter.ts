import { node } from 'faultline'

/** A customer asks for a page: `products` are to be shown with their prices. */
interface Page {
  id: string
  products: string[]
}

/** The back office changes a price. */
interface Change {
  product: string
  cents: number
}

type Shown = { status: 'shown'; prices: Record<string, number> } | { status: 'failed' }

const REPLICAS = ['r1', 'r2', 'r3']

export default node((ctx) => {
  let turn = 0

  // For now each product of each page is asked of the next replica, and the cache is left alone.
  async function priceOf(product: string): Promise<number> {
    const replica = REPLICAS[turn++ % REPLICAS.length] as string
    const { prices } = await ctx.rpc(replica, 'many', { products: [product] }, { timeout: 950 })
    return prices[0]
  }

  ctx.on('page', async ({ products }: Page): Promise<Shown> => {
    try {
      const cents = await Promise.all(products.map(priceOf))
      return { status: 'shown', prices: Object.fromEntries(products.map((p, i) => [p, cents[i] as number])) }
    } catch {
      return { status: 'failed' }
    }
  })

  ctx.on('price', async ({ product, cents }: Change) => {
    await ctx.rpc('primary', 'put', { product, cents })
    return { status: 'set' }
  })
})
