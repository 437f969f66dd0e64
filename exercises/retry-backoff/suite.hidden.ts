/**
 * Judges a submission. Scripts walk to each rule's boundaries, storms mix everything at random, and three large runs look at
 * what shows in numbers only. No script says what must come out: the judge does.
 */
import type { Rng } from '../../lib/sim/index.ts'
import { type Finding, type SuiteBuilder, suite, type World } from '../../lib/suite/index.ts'
import {
  Customer,
  type Ends,
  fatal,
  idempotent,
  ok,
  once,
  type Policy,
  refused,
  SHOP,
  stage,
  unknown,
} from './drive.ts'
import type { Draws } from './hidden-draws.ts'
import { judged } from './hidden-judge.ts'
import { HOUR_MS, scripts } from './hidden-scripts.ts'
import { declare, type Properties } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-retry-backoff-0c1ead0cbaeb7222'

const OUTAGE_CALLS = 100
const NOISE_CALLS = 100
const STORM_CALLS = 8
/** Each half of a range expects 50 %. With 200 delays, fewer than 30 % in a half is five standard deviations away. */
const JITTER_CALLS = 50
const LEAST_PCT = 30
/** Two draws in a row lie in the same half half of the time; of 150 such pairs 70 % are nearly five standard deviations away. */
const SAME_HALF_PCT = 70

const hidden = suite('retry-backoff', (s) => {
  const p = declare(s)
  scripts(s, p)
  spread(s, p)
  budgets(s, p)
  storm(s, p)
})
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden

/** Fifty calls fail together, and must not come back together. */
function spread(s: SuiteBuilder, p: Properties) {
  s.scenario('a-herd', { seeds: 1, durationMs: 10_000 }, (sc) => {
    const judge = judged(sc, p, [])
    sc.check(p.jitter, (w) => clumped(judge.follow(w).draws, w))
    sc.client('customer', async (c) => {
      const w = new Customer(c)
      await w.create({
        maxAttempts: 5,
        baseMs: 100,
        capMs: 400,
        totalMs: 5000,
        bucket: { capacity: 1000, cost: 1, refill: 1 },
      })
      w.burst(JITTER_CALLS, once, refused(undefined, 0))
      await c.sleep(6000)
    })
    stage(sc)
  })
}

function clumped(draws: Draws, w: World): Finding | undefined {
  const attempts = w.trace.filter((e) => e.kind === 'note' && e.label === 'attempt')
  const witness = attempts.slice(JITTER_CALLS, JITTER_CALLS + 2).map((e) => e.id)
  const lower = Math.round(draws.lowerPct)
  if (lower < LEAST_PCT || lower > 100 - LEAST_PCT) {
    const because = `Of ${draws.count} delays ${lower} % lie in the lower half of their range, ${100 - lower} % in the upper one.`
    return {
      because,
      expected: `at least ${LEAST_PCT} % in each half`,
      got: `${lower} % and ${100 - lower} %`,
      witness,
    }
  }
  const same = Math.round(draws.samePct)
  if (same <= SAME_HALF_PCT) return
  const because = `In ${same} % of the cases a delay lies in the same half of its range as the one before it in its call: they were not drawn afresh.`
  return { because, expected: `about 50 %, at most ${SAME_HALF_PCT} %`, got: `${same} %`, witness }
}

/** What retries cost when nothing works, and when nearly everything does. */
function budgets(s: SuiteBuilder, p: Properties) {
  const runs = [
    ['total-outage', OUTAGE_CALLS, (w: Customer) => w.burst(OUTAGE_CALLS, idempotent, refused(undefined, 0))],
    [
      'one-in-a-hundred-fails',
      NOISE_CALLS,
      (w: Customer) => {
        w.burst(NOISE_CALLS - 1, idempotent, ok(0))
        w.send(idempotent, unknown(), ok())
      },
    ],
  ] as const
  for (const [name, calls, start] of runs)
    s.scenario(name, { seeds: 1, durationMs: 10_000 }, (sc) => {
      const judge = judged(sc, p, [])
      sc.cost(p.budget, { max: 1.1, unit: 'attempts per call' }, () => judge.attempts / calls)
      sc.client('customer', async (c) => {
        const w = new Customer(c)
        await w.create({
          maxAttempts: 4,
          baseMs: 50,
          capMs: 1000,
          totalMs: 4000,
          bucket: { capacity: 30, cost: 10, refill: 1 },
        })
        start(w)
        await c.sleep(5000)
      })
      stage(sc)
    })
}

/** Any policy, one call after the other, so that it is plain what the bucket holds. */
function storm(s: SuiteBuilder, p: Properties) {
  s.scenario('storm', { seeds: 5, durationMs: 100_000 }, (sc, r) => {
    judged(sc, p, ['a call had to end: attempts', 'a call had to end: deadline', 'a call had to end: bucket'])
    const policy = anyPolicy(r)
    sc.nemesis(async (n) => {
      for (let i = 0; i < 4; i++) {
        await n.sleep(n.random.int(20, 300))
        if (n.random.chance(40)) n.skew(SHOP, n.random.pick([-HOUR_MS, HOUR_MS]))
        else n.pause(SHOP, { forMs: n.random.int(10, 200) })
      }
    })
    sc.client('customer', async (c) => {
      const { random } = c
      const w = new Customer(c)
      await w.create(policy)
      for (let i = 0; i < STORM_CALLS; i++) {
        const ends = Array.from({ length: random.int(1, 5) }, () => anyEnd(random))
        await w.pay(random.chance(60) ? idempotent : once, ...ends)
      }
      await c.sleep(1000)
    })
    stage(sc)
  })
}

function anyPolicy(r: Rng): Policy {
  const cost = r.int(1, 4)
  return {
    maxAttempts: r.int(2, 5),
    baseMs: r.int(1, 60),
    capMs: r.int(60, 200),
    totalMs: r.int(50, 500),
    bucket: { capacity: cost * r.int(1, 5), cost, refill: r.int(0, 2) },
  }
}

function anyEnd(r: Rng): Ends {
  const dice = r.int(0, 99)
  const retryAfter = r.chance(25) ? r.int(0, 150) : undefined
  const takesMs = r.int(2, 40)
  if (dice < 35) return refused(retryAfter, takesMs)
  if (dice < 65) return unknown(retryAfter, takesMs)
  if (dice < 73) return fatal
  return ok(takesMs)
}
