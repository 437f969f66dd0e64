/**
 * The nodes of the figure: two workers, a ledger that compares epochs or doesn't, and a controller that moves the job after some misses.
 * Not an answer to the exercise: it saves nothing, tries each step once and never moves back.
 */
import type { Ctx, NodeProgram, Refused } from 'faultline'
import type { Factory } from '@/lib/kernel/index.ts'

interface Api {
  node(setup: (ctx: Ctx) => void): NodeProgram
  Refused: typeof Refused
}

export interface DemoConfig {
  readonly misses: number
  readonly fenced: boolean
}

export const PING_EVERY_MS = 200
export const PING_TIMEOUT_MS = 150
export const WRITE_EVERY_MS = 100

export const pairProgram: Factory = (require) => {
  const { node, Refused } = require('faultline') as Api
  return {
    ledger: node((ctx) => {
      const { fenced } = ctx.config as DemoConfig
      let highest = 0
      ctx.on<{ epoch: number }>('fence', ({ epoch }) => {
        highest = epoch
        return {}
      })
      ctx.on<{ epoch: number }>('append', ({ epoch }) => {
        if (fenced && epoch < highest) throw new Refused('stale')
        return {}
      })
    }),
    worker: node((ctx) => {
      let epoch = 0
      ctx.on('ping', () => ({}))
      ctx.on<{ epoch: number }>('activate', (m) => {
        epoch = m.epoch
        ctx.view({ active: true, epoch })
        return {}
      })
      ctx.every(WRITE_EVERY_MS, () => {
        if (epoch === 0) return
        ctx.rpc('ledger', 'append', { epoch }, { timeout: 80 }).catch((e) => {
          if (!(e instanceof Refused)) return
          epoch = 0
          ctx.view({ active: false, epoch })
        })
      })
    }),
    controller: node((ctx) => {
      const { misses: limit } = ctx.config as DemoConfig
      let active = 'w1'
      let epoch = 0
      let misses = 0
      let moving = false

      async function make(worker: string) {
        moving = true
        epoch += 1
        await ctx.rpc('ledger', 'fence', { epoch }, { timeout: PING_TIMEOUT_MS })
        await ctx.rpc(worker, 'activate', { epoch }, { timeout: PING_TIMEOUT_MS })
        active = worker
        misses = 0
        moving = false
        ctx.view({ active, epoch })
      }

      void make('w1')
      ctx.every(PING_EVERY_MS, async () => {
        const asked = active
        try {
          await ctx.rpc(asked, 'ping', {}, { timeout: PING_TIMEOUT_MS })
          if (asked === active) misses = 0
        } catch {
          if (asked !== active) return
          misses += 1
          if (misses >= limit && !moving && active === 'w1') await make('w2')
        }
      })
    }),
  }
}
