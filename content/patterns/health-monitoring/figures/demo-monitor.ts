/** The monitor of the figure, as a node of its own. Not an answer to the exercise: it looks every five seconds and is told who needs whom. */
import type { Ctx, NodeProgram } from 'faultline'
import type { Factory } from '@/lib/kernel/index.ts'
import type { Setup } from './night.ts'

interface Api {
  node(setup: (ctx: Ctx) => void): NodeProgram
}

const LOOK_MS = 5000

export const monitorProgram: Factory = (require) => {
  const { node } = require('faultline') as Api
  return {
    default: node((ctx) => {
      const { services, needs, staleMs, upPct, raiseMs, clearMs } = ctx.config as Setup
      const heard = new Map<string, { at: number; answers: Record<string, boolean> }>()
      const state = new Map(services.map((s) => [s, { up: true, since: ctx.clock.mono(), raised: false }]))
      // The other pager: whoever complains is believed, and who is silent has nothing to complain of.
      const complaints = new Set<string>()

      function health(service: string): 'up' | 'down' | 'unknown' {
        const fresh = [...heard.values()].filter((r) => ctx.clock.mono() - r.at < staleMs)
        if (fresh.length === 0) return 'unknown'
        const ok = fresh.filter((r) => r.answers[service]).length
        return ok * 100 > upPct * fresh.length ? 'up' : 'down'
      }

      function look(): void {
        const now = ctx.clock.mono()
        for (const service of services) {
          const s = state.get(service)
          if (!s) continue
          const up = health(service) === 'up'
          if (up !== s.up) Object.assign(s, { up, since: now })
          const long = now - s.since >= (s.raised ? clearMs : raiseMs)
          const cause = (needs[service] ?? []).some((n) => state.get(n)?.raised)
          if (up !== s.raised || !long || (!s.raised && cause)) continue
          s.raised = !s.raised
          ctx.trace(`${s.raised ? 'raise' : 'clear'} ${service}`, { pager: 'judged', service, up: !s.raised })
        }
        ctx.view(Object.fromEntries(services.map((s) => [s, health(s)])))
      }

      ctx.on('report', ({ probe, answers }: { probe: string; answers: Record<string, boolean> }) => {
        heard.set(probe, { at: ctx.clock.mono(), answers })
        for (const service of services) {
          const anyFails = [...heard.values()].some((r) => !r.answers[service])
          if (anyFails === complaints.has(service)) continue
          if (anyFails) complaints.add(service)
          else complaints.delete(service)
          ctx.trace(`complaint ${service}`, { pager: 'plain', service, up: !anyFails })
        }
      })
      ctx.every(LOOK_MS, look)
    }),
  }
}
