import { expect, test } from 'vitest'
import { callbackPath } from '../../lib/auth/index.ts'

const ours = 'https://learn.example.org'

test.each([
  ['/exercises/lease?tab=2#top', '/exercises/lease?tab=2#top'],
  ['https://learn.example.org/progress', '/progress'],
  ['progress', '/progress'],
  [undefined, '/'],
  ['', '/'],
  ['https://evil.test/', '/'],
  ['//evil.test/', '/'],
  ['/\\evil.test/', '/'],
  ['\\\\evil.test/', '/'],
  ['/.//evil.test/', '/'],
  ['/a/..//evil.test', '/'],
  ['https://learn.example.org//evil.test', '/'],
  ['http://learn.example.org/', '/'],
  ['https://learn.example.org@evil.test/', '/'],
  ['https://user:pass@learn.example.org/x', '/'],
  ['javascript:alert(1)', '/'],
  ['data:text/html,x', '/'],
  ['/\t/evil.test', '/'],
  ['https:evil.test', '/evil.test'],
])('callback %j leads to %j', (wanted, path) => {
  expect(callbackPath(wanted, ours)).toBe(path)
  expect(new URL(callbackPath(wanted, ours), ours).origin).toBe(ours)
})
