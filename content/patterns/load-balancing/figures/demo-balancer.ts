/** The proxy of the figure, as a node of its own. Its ejection is the simplest there is: five errors in a row, out for good. */
import type { Ctx, NodeProgram } from 'faultline'
import type { Factory } from '@/lib/kernel/index.ts'

interface Api {
  node(setup: (ctx: Ctx) => void): NodeProgram
}

export const proxyProgram: Factory = (require) => {
  const { node } = require('faultline') as Api
  return {
    default: node((ctx) => {
      const { hosts, policy } = ctx.config as { hosts: string[]; policy: string }
      const inFlight = new Map(hosts.map((h) => [h, 0]))
      const errors = new Map(hosts.map((h) => [h, 0]))
      let eligible = [...hosts]
      let turn = 0

      const load = (h: string) => inFlight.get(h) ?? 0
      function pick(): string {
        if (policy === 'turns') return eligible[turn++ % eligible.length] as string
        const a = ctx.random.pick(eligible)
        if (policy === 'random') return a
        const b = ctx.random.pick(eligible.filter((h) => h !== a))
        return load(b) < load(a) ? b : a
      }
      function ended(h: string, ok: boolean) {
        inFlight.set(h, load(h) - 1)
        errors.set(h, ok ? 0 : (errors.get(h) ?? 0) + 1)
        if (policy === 'ejecting' && errors.get(h) === 5) eligible = eligible.filter((other) => other !== h)
      }

      ctx.on('request', async () => {
        const h = pick()
        inFlight.set(h, load(h) + 1)
        const ok = await ctx.rpc(h, 'work', null, { timeout: Number.POSITIVE_INFINITY }).then(
          () => true,
          () => false,
        )
        ended(h, ok)
        return { h, ok }
      })
    }),
  }
}
