import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { admitVisitor, isWrapped } from '../../lib/http/index.ts'
import { call, createPerson, ORIGIN, routes, setUpWeb } from './harness.ts'

await setUpWeb()
const all = await routes()
const mutations = [...all].flatMap(([route, handlers]) =>
  (['POST', 'PUT', 'PATCH', 'DELETE'] as const)
    .filter((method) => handlers[method])
    .map((method) => ({ method, route })),
)
const params = { id: '01999999-9999-7999-8999-999999999999', slug: 'circuit-breaker' }

test('the routes are there', () => {
  expect(mutations.length).toBeGreaterThan(7)
})

test.each(mutations)('$method $route is made by the mutation wrapper', ({ method, route }) => {
  expect(isWrapped(all.get(route)?.[method])).toBe(true)
})

test('next-auth is reachable for reading only', () => {
  expect(Object.keys(all.get('/api/auth/[...nextauth]') ?? {})).toEqual(['GET'])
})

describe.each(mutations)('$method $route', ({ method, route }) => {
  test('refuses a page of another origin, and no origin at all', async () => {
    for (const origin of [null, 'null', 'https://evil.test', `${ORIGIN}.evil.test`]) {
      const { status, body } = await call(method, route, { params, headers: { origin } })
      expect([status, body.error.code]).toEqual([403, 'wrong-origin'])
      expect(body.error.message).toContain(ORIGIN)
    }
  })

  test('takes JSON only', async () => {
    for (const type of [
      null,
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json-patch+json',
    ]) {
      const { status, body } = await call(method, route, {
        params,
        raw: '{}',
        headers: { 'content-type': type },
      })
      expect([status, body.error.code]).toEqual([415, 'json-only'])
    }
  })

  test('names the place where JSON ends, refuses unknown fields, and answers in one shape', async () => {
    const as = await createPerson('ADMIN')
    const invalid = await call(method, route, { as, params, raw: '{"a": 1,}' })
    expect([invalid.status, invalid.body.error.code]).toEqual([400, 'invalid-json'])
    expect(invalid.body.error.details).toEqual({ line: 1, column: 9, offset: 8 })

    const unknown = await call(method, route, { as, params, body: { surprise: true } })
    expect([unknown.status, unknown.body.error.code]).toEqual([400, 'invalid-body'])

    for (const { headers, body } of [invalid, unknown]) {
      expect(Object.keys(body.error)).toEqual(['code', 'message', 'requestId', 'details'])
      expect(headers.get('x-request-id')).toBe(body.error.requestId)
      expect(headers.get('cache-control')).toBe('no-store')
    }
  })

  test('has a cap on its body', async () => {
    const as = await createPerson('ADMIN')
    const raw = JSON.stringify({ code: 'x'.repeat(900_000) })
    const { status, body } = await call(method, route, { as, params, raw })
    expect([status, body.error.code]).toEqual([413, 'body-too-large'])
    expect(body.error.details.bytesMax).toBeLessThan(700_000)
  })
})

const signedInOnly = [...all].flatMap(([route, handlers]) =>
  /^\/api\/(submissions|drafts|copies|progress)/.test(route)
    ? (Object.keys(handlers) as ('GET' | 'POST' | 'PUT')[])
        .filter((m) => ['GET', 'POST', 'PUT'].includes(m))
        .map((method) => ({ method, route }))
    : [],
)

describe.each(signedInOnly)('$method $route', ({ method, route }) => {
  test('tells a visitor to sign in, and whose session has ended to sign in again', async () => {
    const visitor = await call(method, route, { params })
    expect([visitor.status, visitor.body.error.code]).toEqual([401, 'sign-in-required'])
    const ended = await call(method, route, { params, headers: { cookie: 'faultline.session=expired' } })
    expect([ended.status, ended.body.error.code]).toEqual([401, 'session-ended'])
    expect(ended.body.error.message).toContain('what you wrote is still here')
  })
})

test('too many requests are refused with the time to wait, and other people are not affected', async () => {
  const [busy, other] = [await createPerson(), await createPerson()]
  const cancel = (as: typeof busy) => call('POST', '/api/submissions/[id]/cancel', { as, params })
  const statuses = new Set<number>()
  for (let i = 0; i < 60; i++) statuses.add((await cancel(busy)).status)
  expect(statuses).toEqual(new Set([404]))
  const { status, headers, body } = await cancel(busy)
  expect([status, body.error.code]).toEqual([429, 'too-many-requests'])
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60)
  expect((await cancel(other)).status).toBe(404)
})

test('what is refused because earlier ones still wait does not use up the limit', async () => {
  const as = await createPerson()
  const submit = () =>
    call('POST', '/api/submissions', {
      as,
      body: { slug: 'circuit-breaker', code: 'export const x = 1', idempotencyKey: randomUUID() },
    })
  for (let i = 0; i < 6; i++) expect((await submit()).status).toBe(202)
  for (let i = 0; i < 40; i++) expect((await submit()).body.error.code).toBe('too-many-running')
})

test('a flood of requests of any kind is stopped, for whoever sends it', async () => {
  const [busy, other] = [await createPerson(), await createPerson()]
  const read = (as: typeof busy) => call('GET', '/api/account', { as })
  let stopped: Awaited<ReturnType<typeof read>> | undefined
  for (let i = 0; i < 25 && !stopped; i++) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => read(busy)))
    stopped = answers.find(({ status }) => status === 429)
  }
  expect(stopped?.body.error.message).toMatch(/^More than 1200 requests within 60 seconds\. Try again in /)
  expect((await read(other)).status).toBe(200)
})

test('pages that work for anybody count with the requests of their address, and are refused like them', async () => {
  const ask = () => call('GET', '/api/search', { search: { q: '' } })
  expect((await ask()).status).toBe(200)
  const flood = async () => {
    for (let i = 0; i < 1200; i++) await admitVisitor(new Headers())
  }
  await expect(flood()).rejects.toMatchObject({ code: 'too-many-requests' })
  expect((await ask()).status).toBe(429)
})
