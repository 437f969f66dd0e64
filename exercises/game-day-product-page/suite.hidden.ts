/**
 * The hidden suite of the game day. First each trouble alone, in short runs, so that what is missing is named; then two at once, and
 * the whole day, moved about.
 *
 * Calibration, the worst of solution.ts and solutions/*.ts over 30 to 40 seeds of each scenario, and what is allowed: 0.39 calls per
 * page on a quiet stretch (0.7) and 1.23 without a cache (1.5); 10 calls to the sick in a short spell (14), 20 in a day (25); 1.17 loads
 * per new price in a sale (2); no page lost on an ordinary day, in a sale or around a blackout (2 to 10 %), 3.8 % without a cache (7),
 * 3.1 % in a peak (5), 1 % in a day (6); 39 ms of waiting (60).
 */
import type { Ms, Rng } from '../../lib/sim/index.ts'
import { suite } from '../../lib/suite/index.ts'
import { type Budget, WHOLE } from './budget.ts'
import { judge } from './judge.ts'
import { readRun, within } from './measures.ts'
import { declare } from './properties.ts'
import { OUTAGE } from './script.ts'
import { type How, REPLICAS, SALE, type Script, stage } from './system.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-game-day-product-page-7e19c4d2b03f4a65'

const LONGEST_MS = 24_000
/** What a cost says it is of. */
const REHEARSALS = {
  calm: 'an ordinary day',
  sale: 'a sale',
  falling: 'a sale whose price falls ten times a second',
  throng: 'a sale with two pages per millisecond around each new price',
  away: 'a spell without the cache',
  slow: 'a peak without the cache and with a slow replica',
  refusing: 'a peak without the cache and with a replica that refuses',
  blackout: 'a blackout without the cache',
  cold: 'a blackout at a cold start',
  outage: 'the scripted outage',
  'another-day': 'another day',
} as const

const hidden = suite('game-day-product-page', (s) => {
  const p = declare(s)

  const { callsWhileWell, loadsInTheSale, callsWithoutCache, waitMs } = WHOLE
  play('calm', 1, 6000, () => ({ durationMs: 6000 }), { callsWhileWell, pagesLostPct: 2, waitMs })
  play('sale', 1, 4500, sale, { loadsInTheSale, pagesLostPct: 4 })
  play('falling', 2, 4000, falling, { pagesLostPct: 4 })
  play('throng', [55, 43], 4500, throng, {})
  play('away', 2, 7000, away, { callsWithoutCache, pagesLostPct: 7 })
  play('slow', 2, 6000, (r) => peak('slow', r), { callsWithoutCache, callsToSick: 14, pagesLostPct: 5 })
  play('refusing', 1, 6000, (r) => peak('refusing', r), {
    callsWithoutCache,
    callsToSick: 14,
    pagesLostPct: 5,
  })
  play('blackout', [1, 15], 4500, blackout, { pagesLostPct: 10 })
  play('cold', [0, 11], 4000, cold, {})
  play('outage', 1, OUTAGE.durationMs, () => OUTAGE, WHOLE)
  play('another-day', [3, 10], LONGEST_MS, anotherDay, WHOLE)

  function play(
    name: keyof typeof REHEARSALS,
    seeds: number | readonly number[],
    durationMs: Ms,
    scriptOf: (r: Rng) => Script,
    budget: Budget,
  ) {
    s.scenario(name, { seeds, durationMs }, (sc, r) => {
      const script = scriptOf(r)
      stage(sc, script)
      judge(sc, p, script, budget, REHEARSALS[name])
      if (name === 'falling')
        sc.sometimes('a price fell while the one before was still being loaded', (e, w) => {
          const { product } =
            e.kind === 'note' && e.node === 'primary' ? (e.data as { product?: string }) : {}
          if (product !== SALE) return false
          return readRun(w.trace).calls.some((c) => !c.answer && c.products.includes(SALE))
        })
      if (name === 'away')
        sc.sometimes('a price was new while the cache could not be told', (e) => {
          const isNew = e.kind === 'note' && e.node === 'primary'
          return isNew && within(e.at, script.cacheAway ?? [])
        })
    })
  }
})

