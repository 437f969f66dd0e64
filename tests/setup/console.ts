import { afterEach, beforeEach, expect } from 'vitest'

// An error on the console that no test asked for is a failure, whatever the assertions say.
let unexpected: string[] = []
let expected: RegExp[] = []

/** Declares that the running test makes the code print an error that matches `pattern`. */
export function expectConsoleError(pattern: RegExp): void {
  expected.push(pattern)
}

const print = console.error

beforeEach(() => {
  unexpected = []
  expected = []
  console.error = (...values: unknown[]) => {
    const text = values.map(String).join(' ')
    if (expected.some((pattern) => pattern.test(text))) return
    unexpected.push(text)
    print(...values)
  }
})

afterEach(() => {
  console.error = print
  expect(unexpected, 'console.error was called; fix the cause or declare it with expectConsoleError').toEqual(
    [],
  )
})
