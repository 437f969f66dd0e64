/** The service of the figure, as a node of its own: it collects keys for a while and asks the database for all of them. Not an answer to the exercise: keys are numbers, no two are alike, and nothing fails. */
import type { Ctx, NodeProgram, Timer } from 'faultline'
import type { Factory } from '@/lib/kernel/index.ts'

interface Api {
  node(setup: (ctx: Ctx) => void): NodeProgram
}

export const busProgram: Factory = (require) => {
  const { node } = require('faultline') as Api
  return {
    default: node((ctx) => {
      const { maxSize, maxWaitMs } = ctx.config
      let waiting: number[] = []
      let timer: Timer | undefined

      async function go() {
        timer?.cancel()
        const keys = waiting
        waiting = []
        ctx.trace('goes', keys)
        await ctx.rpc('database', 'query', keys.length, { timeout: Number.POSITIVE_INFINITY })
        ctx.trace('arrives', keys)
      }

      ctx.on('load', (n) => {
        waiting.push(n)
        ctx.trace('load', n)
        if (waiting.length === maxSize) void go()
        else if (waiting.length === 1) timer = ctx.after(maxWaitMs, go)
      })
    }),
  }
}