function sale(r: Rng): Script {
  const fromMs = r.int(600, 1000)
  return {
    durationMs: 4500,
    sale: { fromMs, untilMs: fromMs + 2000, perSecond: 60, everyMs: r.int(280, 350) },
  }
}

/** The price falls again before it could be loaded at leisure. */
function falling(r: Rng): Script {
  const fromMs = r.int(600, 1000)
  return {
    durationMs: 4000,
    sale: { fromMs, untilMs: fromMs + 1500, perSecond: 50, everyMs: r.int(80, 110) },
  }
}

/** About when a new price is confirmed pages come so close together that each server has a `get` of the lamp under way all the time. */
function throng(r: Rng): Script {
  const fromMs = r.int(300, 500)
  return {
    durationMs: 4500,
    sale: {
      fromMs,
      untilMs: fromMs + 2400,
      perSecond: 20,
      everyMs: r.int(140, 160),
      flurry: { fromMs: 12, untilMs: 28, everyMs: 0.5 },
    },
  }
}

/** Prices change meanwhile, of products that the cache still holds. And six customers come at once. */
function away(r: Rng): Script {
  const fromMs = r.int(1500, 2000)
  const untilMs = fromMs + r.int(1800, 2400)
  return {
    durationMs: 7000,
    cacheAway: [{ fromMs, untilMs }],
    changes: { perSecond: 3, among: 4 },
    crowds: { atMs: [fromMs + 500, fromMs + 1000, fromMs + 1500, untilMs + 2], pages: 6 },
  }
}

/** Without a cache, with more customers, and with one replica that is not well. */
function peak(how: How, r: Rng): Script {
  const fromMs = r.int(1000, 1500)
  const span = { fromMs, untilMs: fromMs + r.int(2800, 3200) }
  return {
    durationMs: 6000,
    cacheAway: [span],
    rush: { ...span, perSecond: r.int(7, 8) },
    sick: [{ ...span, who: r.pick(REPLICAS), how }],
  }
}

const allRefuse = (fromMs: Ms) =>
  REPLICAS.map((who) => ({ who, how: 'refusing', fromMs, untilMs: fromMs + 500 }) as const)

/** For half a second there is neither cache nor replica, and then another second without the cache. */
function blackout(r: Rng): Script {
  const at = r.int(800, 1200)
  return { durationMs: 4500, cacheAway: [{ fromMs: at - 100, untilMs: at + 1500 }], sick: allRefuse(at) }
}

/** The cache has lost everything, gives out its leases, and for half a second nobody can use them. */
function cold(r: Rng): Script {
  const at = r.int(800, 1200)
  return { durationMs: 4000, coldAtMs: [at], sick: allRefuse(at) }
}

function anotherDay(r: Rng): Script {
  const [one, two, three] = r.shuffle(REPLICAS) as [string, string, string]
  const [first, second] = r.shuffle(['slow', 'refusing'] as const) as [How, How]
  const a = r.int(3500, 4000)
  const saleAt = a + r.int(4000, 5000)
  const coldAt = saleAt + r.int(4200, 4800)
  const peakAt = coldAt + r.int(4200, 4800)
  const peaks = { fromMs: peakAt, untilMs: peakAt + r.int(2500, 3000) }
  return {
    durationMs: LONGEST_MS,
    sick: [
      { fromMs: a, untilMs: a + 3000, who: one, how: first },
      { fromMs: coldAt, untilMs: coldAt + 3000, who: two, how: second },
      { ...peaks, who: three, how: r.pick(['slow', 'refusing'] as const) },
    ],
    sale: { fromMs: saleAt, untilMs: saleAt + 3000, perSecond: 60, everyMs: r.int(280, 350) },
    coldAtMs: [coldAt],
    cacheAway: [peaks],
    rush: { ...peaks, perSecond: 8 },
  }
}

if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden
