/**
 * Judges a submission. Each scenario walks to the boundaries of one rule and looks only at what that rule is about; the
 * storm then mixes everything and looks at every number. What must come out says the model.
 */
import type { Property, SuiteBuilder } from '../../lib/suite/index.ts'
import { suite } from '../../lib/suite/index.ts'
import { GATEWAY, type Options, stage } from './drive.ts'
import type { Rules } from './hidden-blame.ts'
import { Walk } from './hidden-walk.ts'
import { declare, type Properties } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-rate-limiting-5b0e2f7c41a84d96'

const HOUR_MS = 3_600_000
const STORM_ACTIONS = 25
const LONG = 'months-of-milliseconds'
const EXACT = 'a take came at the very millisecond at which its tokens were there'
const EARLY = 'a take came one millisecond too early'

const hidden = suite('rate-limiting', (s) => {
  const p = declare(s)
  decisions(s, p)
  numbers(s, p)
  memory(s, p)
  storm(s, p)
})
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden

/** Yes or no. */
function decisions(s: SuiteBuilder, p: Properties): void {
  const script = scripting(s, p)

  script('a-burst-at-one-instant', ['a key was new'], p.burst, async (w) => {
    await w.create({ periodMs: 100, burst: 5 })
    await w.c.at(37)
    await w.takes('a', 7)
  })
  // Without any time between a denial and the take that shows its price, so that no error of accrual can be taken for one.
  script('denied-takes-are-free', [EXACT], p.denial, async (w) => {
    await w.create({ periodMs: 50, burst: 4 })
    await w.take('a', 3)
    await w.take('a', 2)
    await w.take('a', 4)
    await w.take('a', 9)
    await w.take('a')
    await w.take('a')
    await w.c.at(200)
    await w.take('a', 5)
    await w.take('a', 4)
  })
  script('one-token', [EXACT, EARLY], undefined, async (w) => {
    await w.create({ periodMs: 30, burst: 1 })
    await w.c.at(10)
    await w.take('a')
    for (const ms of [29, 1, 29, 1, 45, 29, 1]) {
      await w.c.sleep(ms)
      await w.take('a')
    }
  })
  // Asks for whole buckets only, so that a window of any phase says yes too early before it says no too late.
  script('whole-buckets', [EXACT, EARLY], p.rate, async (w) => {
    await w.create({ periodMs: 10, burst: 3 })
    await w.c.at(13)
    await w.poll('a', 1, 32, 3)
  })
  script('around-a-window-that-opens-with-the-first-take', [EARLY], p.rate, async (w) => {
    await w.create({ periodMs: 20, burst: 4 })
    await w.c.at(7)
    await w.take('a')
    await w.c.at(86)
    await w.takes('a', 3)
    await w.c.at(87)
    await w.takes('a', 2)
    await w.c.at(106)
    await w.take('a', 2)
  })
  script(
    'a-long-silence-fills-one-bucket',
    ['a full bucket waited and grew no further'],
    p.rate,
    async (w) => {
      await w.create({ periodMs: 10, burst: 3 })
      await w.takes('a', 3)
      await w.c.at(500)
      await w.takes('a', 4)
      await w.c.at(4000)
      await w.takes('a', 4)
    },
  )
  script('tokens-come-one-by-one', [EXACT, EARLY], undefined, async (w) => {
    await w.create({ periodMs: 40, burst: 3 })
    await w.c.at(55)
    await w.takes('a', 3)
    for (const at of [60, 80, 94, 120, 134, 160, 174]) {
      await w.c.at(at)
      await w.take('a')
    }
  })
  for (const everyMs of [1, 7, 15, 100])
    script(`greedy-every-${everyMs}-ms`, [], undefined, async (w) => {
      await w.create({ periodMs: 10, burst: 3 })
      await w.c.at(1)
      await w.takes('a', 3)
      await w.c.sleep(everyMs)
      await w.poll('a', everyMs, Math.max(21, 6 * everyMs))
    })
  script('a-token-in-thirds', [EXACT, EARLY, 'a part of a token was there'], undefined, async (w) => {
    await w.create({ periodMs: 49, burst: 2 })
    await w.takes('a', 2)
    await w.poll('a', 7, 7 * 7 * 2)
  })
  script('each-key-for-itself', ['a key was new'], p.keys, async (w) => {
    await w.create({ periodMs: 100, burst: 3 })
    for (const key of ['a', 'b', 'A', '', ' ', '0', '__proto__', 'constructor', 'toString', 'ä', 'a:b']) {
      await w.take(key, 3)
      await w.take('a')
    }
    await w.take('__proto__')
    await w.c.at(100)
    for (const key of ['__proto__', '', 'a', 'constructor', 'A']) await w.takes(key, 2)
  })
  script('the-wall-clock-jumps', [], p.clock, async (w) => {
    await w.create({ periodMs: 40, burst: 3 })
    await w.takes('a', 3)
    await w.c.at(60)
    await w.takes('a', 2)
    await w.takes('b', 3)
    await w.c.at(130)
    await w.takes('a', 2)
    await w.takes('b', 3)
  })
}

