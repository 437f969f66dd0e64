/**
 * The three limiters of the figure, as nodes of their own, for one key. Not answers to the exercise: the bucket calculates in
 * fractions, and the windows are what the lesson argues against.
 */
import type { Ctx, NodeProgram } from 'faultline'
import type { Factory } from '@/lib/kernel/index.ts'

interface Api {
  node(setup: (ctx: Ctx) => void): NodeProgram
}

export const limiterPrograms: Factory = (require) => {
  const { node } = require('faultline') as Api

  /** `passes` decides about one call at this instant. */
  const gateway = (limiter: (ctx: Ctx) => (now: number) => boolean) =>
    node((ctx) => {
      const passes = limiter(ctx)
      // A node's clock starts anywhere; the windows of the drawing begin with the run.
      const start = ctx.clock.mono()
      ctx.on('request', () => {
        const ok = passes(ctx.clock.mono() - start)
        ctx.trace(ok ? 'passed' : 'denied')
        return ok
      })
    })

  return {
    bucket: gateway((ctx) => {
      const { burst, periodMs } = ctx.config
      let level = burst
      let at = 0
      return (now) => {
        level = Math.min(burst, level + (now - at) / periodMs)
        at = now
        if (level < 1 - 1e-9) return false
        level -= 1
        return true
      }
    }),

    fixed: gateway((ctx) => {
      const { burst, periodMs } = ctx.config
      const windowMs = burst * periodMs
      let window = 0
      let count = 0
      return (now) => {
        if (Math.floor(now / windowMs) !== window) {
          window = Math.floor(now / windowMs)
          count = 0
        }
        if (count === burst) return false
        count += 1
        return true
      }
    }),

    sliding: gateway((ctx) => {
      const { burst, periodMs } = ctx.config
      let passed: number[] = []
      return (now) => {
        passed = passed.filter((at) => now - at < burst * periodMs)
        if (passed.length === burst) return false
        passed.push(now)
        return true
      }
    }),
  }
}
