/** Judges a submission. Scripts walk to the boundaries of each rule; storms then mix everything at random. No script says what must come out: the judge does. */
import type { Rng } from '../../lib/sim/index.ts'
import { type SuiteBuilder, suite } from '../../lib/suite/index.ts'
import { BATCHER, type Does, Feed, FLUSH, hangs, type Load, ok, rejects, stage, throws } from './drive.ts'
import { judged } from './hidden-judge.ts'
import { scripts } from './hidden-scripts.ts'
import { declare, type Properties } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-request-batching-97cf8545b338d532'

const hidden = suite('request-batching', (s) => {
  const p = declare(s)
  scripts(s, p)
  storm(s, p)
})
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden

const HOUR_MS = 3_600_000
const KEYS = ['a', 'b', 'c', '7', '10', '']
const ROUNDS = 12

function storm(s: SuiteBuilder, p: Properties): void {
  s.scenario('storm', { seeds: 4, durationMs: 4000 }, (sc, r) => {
    const judge = judged(sc, p, [
      'a batch was full',
      'a batch had waited long enough',
      'two fetches were under way',
      'two loads shared a key',
    ])
    judge.countsTimers = true
    const options = { maxSize: r.int(1, 4), maxWaitMs: 2 * r.int(5, 30) + 1 }
    sc.client('feed', async (c) => {
      const { random } = c
      const feed = new Feed(c)
      await feed.make(options, ...Array.from({ length: 10 }, () => anyDoes(random)))
      for (let i = 0; i < ROUNDS; i++) {
        const count = random.int(1, 3)
        await feed.load(...Array.from({ length: count }, () => anyLoad(random)))
        await feed.at(even(c.now + random.int(0, 50)))
      }
      await c.sleep(200)
      c.note('end')
    })
    sc.nemesis(async (n) => {
      await n.at(n.random.int(10, 60))
      n.skew(BATCHER, HOUR_MS)
      await n.at(n.random.int(70, 150))
      n.skew(BATCHER, -2 * HOUR_MS)
    })
    stage(sc)
  })
}

/** Loads come in even milliseconds, and waits end in odd ones. For the same reason nobody loads here on hearing of a result. */
const even = (ms: number) => 2 * Math.ceil(ms / 2)

function anyLoad(r: Rng): Load | null {
  if (r.chance(10)) return FLUSH
  return { key: r.pick(KEYS) }
}

function anyDoes(r: Rng): Does {
  const dice = r.int(0, 99)
  const takesMs = 2 * r.int(1, 40)
  if (dice < 8) return throws
  if (dice < 18) return rejects(takesMs)
  if (dice < 24) return hangs
  if (dice < 32) return ok(takesMs, { more: r.pick([-1, 1]) })
  return ok(takesMs, {
    errors: r.chance(40) ? [r.pick(KEYS)] : [],
    nothing: r.chance(20) ? [r.pick(KEYS)] : [],
  })
}
