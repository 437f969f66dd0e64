import { expect, test } from 'vitest'
import { isKeptPage, mustSayOwner, ownerOf, treatmentOf } from '../../app/ui/offline/rules.ts'

const ORIGIN = 'https://faultline.test'
const of = (method: string, path: string, mode = 'cors') =>
  treatmentOf({ method, mode, url: new URL(path, ORIGIN) }, ORIGIN)

test.each([
  ['GET', '/exercises/lease', 'navigate', 'page'],
  ['GET', '/exercises/lease?stage=one', 'navigate', 'page'],
  ['GET', '/learn/beginner/protection/circuit-breaker', 'navigate', 'page'],
  ['GET', '/library/raft', 'navigate', 'page'],
  ['GET', '/exercises/lease/history', 'navigate', 'other-page'],
  ['GET', '/exercises/lease/solutions', 'navigate', 'other-page'],
  ['GET', '/progress', 'navigate', 'other-page'],
  ['GET', '/_next/static/chunks/a.js', 'no-cors', 'file'],
  ['GET', '/exercises/lease/runner?v=1', 'same-origin', 'file'],
  // What Next's router asks for is never kept: it may hold anything of an account.
  ['GET', '/exercises/lease?_rsc=1', 'cors', 'pass'],
  ['GET', '/api/drafts/lease', 'cors', 'pass'],
  ['PUT', '/api/drafts/lease', 'cors', 'pass'],
  ['GET', '/api/submissions/1/events', 'cors', 'pass'],
  ['GET', '/api/account', 'cors', 'who'],
  ['POST', '/api/account/sign-out', 'cors', 'identity'],
  ['POST', '/api/account/sign-in', 'cors', 'identity'],
  ['DELETE', '/api/account', 'cors', 'identity'],
  ['GET', '/api/auth/callback/github', 'navigate', 'identity'],
  ['GET', 'https://elsewhere.test/_next/static/a.js', 'no-cors', 'pass'],
])('%s %s (%s): %s', (method, path, mode, treatment) => {
  expect(of(method, path, mode)).toBe(treatment)
})

test('pages of which the worker keeps none are those that hold more than a workbench or a lesson', () => {
  for (const path of [
    '/exercises/lease/solutions',
    '/exercises/lease/history/s-1',
    '/account',
    '/settings',
    '/',
  ])
    expect(isKeptPage(path)).toBe(false)
})

test('a workbench has to say whose it is', () => {
  expect(mustSayOwner('/exercises/lease')).toBe(true)
  expect(ownerOf('<head><meta name="faultline-account" content="01a2-b3"/></head>')).toBe('01a2-b3')
  expect(ownerOf('<meta name="faultline-account" content=""/>')).toBe('')
  expect(ownerOf('<head></head>')).toBeUndefined()
})
