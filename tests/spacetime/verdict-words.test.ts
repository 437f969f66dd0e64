import { describe, expect, test } from 'vitest'
import {
  comparedText,
  costText,
  shareOf,
  shrunkOf,
  starText,
  survivedOf,
} from '../../app/ui/verdict/words.ts'

describe('the shrink sentence', () => {
  test('says what is shown and what it was shrunk from', () => {
    expect(shrunkOf({ trace: { length: 14 }, shrunk: { events: [14, 3112], faults: [1, 9] } })).toBe(
      '14 events, 1 fault (shrunk from 3,112 and 9).',
    )
  })

  test('does not count faults that never were', () => {
    expect(shrunkOf({ trace: { length: 25 }, shrunk: { events: [25, 305], faults: [0, 0] } })).toBe(
      '25 events, no fault (shrunk from 305 events).',
    )
  })

  test('says nothing of shrinking that did nothing', () => {
    expect(shrunkOf({ trace: { length: 1 }, shrunk: { events: [1, 1], faults: [2, 2] } })).toBe(
      '1 event, 2 faults.',
    )
  })
})

test('a pass lists what was survived, gravest first, without what never happened', () => {
  const v = {
    seeds: 300,
    events: 41_212,
    survived: { drop: 1204, partition: 88, crash: 117, skew: 0, pause: 1 },
  }
  expect(survivedOf(v)).toEqual([
    '300 schedules',
    '41,212 events',
    '117 crashes',
    '88 partitions',
    '1 pause',
    '1,204 lost messages',
  ])
})

test('a cost is told against its budget, also a budget of nothing', () => {
  const cost = { property: 'p', sentence: 's', value: 5.25, max: 8, unit: 'messages per op' }
  expect(costText(cost)).toBe('5.25 messages per op')
  expect(comparedText(cost)).toBe('The budget: 8.')
  expect(comparedText({ ...cost, reference: 4 })).toBe('The reference solution: 4. The budget: 8.')
  expect([shareOf(cost), shareOf({ ...cost, max: 0 }), shareOf({ ...cost, max: 0, value: 0 })]).toEqual([
    5.25 / 8,
    1,
    0,
  ])
})

test('what a star means is said in the numbers of this cost', () => {
  const cost = { property: 'p', sentence: 's', value: 5, max: 8, unit: 'messages per op' }
  expect(starText(cost)).toBe('')
  expect(starText({ ...cost, starsAt: [4.4, 6] })).toBe(
    'Three stars up to 4.40, two up to 6, one within the budget.',
  )
  expect(starText({ ...cost, starsAt: [4.4, 8] })).toBe('Three stars up to 4.40, two within the budget.')
  expect(starText({ ...cost, starsAt: [8, 8] })).toMatch(/^Three stars for all that is within the budget/)
})
