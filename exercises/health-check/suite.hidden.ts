/**
 * Judges a submission. The first walk looks at nothing but what a hung target costs; the next ones go to the boundaries of each
 * rule; storms then mix everything at random. No script says what must come out: the judge does.
 */
import type { Rng } from '../../lib/sim/index.ts'
import { type SuiteBuilder, suite } from '../../lib/suite/index.ts'
import {
  CHECKER,
  type Does,
  fails,
  hangs,
  Operator,
  type Options,
  obeys,
  type Plan,
  passes,
  stage,
} from './drive.ts'
import { judged } from './hidden-judge.ts'
import { scripts } from './hidden-scripts.ts'
import { declare, type Properties } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-health-check-56c9317194e244fe'

const hidden = suite('health-check', (s) => {
  const p = declare(s)
  scripts(s, p)
  storm(s, p)
})
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden

/** So many probes of each target in a storm. */
const ROUNDS = 9
const START_MS = 20

function storm(s: SuiteBuilder, p: Properties): void {
  s.scenario('storm', { seeds: 3, durationMs: 1200 }, (sc, r) => {
    judged(sc, p, [
      'a probe timed out',
      'a probe was slept through',
      'healthy became unhealthy',
      'unhealthy became healthy',
    ])
    const o: Options = {
      intervalMs: 100,
      timeoutMs: r.pick([30, 50]),
      failureThreshold: r.int(1, 3),
      successThreshold: r.int(1, 3),
    }
    const names = ['a', 'b', 'c']
    sc.client('operator', async (c) => {
      const w = new Operator(c)
      await c.at(START_MS)
      const plan: Plan = Object.fromEntries(names.map((t) => [t, anyPlan(c.random, o)]))
      await w.make(plan, o)
      for (let k = 1; k <= ROUNDS; k++) {
        await c.at(START_MS + k * o.intervalMs - 5)
        await w.glance()
        if (k === ROUNDS - 1) await c.at(START_MS + k * o.intervalMs + c.random.int(0, o.timeoutMs - 1))
      }
      await w.stop()
      await c.sleep(2 * o.intervalMs)
    })
    sc.nemesis(async (n) => {
      // It never wakes less than timeoutMs before a probe is due.
      const round = n.random.int(2, ROUNDS - 4)
      const asleep = START_MS + round * o.intervalMs + n.random.int(1, 99)
      const awake = START_MS + (round + n.random.int(1, 2)) * o.intervalMs + n.random.int(1, 40)
      await n.at(asleep)
      n.pause(CHECKER, { forMs: awake - asleep })
    })
    stage(sc, names)
  })
}

/** Runs of passes and of failures, so that thresholds are reached. */
function anyPlan(r: Rng, o: Options): Does[] {
  const all: Does[] = []
  while (all.length < ROUNDS) {
    const good = r.chance(50)
    for (let i = r.int(1, 4); i > 0; i--)
      all.push(good ? passes(r.int(2, o.timeoutMs - 1)) : anyFailure(r, o))
  }
  return all
}

function anyFailure(r: Rng, o: Options): Does {
  const dice = r.int(0, 99)
  if (dice < 35) return fails(r.int(2, o.timeoutMs - 1))
  if (dice < 55) return hangs
  if (dice < 70) return obeys
  return (r.chance(50) ? passes : fails)(o.timeoutMs + r.pick([0, 1, 40, 90]))
}
