/** What runs in the figures of this page: one small node per role. Each does the wrong thing and the right one, as configured. */
import type { Ctx, NodeProgram, Refused } from 'faultline'
import type { Factory } from '@/lib/kernel/index.ts'

interface Api {
  node(setup: (ctx: Ctx) => void): NodeProgram
  Refused: typeof Refused
}

export const programs: Factory = (require) => {
  const { node, Refused } = require('faultline') as Api
  const outcomeOf = (answer: Promise<unknown>) =>
    answer.then(
      () => true,
      () => false,
    )
  return {
    /** Works for `stepMs`, then asks the next service, if there is one. */
    step: node((ctx) => {
      const { next, steps, stepMs, timeoutMs } = ctx.config
      ctx.on('step', async () => {
        await ctx.sleep(stepMs * steps)
        if (next && !(await outcomeOf(ctx.rpc(next, 'step', null, { timeout: timeoutMs }))))
          throw new Refused('failed')
        return 'ok'
      })
    }),

    /** Passes a request on, and tries again as often as its layer may. */
    layer: node((ctx) => {
      const { next, attempts, timeoutMs } = ctx.config
      ctx.on('query', async () => {
        for (let attempt = 1; attempt <= attempts; attempt++) {
          if (await outcomeOf(ctx.rpc(next, 'query', null, { timeout: timeoutMs }))) return 'ok'
        }
        throw new Refused('failed')
      })
    }),

    /** Sells one unit: under a lock, or by compare-and-set. */
    seller: node((ctx) => {
      const { guard, leaseMs, workMs } = ctx.config
      async function underLock(pauseMs: number) {
        while (!(await outcomeOf(ctx.rpc('lock', 'acquire', { leaseMs })))) await ctx.sleep(10)
        const { units } = await ctx.rpc('stock', 'read', null)
        await ctx.sleep(workMs + pauseMs)
        await ctx.rpc('stock', 'write', { units: units - 1, was: units })
        await ctx.rpc('lock', 'release', null).catch(() => undefined)
      }
      async function byCompareAndSet(pauseMs: number) {
        for (let pause = pauseMs; ; pause = 0) {
          const { units } = await ctx.rpc('stock', 'read', null)
          await ctx.sleep(workMs + pause)
          if (await outcomeOf(ctx.rpc('stock', 'swap', { units: units - 1, was: units }))) return
        }
      }
      ctx.on('sell', async ({ pauseMs }: { pauseMs: number }) => {
        await (guard === 'lock' ? underLock(pauseMs) : byCompareAndSet(pauseMs))
        return 'sold'
      })
    }),

    /** Charges a card, again after a silence; with the order as the key of the charge, or without one. */
    shop: node((ctx) => {
      const { attempts, timeoutMs, keyed } = ctx.config
      ctx.on('order', async ({ order }: { order: number }) => {
        for (let attempt = 1; attempt <= attempts; attempt++) {
          const charge = { order, key: keyed ? `order-${order}` : `order-${order}-${attempt}` }
          if (await outcomeOf(ctx.rpc('bank', 'charge', charge, { timeout: timeoutMs }))) return 'paid'
        }
        return 'unknown'
      })
    }),

    /** One request at a time, in the order of their coming; turns away what would wait too long. */
    queue: node((ctx) => {
      const { serviceMs, limit } = ctx.config
      const waiting: (() => void)[] = []
      let busy = false
      ctx.on('work', async () => {
        if (busy) {
          if (limit !== null && waiting.length >= limit) throw new Refused('busy')
          await new Promise<void>((turn) => waiting.push(turn))
        }
        busy = true
        await ctx.sleep(serviceMs)
        const next = waiting.shift()
        if (next) next()
        else busy = false
        return 'ok'
      })
    }),

    /** Takes an order: writes a row, then publishes; or writes both into its database, and publishes from there. */
    orders: node((ctx) => {
      const { outbox } = ctx.config
      ctx.on('order', async ({ order }: { order: number }) => {
        await ctx.rpc('database', 'insert', { order, outbox })
        if (!outbox) await ctx.rpc('broker', 'publish', { order })
        return 'taken'
      })
      async function relay() {
        for (;;) {
          const open = (await ctx.rpc('database', 'unpublished', null).catch(() => [])) as number[]
          for (const order of open) {
            await ctx.rpc('broker', 'publish', { order })
            await ctx.rpc('database', 'published', { order })
          }
          await ctx.sleep(50)
        }
      }
      if (outbox) void relay().catch(() => undefined)
    }),
  }
}
