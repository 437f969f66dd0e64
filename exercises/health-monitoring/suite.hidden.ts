/** Judges a submission. Scripts lead to the boundaries of each rule; storms then mix everything, with reports that get lost. */
import type { Rng } from '../../lib/sim/index.ts'
import { type SuiteBuilder, suite } from '../../lib/suite/index.ts'
import { MONITOR, OnCall, type Options } from './drive.ts'
import { counted, judged } from './hidden-judge.ts'
import { scripts, watch } from './hidden-scripts.ts'
import { declare, type Properties } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-health-monitoring-978e2fa55c7e8367'

const CHECKERS = ['paris', 'tokyo', 'lima']
/** Each checker has its turn once in this time, so that no two report in the same instant. */
const ROUND_MS = 12
const ROUNDS = 25
const HOP_MS = 4
const STORM_MS = ROUNDS * ROUND_MS + 160

const hidden = suite('health-monitoring', (s) => {
  const p = declare(s)
  scripts(s, p)
  storm(s, p)
})
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden

/** Services that fail and recover, checkers that are wrong now and then, cut off, or not heard. */
function storm(s: SuiteBuilder, p: Properties): void {
  s.scenario('storm', { seeds: [0, 6], durationMs: STORM_MS }, (sc, r) => {
    const judge = judged(sc, p, [
      'a service went silent',
      'a service was held back',
      'a service was cleared',
      'a raised service was up for a moment',
    ])
    counted(sc, p, judge)
    const o = anyOptions(r)
    const sick = anySickness(o, r)
    sc.client('on-call', async (c) => {
      const w = new OnCall(c)
      await w.create(o)
      await watch(w, judge, STORM_MS)
    })
    for (const [i, checker] of CHECKERS.entries())
      sc.client(checker, async (c) => {
        for (let round = 0; round < ROUNDS; round++) {
          await c.at(round * ROUND_MS + i * HOP_MS)
          const services = o.services.filter(() => c.random.chance(45))
          for (const service of services) {
            const ok = !sick(service, c.now) !== c.random.chance(8)
            c.send(MONITOR, 'report', { checker, service, ok })
          }
        }
      })
    sc.nodes([MONITOR])
    sc.network({ latencyMs: [HOP_MS, HOP_MS], lossPct: 10 })
    sc.nemesis(async (n) => {
      for (let i = 0; i < 3; i++) {
        await n.sleep(n.random.int(10, 90))
        const forMs = n.random.int(30, 90)
        for (const checker of CHECKERS) if (n.random.chance(60)) n.cut(checker, MONITOR, { forMs })
      }
    })
  })
}

function anyOptions(r: Rng): Options {
  return {
    services: ['shop', 'auth', 'db'],
    deps: r.pick<Options['deps']>([{ shop: ['auth'], auth: ['db'] }, { shop: ['auth', 'db'] }]),
    upPct: r.pick([18, 34, 50]),
    staleMs: r.pick([33, 49, 65]),
    raiseMs: r.pick([26, 38]),
    clearMs: r.pick([14, 26]),
  }
}

/** Whether a service answers, by time: each is well and ill in turns. */
function anySickness(o: Options, r: Rng): (service: string, at: number) => boolean {
  const turns = new Map(
    o.services.map((s) => {
      let at = 0
      return [s, Array.from({ length: 8 }, () => (at += r.int(20, 90)))]
    }),
  )
  return (service, at) => (turns.get(service) ?? []).filter((t) => t <= at).length % 2 === 1
}
