import { describe, expect, test } from 'vitest'
import { typeset, typesetMarked } from '../../lib/content/typography.ts'

describe('typography', () => {
  test.each([
    ['"Open" means "no"', '“Open” means “no”'],
    ["the learner's, the learners' and 'both'", 'the learner’s, the learners’ and ‘both’'],
    ['(“"nested" already")', '(““nested” already”)'],
    ['("yes")', '(“yes”)'],
    ['after 5 s, 1,500 ms and 50 %', 'after 5\u00a0s, 1,500\u00a0ms and 50\u00a0%'],
    ['2 servers, 3 sorts, 5 hosts', '2 servers, 3 sorts, 5 hosts'],
  ])('%s', (typed, set) => {
    expect(typeset(typed)).toBe(set)
  })

  test('a mark after the end of an inline element closes', () => {
    expect(typeset('" and', 'd')).toBe('” and')
    expect(typeset('"and', ' ')).toBe('“and')
  })

  test('code between backticks stays as typed', () => {
    expect(typesetMarked('say "`a = \'b\'`" now')).toBe("say “`a = 'b'`” now")
  })
})
