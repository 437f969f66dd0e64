/** The breaker of the figure, as a node of its own. It is not an answer to the exercise: it counts failures in a row. */
import type { Ctx, NodeProgram, Refused } from 'faultline'
import type { Factory } from '@/lib/kernel/index.ts'

interface Api {
  node(setup: (ctx: Ctx) => void): NodeProgram
  Refused: typeof Refused
}

export const breakerProgram: Factory = (require) => {
  const { node, Refused } = require('faultline') as Api
  return {
    default: node((ctx) => {
      const { threshold, openMs, timeoutMs } = ctx.config
      let state = 'closed'
      let failures = 0
      let probing = false

      function become(next: string) {
        state = next
        failures = 0
        probing = false
        ctx.view(state)
        if (state === 'open') ctx.after(openMs, () => become('half-open'))
      }

      become('closed')
      ctx.on('call', async (n) => {
        if (state === 'open' || probing) throw new Refused('open')
        const from = state
        probing = state === 'half-open'
        const answered = await ctx.rpc('service', 'call', n, { timeout: timeoutMs }).then(
          () => true,
          () => false,
        )
        if (from === state) {
          if (state === 'half-open') become(answered ? 'closed' : 'open')
          else {
            failures = answered ? 0 : failures + 1
            if (threshold !== null && failures >= threshold) become('open')
          }
        }
        if (!answered) throw new Refused('failed')
        return 'ok'
      })
    }),
  }
}
