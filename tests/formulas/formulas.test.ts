import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  anySlow,
  atLeast,
  downtimeS,
  inSeries,
  littlesL,
  mmc,
  perCallQuantile,
  quorum,
  redundant,
  speedup,
  uslPeak,
  worstCaseMs,
} from '../../lib/formulas/index.ts'

describe('latency', () => {
  test('a hundred calls of which one in a hundred is slow: 63 % of requests meet a slow one', () => {
    expect(anySlow(0.01, 100)).toBeCloseTo(0.634, 3)
    expect(anySlow(0.0001, 2000)).toBeCloseTo(0.181, 3)
    expect(anySlow(0.5, 1)).toBe(0.5)
  })

  test('the quantile that each call needs is the one that anySlow leads back from', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        (q, n) => {
          expect(1 - anySlow(1 - perCallQuantile(q, n), n)).toBeCloseTo(q, 6)
        },
      ),
    )
  })

  test('Little: 200 a second that stay 0.25 s are 50 inside', () => {
    expect(littlesL(200, 0.25)).toBe(50)
  })

  test('three attempts of 1 s with pauses of 100 and 200 ms take 3.3 s at most', () => {
    expect(worstCaseMs(3, 1000, 100)).toBe(3300)
    expect(worstCaseMs(1, 1000, 100)).toBe(1000)
  })
})

describe('availability', () => {
  test('five parts of three nines in a row have 99.501 %', () => {
    expect(inSeries([0.999, 0.999, 0.999, 0.999, 0.999])).toBeCloseTo(0.99501, 5)
    expect(inSeries([])).toBe(1)
  })

  test('two of three nodes, by hand: 3a²(1 − a) + a³', () => {
    expect(atLeast(2, 3, 0.9)).toBeCloseTo(3 * 0.81 * 0.1 + 0.729, 12)
    expect(atLeast(0, 5, 0.5)).toBe(1)
    expect(atLeast(1, 2, 0.99)).toBeCloseTo(0.9999, 10)
    expect(atLeast(4, 3, 0.9)).toBe(0)
  })

  test('a common cause caps what copies can give', () => {
    expect(redundant(2, 0.99, 0)).toBeCloseTo(0.9999, 10)
    expect(redundant(1, 0.99, 1)).toBeCloseTo(0.99, 10)
    // A tenth of 1 % unavailability is common: a thousandth of the time nothing helps, however many copies there are.
    expect(redundant(50, 0.99, 0.1)).toBeCloseTo(0.999, 10)
  })

  test('three nines of a year of 365 days are 8 h 45 min 36 s', () => {
    expect(downtimeS(0.999, 365 * 86_400)).toBeCloseTo(8 * 3600 + 45 * 60 + 36, 6)
  })
})

describe('queues', () => {
  test('M/M/1 at 80 %: five times the service time, four inside', () => {
    const queue = mmc({ arrivalsPerS: 8, serviceS: 0.1, servers: 1 })
    expect(queue?.meanResponseS).toBeCloseTo(0.5, 10)
    expect(queue?.waits).toBeCloseTo(0.8, 10)
    expect(queue?.meanInside).toBeCloseTo(4, 10)
    expect(queue?.waitQuantileS(0.99)).toBeCloseTo(Math.log(80) / 2, 10)
    expect(queue?.waitQuantileS(0.1)).toBe(0)
  })

  test('Erlang C of two servers at load 1 is a third, and of three at load 2 four ninths', () => {
    expect(mmc({ arrivalsPerS: 1, serviceS: 1, servers: 2 })?.waits).toBeCloseTo(1 / 3, 12)
    expect(mmc({ arrivalsPerS: 2, serviceS: 1, servers: 3 })?.waits).toBeCloseTo(4 / 9, 12)
  })

  test('a full server has no steady state, and many servers do not overflow', () => {
    expect(mmc({ arrivalsPerS: 10, serviceS: 0.1, servers: 1 })).toBeNull()
    const many = mmc({ arrivalsPerS: 900, serviceS: 1, servers: 1000 })
    expect(many?.waits).toBeGreaterThan(0)
    expect(many?.waits).toBeLessThan(0.01)
  })

  test('one queue for all servers never makes anyone wait longer on average than a queue each', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 30 }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (servers, load) => {
          const shared = mmc({ arrivalsPerS: load * servers, serviceS: 1, servers })
          const own = mmc({ arrivalsPerS: load, serviceS: 1, servers: 1 })
          expect(shared?.meanWaitS ?? 0).toBeLessThanOrEqual(own?.meanWaitS ?? 0)
        },
      ),
    )
  })
})

describe('quorums', () => {
  test('2 and 2 of 3 meet and survive one node', () => {
    expect(quorum(3, 2, 2, 0.9)).toMatchObject({
      readsMeetWrites: true,
      writesMeetWrites: true,
      readSurvives: 1,
      writeSurvives: 1,
    })
  })

  test('1 and 1 of 3 are more often there and do not meet', () => {
    const facts = quorum(3, 1, 1, 0.9)
    expect(facts).toMatchObject({ readsMeetWrites: false, writesMeetWrites: false })
    expect(facts.readAvailability).toBeCloseTo(0.999, 10)
  })

  test('the numbers say that two quorums meet exactly when every pair of subsets does', () => {
    const subsets = (n: number, k: number) =>
      Array.from({ length: 2 ** n }, (_, bits) => bits).filter(
        (bits) => bits.toString(2).replaceAll('0', '').length === k,
      )
    for (let n = 1; n <= 5; n++)
      for (let r = 1; r <= n; r++)
        for (let w = 1; w <= n; w++) {
          const meet = subsets(n, r).every((a) => subsets(n, w).every((b) => (a & b) !== 0))
          expect(quorum(n, r, w, 0.9).readsMeetWrites).toBe(meet)
        }
  })
})

describe('scaling', () => {
  test('Amdahl: 5 % in a row end at twenty times', () => {
    expect(speedup(1, 0.05, 0)).toBe(1)
    expect(speedup(10, 0.05, 0)).toBeCloseTo(10 / 1.45, 10)
    expect(speedup(1e9, 0.05, 0)).toBeCloseTo(20, 3)
    expect(uslPeak(0.05, 0)).toBe(Number.POSITIVE_INFINITY)
  })

  test('with coherency there is a best number of nodes, and it is where the formula says', () => {
    const [sigma, kappa] = [0.05, 0.001]
    const peak = uslPeak(sigma, kappa)
    const best = Math.max(...Array.from({ length: 200 }, (_, i) => speedup(i + 1, sigma, kappa)))
    expect(speedup(peak, sigma, kappa)).toBeGreaterThanOrEqual(best)
    expect(peak).toBeCloseTo(30.82, 2)
  })
})
