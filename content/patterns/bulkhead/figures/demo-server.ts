/** The web server of the figure, as a node of its own: a number of workers, and a limit per dependency or none. Not an answer to the exercise: nobody waits here. */
import type { Ctx, NodeProgram, Refused } from 'faultline'
import type { Factory } from '@/lib/kernel/index.ts'

interface Api {
  node(setup: (ctx: Ctx) => void): NodeProgram
  Refused: typeof Refused
}

export const serverProgram: Factory = (require) => {
  const { node, Refused } = require('faultline') as Api
  return {
    default: node((ctx) => {
      const { workers, wall, timeoutMs } = ctx.config
      // Requests that no worker has taken yet, in the order of their coming.
      const waiting: (() => void)[] = []
      let free = workers
      const under: Record<string, number> = { login: 0, recommend: 0 }

      async function worker(): Promise<() => void> {
        if (free === 0) await new Promise<void>((taken) => waiting.push(taken))
        else free -= 1
        return () => {
          const next = waiting.shift()
          if (next) next()
          else free += 1
        }
      }

      for (const backend of ['login', 'recommend'])
        ctx.on(backend, async () => {
          const done = await worker()
          try {
            const limit = backend === 'recommend' && wall !== null ? wall : workers
            if ((under[backend] as number) >= limit) throw new Refused('full')
            under[backend] = (under[backend] as number) + 1
            ctx.view({ ...under, waiting: waiting.length })
            try {
              await ctx.rpc(`${backend}-service`, 'call', null, { timeout: timeoutMs }).catch(() => {
                throw new Refused('timeout')
              })
            } finally {
              under[backend] = (under[backend] as number) - 1
            }
            return 'ok'
          } finally {
            done()
            ctx.view({ ...under, waiting: waiting.length })
          }
        })
    }),
  }
}
