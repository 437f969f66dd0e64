/** A web server of the figure, as a node of its own: it reads and writes past one cache, with or without leases in it. */
import type { Ctx, NodeProgram } from 'faultline'
import type { Factory } from '@/lib/kernel/index.ts'

interface Api {
  node(setup: (ctx: Ctx) => void): NodeProgram
}

export const serverProgram: Factory = (require) => {
  const { node } = require('faultline') as Api
  return {
    default: node((ctx) => {
      const PATIENT = { timeout: Number.POSITIVE_INFINITY }
      ctx.on('read', async (k) => {
        for (;;) {
          const found = await ctx.rpc('cache', 'get', { k }, PATIENT)
          if (found.hit) return found.value
          if (found.lease !== null) {
            const value = await ctx.rpc('store', 'get', { k }, PATIENT)
            await ctx.rpc('cache', 'set', { k, value, lease: found.lease }, PATIENT)
            return value
          }
          await ctx.sleep(ctx.config.pollMs)
        }
      })
      ctx.on('write', async ({ k, value }) => {
        await ctx.rpc('store', 'put', { k, value }, PATIENT)
        await ctx.rpc('cache', 'del', { k }, PATIENT)
      })
    }),
  }
}
