/** The checker of the figure, as a node of its own. Not an answer to the exercise: its probes are requests with a timeout, and nobody stops it. */
import type { Ctx, NodeProgram } from 'faultline'
import type { Factory } from '@/lib/kernel/index.ts'

interface Api {
  node(setup: (ctx: Ctx) => void): NodeProgram
}

export const checkerProgram: Factory = (require) => {
  const { node } = require('faultline') as Api
  return {
    default: node((ctx) => {
      const { targets, intervalMs, timeoutMs, failureThreshold, successThreshold } = ctx.config
      for (const target of targets) {
        let healthy = true
        let against = 0
        const probe = async () => {
          const at = ctx.clock.mono()
          const passed = await ctx.rpc(target, 'health', null, { timeout: timeoutMs }).then(
            () => true,
            () => false,
          )
          ctx.trace('probe', { target, tookMs: ctx.clock.mono() - at, passed })
          against = passed === healthy ? 0 : against + 1
          if (against < (healthy ? failureThreshold : successThreshold)) return
          healthy = passed
          against = 0
          ctx.trace('turns', { target, healthy })
        }
        ctx.every(intervalMs, probe)
        void probe()
      }
    }),
  }
}
