/**
 * Judges a submission. Scripts walk the scopes through each rule's boundaries; storms then mix everything at random.
 * No script says what must come out: the judge does.
 */
import type { Rng } from '../../lib/sim/index.ts'
import { type SuiteBuilder, suite } from '../../lib/suite/index.ts'
import { answers, CALLER, type Does, fails, neverEnds, obeys, stage, throws, value } from './drive.ts'
import { judged } from './hidden-judge.ts'
import { HOUR_MS, scripts } from './hidden-scripts.ts'
import { Walk } from './hidden-walk.ts'
import { declare, type Properties } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-timeout-8ab9d30444b2c06f'

const STORM_ACTIONS = 14

const hidden = suite('timeout', (s) => {
  const p = declare(s)
  scripts(s, p)
  storm(s, p)
})
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden

/** Any tree of scopes, any tasks, pauses and jumps of the wall clock. */
function storm(s: SuiteBuilder, p: Properties) {
  s.scenario('storm', { seeds: 7, durationMs: 60_000 }, (sc) => {
    const judge = judged(sc, p, [
      'a result came first, and too late',
      'a run began in a scope without time left',
      'a parent had less time left than its child asked for',
    ])
    judge.countsTimers = true
    sc.nemesis(async (n) => {
      for (let i = 0; i < 4; i++) {
        await n.sleep(n.random.int(5, 60))
        if (n.random.chance(50)) n.skew(CALLER, n.random.pick([-HOUR_MS, HOUR_MS]))
        else n.pause(CALLER, { forMs: n.random.int(5, 60) })
      }
    })
    sc.client('page', async (c) => {
      const { random } = c
      const w = new Walk(c, judge)
      const scopes: string[] = []
      const open = async (parent?: string) => {
        const name = `s${scopes.length + 1}`
        scopes.push(name)
        await w.scope(name, random.int(0, 90), parent)
      }
      await open()
      for (let i = 0; i < STORM_ACTIONS; i++) {
        const dice = random.int(0, 99)
        if (dice < 10) await open()
        else if (dice < 28) await open(random.pick(scopes))
        else if (dice < 75) w.send(random.pick(scopes.slice(-4)), anyDoes(random, w, `n${i}`))
        else if (dice < 90) await w.pass(random.int(1, 30))
        else await w.toDeadline(scopes.at(-1) as string, random.pick([-1, 0, 1]))
      }
      await w.pass(200)
    })
    stage(sc)
  })
}

function anyDoes(r: Rng, w: Walk, child: string): Does {
  const dice = r.int(0, 99)
  if (dice < 8) return value
  if (dice < 16) return throws()
  if (dice < 30) return neverEnds
  if (dice < 45) return obeys(r.int(2, 90))
  if (dice < 60) return w.inChild(child, r.int(0, 60), answers(r.int(2, 40)), r.pick([0, r.int(2, 40)]))
  if (dice < 75) return fails(r.int(2, 90))
  return answers(r.int(2, 90))
}
