import { describe, expect, test } from 'vitest'
import { linesOf } from '../../app/ui/solutions/words.ts'
import { distributionOf } from '../../lib/progress/costs.ts'

describe('lines of the cost histogram', () => {
  test('every value that somebody has is a line, however near the next one is', () => {
    const spread = distributionOf([
      { value: 1, learners: 3 },
      { value: 1.01, learners: 1 },
      { value: 50, learners: 2 },
    ])
    expect(linesOf(spread, { you: 1.01, reference: 1 })).toEqual([
      { from: 1, to: 1, learners: 3, isYours: false, isReference: true },
      { from: 1.01, to: 1.01, learners: 1, isYours: true, isReference: false },
      { from: 50, to: 50, learners: 2, isYours: false, isReference: false },
    ])
  })

  test('a value on the border of two bins belongs to the upper one, the greatest to the last', () => {
    const spread = distributionOf(Array.from({ length: 17 }, (_, value) => ({ value, learners: 1 })))
    const yours = (you: number) => linesOf(spread, { you, reference: undefined }).filter((l) => l.isYours)
    expect(yours(2)).toMatchObject([{ from: 2, to: 4 }])
    expect(yours(16)).toMatchObject([{ from: 14, to: 16 }])
  })

  test('values that are written alike are one line', () => {
    const spread = distributionOf([
      { value: 2 / 3, learners: 4 },
      { value: 0.67, learners: 1 },
    ])
    expect(linesOf(spread, { you: 0.67, reference: 2 / 3 })).toMatchObject([
      { learners: 5, isYours: true, isReference: true },
    ])
  })

  test('a reference that nobody has is a line without learners, in its place', () => {
    const spread = distributionOf([
      { value: 2, learners: 4 },
      { value: 4, learners: 1 },
    ])
    const froms = (reference: number) =>
      linesOf(spread, { you: 2, reference }).map((l) => [l.from, l.learners])
    expect(froms(1)).toEqual([
      [1, 0],
      [2, 4],
      [4, 1],
    ])
    expect(froms(3)).toEqual([
      [2, 4],
      [3, 0],
      [4, 1],
    ])
  })
})
