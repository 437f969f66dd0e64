import { expect, test } from 'vitest'
import { readable } from '../../lib/suite/sentence.ts'

test('a sentence about a value of any size stays a sentence', () => {
  const deep = readable(`h1 answered with ${'['.repeat(300)}0${']'.repeat(300)}. The answer is {}.`)
  expect(deep).toMatch(/^h1 answered with \[{119}… The answer is \{\}\.$/)
  expect(readable('a b '.repeat(5000))).toHaveLength(1200)
  expect(readable(`it came: ${'x'.repeat(118)}\u{1f600}`).isWellFormed()).toBe(true)
})

test('an ordinary sentence is left as it is', () => {
  const plain = `The token was ${'a'.repeat(64)}, and the lease was granted at 1,200 ms with {"ok":true,"until":3200}.`
  expect(readable(plain)).toBe(plain)
})
