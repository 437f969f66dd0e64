/**
 * Judges a submission. Scripts walk the breaker through each rule's boundaries; storms then mix everything at random.
 * No script says what must come out: the model does.
 */
import type { Rng } from '../../lib/sim/index.ts'
import { type SuiteBuilder, suite } from '../../lib/suite/index.ts'
import {
  answers,
  BREAKER,
  type Does,
  fails,
  neverAnswers,
  type Options,
  stage,
  throws,
  value,
} from './drive.ts'
import { judged } from './hidden-judge.ts'
import { HOUR_MS, options, scripts } from './hidden-scripts.ts'
import { Walk } from './hidden-walk.ts'
import { declare, type Properties } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-circuit-breaker-7f1c3e0a95d24b68'

const STORM_ACTIONS = 10

const hidden = suite('circuit-breaker', (s) => {
  const p = declare(s)
  scripts(s, p)
  outage(s, p)
  storm(s, p)
})
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden

/** The dependency dies, first refusing, then silent, for three waits while pages keep coming, and recovers. */
function outage(s: SuiteBuilder, p: Properties) {
  s.scenario('outage', { seeds: 1, durationMs: 3000 }, (sc) => {
    const judge = judged(sc, p, ['a probe succeeded'])
    let callsPerWait = 0
    sc.cost(p.budget, { max: 1, unit: 'calls per openMs' }, () => callsPerWait)
    sc.client('page', async (c) => {
      const w = new Walk(c, judge)
      await w.create(options)
      await w.calls(answers(), answers(), fails(), fails())
      while (c.now < 350) {
        await w.call(c.now < 200 ? fails(3) : neverAnswers)
        await w.pass(57)
      }
      const waits = Math.floor((c.now - judge.trippedAt) / options.openMs)
      callsPerWait = judge.callsAfterTrip / waits
      while (c.now < 430) {
        await w.call(answers())
        await w.pass(57)
      }
    })
    stage(sc)
  })
}

/**
 * Anything in any order, in short runs: a rule that two others hide together shows in few actions. The seeds are chosen
 * (`npm run seeds`): these five alone expose every wrong solution, where the first eight of 500 expose half of them.
 */
function storm(s: SuiteBuilder, p: Properties) {
  s.scenario('storm', { seeds: [444, 361, 15, 491, 99], durationMs: 60_000 }, (sc, r) => {
    const judge = judged(sc, p, [
      'a probe succeeded',
      'a probe failed',
      'a probe did not settle within probeMs',
      'the wall clock jumped while open',
    ])
    judge.checksIdle = true
    const o = anyOptions(r)
    // The nemesis does not run in a replay, so page and nemesis draw from streams of their own.
    sc.nemesis(async (n) => {
      for (let i = 0; i < 3; i++) {
        await n.sleep(n.random.int(5, 60))
        n.skew(BREAKER, n.random.pick([-HOUR_MS, HOUR_MS]))
      }
    })
    sc.client('page', async (c) => {
      const { random } = c
      const w = new Walk(c, judge)
      await w.create(o)
      // Most runs trip early: what follows the trip is where the rules meet.
      let failPct = random.pick([90, 90, 10])
      for (let i = 0; i < STORM_ACTIONS; i++) {
        const dice = random.int(0, 99)
        if (dice < 42) await w.call(anyDoes(random, o, failPct))
        else if (dice < 52) await w.together(...anyBurst(random, o, failPct))
        else if (dice < 62) await w.pass(random.int(1, 40))
        else if (dice < 67) await w.letPass(random.int(1, 150))
        else if (dice < 90) await w.toBoundary(random.pick([-1, 0, 0, 1, 5]))
        else failPct = 100 - failPct
      }
      await w.pass(o.openMs + o.probeMs)
    })
    stage(sc)
  })
}

function anyOptions(r: Rng): Options {
  const window = r.int(1, 5)
  return {
    window,
    minCalls: r.int(1, window),
    failurePct: r.pick([1, 20, 25, 33, 34, 50, 50, 60, 67, 75, 100]),
    openMs: r.int(10, 120),
    probeMs: r.int(5, 60),
    ...(r.chance(50) ? { ignore: ['404'] } : {}),
  }
}

function anyDoes(r: Rng, o: Options, failPct: number): Does {
  const dice = r.int(0, 99)
  if (dice < 12) return value
  if (dice < 24) return throws(code(r))
  if (dice < 30) return neverAnswers
  return service(r, o, failPct)
}

/** All answers come later: whether a call of the same turn meets the result of one that came at once is left open. */
function anyBurst(r: Rng, o: Options, failPct: number): Does[] {
  return Array.from({ length: r.int(2, 5) }, () => service(r, o, failPct))
}

/** Never takes exactly probeMs: whether a result or the deadline of that instant comes first is left open. */
function service(r: Rng, o: Options, failPct: number): Does {
  const ms = r.chance(70) ? r.int(2, 12) : r.int(2, o.openMs + o.probeMs)
  const takesMs = ms === o.probeMs ? ms + 1 : ms
  return r.chance(failPct) ? fails(takesMs, code(r)) : answers(takesMs)
}

function code(r: Rng): string {
  return r.pick(['503', '503', '500', '404'])
}
