/** The world of both suites: a server that lends, two holders that want, a process on each machine that asks. */
import type { Json } from '../../lib/sim/index.ts'
import type { NemesisRules, SuiteBuilder } from '../../lib/suite/index.ts'

export const TERM_MS = 1000
export const RHO = 0.05
export const ROUNDS = 8

const config = { term: TERM_MS, rho: RHO }

export const rules: NemesisRules = {
  faults: ['pause', 'crash', 'cut', 'clog', 'skew', 'drift'],
  max: 4,
  config: { ...config, rounds: ROUNDS },
}

const HOLDERS = ['h1', 'h2']
const ASK_EVERY_MS = 25

export function world(s: SuiteBuilder, rounds: number): void {
  const exclusion = s.property(
    'mutual-exclusion',
    'No holder answers ok at or after the instant at which the server granted the lease to the other.',
    { kind: 'safety' },
  )
  s.scenario('round', { seeds: rounds, durationMs: 4_500, healAtMs: 4_200 }, (sc) => {
    sc.nodes(['server'], { role: 'server', config })
    sc.nodes(HOLDERS, { role: 'holder', config })
    sc.network({ latencyMs: [1, 10] })
    for (const holder of HOLDERS) {
      sc.client(`app-${holder}`, async (c) => {
        for (;;) {
          await c.call(holder, 'use', {}, { local: true, timeoutMs: 100 })
          await c.sleep(ASK_EVERY_MS)
        }
      })
    }
    let grant: { to: string; event: number; at: number } | undefined
    sc.always(exclusion, (e) => {
      if (e.kind !== 'send' || e.re === undefined || e.label === 'refused') return undefined
      const body = (e.body ?? {}) as { lease?: Json; ok?: Json }
      if (e.node === 'server' && e.type === 'acquire' && typeof body.lease === 'string')
        grant = { to: e.peer ?? '', event: e.id, at: e.at }
      if (e.type !== 'use' || body.ok !== true || !grant || grant.to === e.node) return undefined
      return {
        because: `${e.node} says at ${inMs(e.at)} that it holds the lease, which the server granted to ${grant.to} at ${inMs(grant.at)}.`,
        expected: `${e.node} says that it does not hold the lease`,
        got: `${e.node} says that it holds it`,
        witness: [grant.event, e.id],
      }
    })
  })
}

function inMs(at: number): string {
  return `${Math.round(at).toLocaleString('en-US')} ms`
}
