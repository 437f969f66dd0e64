/** The chain of the figure: page, pricing and tax, as nodes of their own. It is not an answer to the exercise. */
import type { Ctx, NodeProgram, Refused, Timer } from 'faultline'
import type { Factory } from '@/lib/kernel/index.ts'

interface Api {
  node(setup: (ctx: Ctx) => void): NodeProgram
  Refused: typeof Refused
}

export const chainProgram: Factory = (require) => {
  const { node, Refused } = require('faultline') as Api
  return {
    page: node((ctx) => {
      const { pageMs } = ctx.config
      ctx.on('view', async (n) => {
        ctx.trace('begins', n)
        const answered = await ctx.rpc('pricing', 'price', { n, leftMs: pageMs }, { timeout: pageMs }).then(
          () => true,
          () => false,
        )
        ctx.trace('ends', n)
        if (!answered) throw new Refused('no price')
        return 'ok'
      })
    }),
    pricing: node((ctx) => {
      const { pricingMs, ownWorkMs, passesOn } = ctx.config
      ctx.on('price', async ({ n, leftMs }) => {
        const endsAt = ctx.clock.mono() + leftMs
        ctx.trace('begins', n)
        await ctx.sleep(ownWorkMs)
        const left = Math.max(0, endsAt - ctx.clock.mono())
        const timeout = passesOn ? Math.min(pricingMs, left) : pricingMs
        const answered = await ctx.rpc('tax', 'rate', { n, leftMs: timeout }, { timeout }).then(
          () => true,
          () => false,
        )
        ctx.trace('ends', n)
        if (!answered) throw new Refused('no rate')
        return 'ok'
      })
    }),
    tax: node((ctx) => {
      const { taxMs, passesOn } = ctx.config
      ctx.on('rate', ({ n, leftMs }) => {
        ctx.trace('begins', n)
        return new Promise((answer, refuse) => {
          let deadline: Timer | undefined
          const work = ctx.after(taxMs, () => {
            deadline?.cancel()
            ctx.trace('ends', n)
            answer('ok')
          })
          if (passesOn && leftMs < taxMs)
            deadline = ctx.after(leftMs, () => {
              work.cancel()
              ctx.trace('ends', n)
              refuse(new Refused('too late'))
            })
        })
      })
    }),
  }
}