/** remaining and retryAfter. */
function numbers(s: SuiteBuilder, p: Properties): void {
  const script = scripting(s, p, true)
  script('what-is-left', ['a part of a token was there'], undefined, async (w) => {
    await w.create({ periodMs: 30, burst: 6 })
    await w.takes('a', 2)
    await w.take('a', 3)
    await w.c.at(29)
    await w.take('a')
    await w.c.at(89)
    await w.take('a')
    await w.c.at(119)
    await w.take('a', 2)
    await w.c.at(1000)
    await w.take('a', 6)
    await w.take('b', 1)
  })
  script('when-to-come-back', [EXACT, 'more was asked for than a bucket holds'], undefined, async (w) => {
    await w.create({ periodMs: 30, burst: 4 })
    await w.take('a', 4)
    for (const n of [1, 2, 4, 5, 1000]) await w.take('a', n)
    await w.c.at(7)
    for (const n of [1, 3, 4]) await w.take('a', n)
    await w.c.at(29)
    await w.take('a')
    await w.take('a', 2)
    await w.c.at(30)
    await w.take('a')
    await w.take('a')
    await w.c.at(100)
    await w.take('a', 3)
    await w.c.sleep(20)
    await w.take('a', 3)
    await w.take('b', 5)
    await w.take('b', 4)
    await w.take('b')
  })
  script(LONG, [EXACT, EARLY], undefined, async (w) => {
    await w.create({ periodMs: 86_400_000, burst: 1_000_000 })
    await w.take('a', 1_000_000)
    await w.c.at(1)
    await w.take('a')
    await w.c.at(86_399_999)
    await w.take('a')
    await w.c.at(86_400_000)
    await w.take('a')
    await w.take('a', 999_999)
  })
}

