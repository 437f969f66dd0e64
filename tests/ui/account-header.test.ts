import { beforeEach, expect, test, vi } from 'vitest'

const kept = new Map<string, string>()
const localStorage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
}
const document = { documentElement: { dataset: {} } }
const ada = { id: 'ada', email: 'ada@example.org', name: null, role: 'LEARNER' }

/** What was sent other than questions: method, path, and the account that it names. */
let sent: [string, string, string | null][]
/** What was asked for, by path. */
let asked: string[]
/** Answers who is signed in, when it is called. */
let answer: (user: object | null) => void

beforeEach(() => {
  vi.resetModules()
  kept.clear()
  sent = []
  asked = []
  const user = new Promise<object | null>((resolve) => {
    answer = resolve
  })
  const fetch = async (path: string, { method = 'GET', headers }: RequestInit = {}) => {
    asked.push(path)
    if (method !== 'GET') sent.push([method, path, new Headers(headers).get('x-faultline-account')])
    if (path === '/api/account') return Response.json({ user: await user })
    return Response.json({ chosen: {} })
  }
  Object.assign(globalThis, { localStorage, document, fetch, addEventListener: () => undefined })
})

async function openPage() {
  const { watchAccount } = await import('../../app/ui/site/account-store.ts')
  const { postJson } = await import('../../app/ui/post-json.ts')
  const known = new Promise<void>((resolve) => watchAccount(resolve))
  return { known, post: () => postJson('/api/notes', {}) }
}

test('what a page sends names the account that it is open for, once that is known', async () => {
  const { known, post } = await openPage()
  await post()
  answer(ada)
  await known
  await post()
  expect(sent).toEqual([
    ['POST', '/api/notes', null],
    ['POST', '/api/notes', 'ada'],
  ])
  // The page follows the account's choices from here on, and shall not do so in another test.
  await vi.waitUntil(() => asked.includes('/api/preferences'))
})

test('another account that signs in beside the page is not what the page goes on to name', async () => {
  kept.set('faultline:account', JSON.stringify(ada))
  const { post } = await openPage()
  kept.set('faultline:account', JSON.stringify({ ...ada, id: 'bob' }))
  await post()
  expect(sent).toEqual([['POST', '/api/notes', 'ada']])
})

test('a visitor’s page names nobody', async () => {
  const { known, post } = await openPage()
  answer(null)
  await known
  await post()
  expect(sent).toEqual([['POST', '/api/notes', null]])
})

test('choices that were made here go to the account that the page follows, by name', async () => {
  kept.set('faultline:preferences', JSON.stringify({ theme: 'dark' }))
  const { followAccount } = await import('../../app/ui/preferences/sync.ts')
  await followAccount('ada')
  expect(sent).toEqual([['PATCH', '/api/preferences', 'ada']])
})
