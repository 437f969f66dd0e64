import { expect, test } from 'vitest'
import { type Cost, explore, scored, suite } from '../../lib/suite/index.ts'
import { counting, portFor } from '../sim/play.ts'

const spent = (value: number, stars?: readonly [number, number]): Cost => ({
  property: 'budget',
  sentence: 'It costs little.',
  value,
  max: 2,
  unit: 'draws per pick',
  ...(stars ? { starsAt: stars } : {}),
})

test('a cost with stars to gain says from where on there are more', () => {
  expect(scored(spent(0.6), 0.4).nextStar).toBe('3 from 0.44 down')
  expect(scored(spent(1.9), 0.4).nextStar).toBe('2 from 1.20 down, 3 from 0.44')
  expect(scored(spent(0.97, [1, 1.5]), 0.4).nextStar).toBe(undefined)
  expect(scored(spent(1.2, [1, 1.5]), 0.4).nextStar).toBe('3 from 1.00 down')
})

test('the threshold that is told is enough for the star', () => {
  for (const reference of [0.37, 1 / 3, 0.366667, 1.03, 2]) {
    const beyond = { ...spent(1.2 * reference), max: 3 * reference }
    const told = Number(/3 from ([\d.]+) down/.exec(scored(beyond, reference).nextStar ?? '')?.[1])
    expect(scored({ ...beyond, value: told }, reference).stars).toBe(3)
  }
})

test('without stars there is nothing to say', () => {
  expect(scored(spent(1)).nextStar).toBe(undefined)
})

test('where there was nothing to measure, no cost is told', async () => {
  const costing = (value: number | undefined) =>
    suite('costing', (s) => {
      const p = s.property('budget', 'It costs little.', { kind: 'cost' })
      s.scenario('run', { seeds: 1, durationMs: 10 }, (sc) => {
        sc.nodes(['n1'])
        sc.cost(p, { max: 2, unit: 'things' }, () => value)
      })
    })
  const verdict = async (value: number | undefined) =>
    explore(costing(value), portFor(counting), { clock: () => 0 })
  expect(await verdict(0)).toMatchObject({ outcome: 'passed', costs: [{ value: 0 }] })
  expect(await verdict(undefined)).toMatchObject({ outcome: 'passed', costs: [] })
})
