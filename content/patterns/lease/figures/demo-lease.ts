/**
 * The nodes of the figure: a server that lends once and counts, a holder that counts in one of three ways. They are no answer
 * to the exercise: nothing renews, nothing is released, nothing survives a restart.
 */
import type { Ctx, NodeProgram } from 'faultline'
import type { Factory } from '@/lib/kernel/index.ts'

export type Counting = 'answer' | 'sending' | 'margin'

export interface DemoConfig {
  readonly termMs: number
  readonly counting: Counting
  /** The drift that the margin is made for, as a share. */
  readonly bound: number
}

interface Api {
  node(setup: (ctx: Ctx) => void): NodeProgram
}

export const leaseProgram: Factory = (require) => {
  const { node } = require('faultline') as Api
  return {
    server: node((ctx) => {
      const { termMs } = ctx.config as DemoConfig
      let since: number | undefined
      ctx.on('acquire', () => {
        const now = ctx.clock.mono()
        if (since !== undefined && now - since < termMs) return { busy: true }
        since = now
        return { termMs }
      })
    }),
    holder: node((ctx) => {
      const { counting, bound } = ctx.config as DemoConfig
      let end = Number.NEGATIVE_INFINITY
      ctx.on('use', () => ({ ok: ctx.clock.mono() < end }))
      ctx.on('ask', async () => {
        const sending = ctx.clock.mono()
        const { termMs } = await ctx.rpc('server', 'acquire')
        const share = counting === 'margin' ? (1 - bound) / (1 + bound) : 1
        end = (counting === 'answer' ? ctx.clock.mono() : sending) + termMs * share
      })
    }),
  }
}