/** What is held, and what is let go. */
function memory(s: SuiteBuilder, p: Properties): void {
  const script = scripting(s, p)
  script('a-crowd-does-not-wash-a-bucket-out', [], p.held, async (w) => {
    await w.create({ periodMs: 100, burst: 5 })
    await w.take('a', 5)
    await w.take('b', 5)
    await w.c.at(10)
    await w.crowd('x', 0, 3000)
    await w.take('a')
    await w.weigh()
    await w.c.at(110)
    await w.take('a', 2)
    await w.c.at(470)
    await w.take('b', 5)
    await w.c.at(490)
    await w.take('a', 5)
    await w.weigh()
    await w.c.at(510)
    await w.take('a', 5)
    await w.take('a', 4)
    await w.weigh()
  })
  script('nothing-ticks-for-nobody', [], undefined, async (w) => {
    await w.create({ periodMs: 20, burst: 5 })
    await w.take('a', 5)
    await w.take('b', 1)
    await w.c.at(70)
    await w.take('a', 2)
    await w.rest()
  })

  s.scenario('crowds-that-leave', { seeds: 1, durationMs: 60_000 }, (sc) => {
    let walk: Walk | undefined
    // Whoever holds exactly the keys in use has up to 1: the plain solution, and no reason to take a star from it.
    const budget = { max: 2, unit: 'keys held above 16, per key in use', stars: [1, 1.5] } as const
    sc.cost(p.budget, budget, () => walk?.heldPerKey)
    sc.sometimes(
      'almost all keys had gone quiet',
      () => walk?.saw.has('almost all keys had gone quiet') ?? false,
    )
    sc.client('customers', async (c) => {
      walk = new Walk(c, { p })
      const w = walk
      await w.create({ periodMs: 50, burst: 4 })
      // Later than one sweep after the beginning: who forgets to note the first sweeps on each take.
      await w.c.at(300)
      await w.crowd('x', 0, 40_000)
      await w.c.at(10_000)
      await w.take('a')
      await w.weigh()
      for (let i = 0; i < 30; i++) {
        await w.c.sleep(40)
        await w.crowd('y', 100 * i, 100)
        if (i % 5 === 4) await w.weigh()
      }
      await w.c.sleep(201)
      await w.crowd('z', 0, 40, 4)
      await w.weigh()
      await w.c.sleep(400)
      await w.take('a')
      await w.weigh()
      await w.c.sleep(100)
      await w.take('a', 9)
      await w.take('b')
      await w.weigh()
    })
    stage(sc)
  })
}

/** Anything in any order, on the boundaries more often than not. */
function storm(s: SuiteBuilder, p: Properties): void {
  s.scenario('storm', { seeds: 5, durationMs: 20_000 }, (sc, r) => {
    let walk: Walk | undefined
    for (const name of [
      EXACT,
      EARLY,
      'more was asked for than a bucket holds',
      'a part of a token was there',
    ])
      sc.sometimes(name, () => walk?.saw.has(name) ?? false)
    const o: Options = { periodMs: r.pick([1, 7, 10, 33, 60]), burst: r.int(1, 6) }
    // The nemesis does not run in a replay, so caller and nemesis draw from streams of their own.
    sc.nemesis(async (n) => {
      for (let i = 0; i < 3; i++) {
        await n.sleep(n.random.int(5, 80))
        n.skew(GATEWAY, n.random.pick([-HOUR_MS, HOUR_MS]))
      }
    })
    sc.client('customers', async (c) => {
      const { random } = c
      walk = new Walk(c, { p, numbers: true })
      await walk.create(o)
      for (let i = 0; i < STORM_ACTIONS; i++) {
        const key = random.pick(['a', 'a', 'a', 'b', 'c'])
        const n = random.chance(60) ? 1 : random.int(1, o.burst + 1)
        const dice = random.int(0, 99)
        if (dice < 40) await walk.take(key, n)
        else if (dice < 55) await c.sleep(random.int(1, 2 * o.periodMs))
        else if (dice < 60) await c.sleep(random.int(1, 3 * o.burst * o.periodMs))
        else await walk.toBoundary(key, n, random.pick([-1, 0, 0, 1]))
      }
    })
    stage(sc)
  })
}

/** A scripted walk; `sees` are the situations without which it would prove nothing. */
function scripting(s: SuiteBuilder, p: Properties, numbers = false) {
  return (name: string, sees: string[], about: Property | undefined, script: (w: Walk) => Promise<void>) =>
    s.scenario(name, { seeds: 1, durationMs: name === LONG ? 100_000_000 : 5000 }, (sc) => {
      let walk: Walk | undefined
      for (const situation of sees) sc.sometimes(situation, () => walk?.saw.has(situation) ?? false)
      if (about === p.clock) {
        sc.nemesis(async (n) => {
          await n.at(20)
          n.skew(GATEWAY, HOUR_MS)
          await n.at(90)
          n.skew(GATEWAY, -HOUR_MS)
        })
        sc.sometimes('the wall clock jumped', (e) => e.kind === 'skew')
      }
      sc.client('customers', async (c) => {
        const rules: Rules = { p, numbers, ...(about ? { about } : {}) }
        walk = new Walk(c, rules)
        await script(walk)
      })
      stage(sc)
    })
}
