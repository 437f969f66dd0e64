import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plain } from '../../app/ui/quiz/plain.ts'
import type { Question } from '../../lib/content/index.ts'
import { judge, parseNumber, shuffledIds } from '../../lib/quiz/index.ts'

const shared = { id: 'q', prompt: 'p', explain: 'e' }
const options = ['a', 'b', 'c'].map((id) => ({ id, text: id, because: id }))
const items = ['one', 'two', 'three', 'four'].map((id) => ({ id, text: id }))
const numeric: Question = { ...shared, kind: 'numeric', answer: 1500, tolerance: 10, unit: 'ms' }
const multiple: Question = { ...shared, kind: 'multiple', options, answer: ['a', 'c'] }

describe('quiz', () => {
  test('a name for screen readers has the words without the marks', () => {
    expect(plain('`fsync` comes *before* the answer, 2 * 3')).toBe('fsync comes before the answer, 2 * 3')
  })

  test('nothing chosen is not judged', () => {
    expect(judge(multiple, [])).toBeNull()
    expect(judge(multiple, undefined)).toBeNull()
    expect(judge(numeric, '')).toBeNull()
    expect(judge(numeric, 'soon')).toBeNull()
  })

  test('multiple: all right options in any order, and no other', () => {
    expect(judge(multiple, ['c', 'a'])).toBe(true)
    expect(judge(multiple, ['a'])).toBe(false)
    expect(judge(multiple, ['a', 'b', 'c'])).toBe(false)
  })

  test('single and predict: the one option', () => {
    const single: Question = { ...shared, kind: 'single', options, answer: 'b' }
    expect(judge(single, ['b'])).toBe(true)
    expect(judge(single, ['a'])).toBe(false)
  })

  test('order: every item in its place', () => {
    const order: Question = { ...shared, kind: 'order', items }
    expect(judge(order, ['one', 'two', 'three', 'four'])).toBe(true)
    expect(judge(order, ['two', 'one', 'three', 'four'])).toBe(false)
  })

  test('numeric: the tolerance is inclusive', () => {
    expect(judge(numeric, '1510')).toBe(true)
    expect(judge(numeric, '1490')).toBe(true)
    expect(judge(numeric, '1511')).toBe(false)
  })

  test('a number may be grouped, and must be nothing but a number', () => {
    expect(parseNumber('1 500')).toBe(1500)
    expect(parseNumber('1,500')).toBe(1500)
    expect(parseNumber('-.5')).toBe(-0.5)
    expect(parseNumber('12abc')).toBeNull()
    expect(parseNumber('Infinity')).toBeNull()
    expect(parseNumber('0x10')).toBeNull()
  })

  test('items are shuffled the same way every time, lose none, and never show the answer', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 3, max: 9 }), (id, count) => {
        const some = Array.from({ length: count }, (_, at) => ({ id: `item-${at}` }))
        const shuffled = shuffledIds({ id, items: some })
        expect(shuffledIds({ id, items: some })).toEqual(shuffled)
        expect([...shuffled].sort()).toEqual(some.map((item) => item.id).sort())
        expect(shuffled).not.toEqual(some.map((item) => item.id))
      }),
    )
  })
})
