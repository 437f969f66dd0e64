/** The callers of the figure, in one process. It is not an answer to the exercise: no deadline, one kind of failure, no hints. */
import type { Ctx, NodeProgram } from 'faultline'
import type { Factory } from '@/lib/kernel/index.ts'

interface Api {
  node(setup: (ctx: Ctx) => void): NodeProgram
}

export const clientsProgram: Factory = (require) => {
  const { node } = require('faultline') as Api
  return {
    default: node((ctx) => {
      const { baseMs, capMs, maxAttempts, jitter, retries } = ctx.config
      /** null: as many as anyone likes. */
      let left: number | null = retries

      ctx.on('pay', async (n) => {
        for (let attempt = 1; ; attempt++) {
          const served = await ctx.rpc('gateway', 'charge', { n, attempt }).then(
            () => true,
            () => false,
          )
          if (served) return 'paid'
          if (attempt === maxAttempts || left === 0) return 'gave up'
          if (left !== null) left--
          const limit = Math.min(capMs, baseMs * 2 ** (attempt - 1))
          await ctx.sleep(jitter ? ctx.random.float() * limit : limit)
        }
      })
    }),
  }
}
