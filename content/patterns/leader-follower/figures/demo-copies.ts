/**
 * The nodes of the figure: a leader that tells two followers of each sale, and followers that count. Not an answer to the
 * exercise: nothing is saved, and a message that is lost is lost.
 */
import type { Ctx, NodeProgram } from 'faultline'
import type { Factory } from '@/lib/kernel/index.ts'

interface Api {
  node(setup: (ctx: Ctx) => void): NodeProgram
}

export const STOCK = 20

export const copiesProgram: Factory = (require) => {
  const { node } = require('faultline') as Api
  return {
    default: node((ctx) => {
      let index = 0
      ctx.on('sell', () => {
        index += 1
        for (const peer of ctx.peers) ctx.send(peer, 'sold', { index })
        ctx.view({ index, stock: STOCK - index })
        return { index }
      })
      // Each link has one delay, so entries arrive in order.
      ctx.on<{ index: number }>('sold', (m) => {
        index = m.index
        ctx.view({ index, stock: STOCK - index })
      })
      ctx.on('read', () => ({ index, stock: STOCK - index }))
    }),
  }
}
