import { expect, test } from 'vitest'
import { distributionLines, distributionOf, isSmall } from '../../scripts/distribution.ts'

const samples = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ events: i + 1, faults: i % 4, shrinkMs: 10 * (i + 1) }))

test('distribution: quantiles are samples that so many percent do not exceed', () => {
  const d = distributionOf(samples(20).reverse())
  expect(d?.events).toEqual({ min: 1, median: 10, p90: 18, max: 20 })
  expect(d?.faults).toEqual({ min: 0, median: 1, p90: 3, max: 3 })
  expect(d?.shrinkMs).toEqual({ median: 100, p95: 190, max: 200 })
  expect(distributionOf(samples(1))?.events).toEqual({ min: 1, median: 1, p90: 1, max: 1 })
  expect(distributionOf([])).toBeUndefined()
})

test('distribution: small is a median of at most 20 events and 2 faults', () => {
  const of = (events: number, faults: number) => {
    const d = distributionOf([{ events, faults, shrinkMs: 1 }])
    return d !== undefined && isSmall(d)
  }
  expect([of(20, 2), of(21, 2), of(20, 3)]).toEqual([true, false, false])
})

test('distribution: the report says how many, how large and how long', () => {
  const d = distributionOf(samples(20))
  expect(d && distributionLines('wrong solutions', d)).toEqual([
    'counterexamples of 20 wrong solutions',
    '  events     min 1, median 10, p90 18, max 20 (goal: median at most 20)',
    '  faults     min 0, median 1, p90 3, max 3 (goal: median at most 2)',
    '  shrinking  median 100 ms, p95 190 ms, max 200 ms (goal: p95 at most 1000 ms)',
  ])
})
