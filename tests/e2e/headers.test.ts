import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { sharedApp } from '../setup/server.ts'
import { publicPages } from './site-pages.ts'

const { origin } = sharedApp()
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${origin}${path}`, { headers, redirect: 'manual' })

/** As it is typed: fetch would mend the address. */
function rawGet(path: string): Promise<string> {
  const { port } = new URL(origin)
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(Number(port), 'localhost')
    socket.setEncoding('utf8').on('data', (chunk) => (text += chunk))
    socket.on('end', () => resolve(text)).on('error', reject)
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`)
  })
}

const directive = (policy: string, name: string) =>
  policy.split('; ').find((part) => part.startsWith(`${name} `))

describe.each([...publicPages(), '/exercises/circuit-breaker'])('%s', (path) => {
  test('runs no eval and no inline script but its own', async () => {
    const response = await get(path)
    const policy = response.headers.get('content-security-policy') ?? ''
    const scripts = directive(policy, 'script-src')
    expect(scripts).toMatch(/^script-src 'self' ('(sha256|nonce)-[\w+/=]+'( |$))+/)
    expect(scripts).not.toContain('unsafe')
    expect(directive(policy, 'frame-ancestors')).toBe("frame-ancestors 'none'")
    expect(policy.length).toBeLessThan(4_000)
    const html = await response.text()
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
    const inline = [...html.matchAll(/<script\b(?![^>]*\ssrc=)([^>]*)>/g)].map(
      ([, attributes]) => attributes ?? '',
    )
    // A page that was built, as the one is that stands for all that do not exist, names each script by its hash.
    const isBuilt = nonce === undefined || response.status === 404
    if (!isBuilt) for (const attributes of inline) expect(attributes).toContain(`nonce="${nonce}"`)
  })

  test('carries the other headers, names the request and not the software', async () => {
    const { headers } = await get(path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    expect(headers.get('permissions-policy')).toContain('camera=()')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('x-powered-by')).toBeNull()
  })
})

test('a nonce is used once', async () => {
  const nonces = await Promise.all(
    [1, 2, 3].map(
      async () =>
        /nonce-([^']+)/.exec((await get('/sign-in')).headers.get('content-security-policy') ?? '')?.[1],
    ),
  )
  expect(new Set(nonces).size).toBe(3)
})

test('the Worker of learner code may reach nothing', async () => {
  const { headers } = await get('/exercises/circuit-breaker/runner')
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src blob:; connect-src 'none'",
  )
  expect(headers.get('content-type')).toContain('javascript')
})

test('who is signed in gets pages that no cache keeps', async () => {
  const send = (path: string, body: object) =>
    fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const signedUp = await send('/api/account/sign-up', {
    email: `${randomUUID()}@example.org`,
    password: 'correct horse battery',
  })
  expect(await signedUp.json()).toEqual({ url: '/' })
  const cookie = signedUp.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  for (const path of [
    '/',
    '/learn',
    '/progress',
    '/exercises/circuit-breaker',
    '/api/account',
    '/api/progress',
  ]) {
    const response = await get(path, { cookie })
    expect([path, response.status]).toEqual([path, 200])
    expect(response.headers.get('cache-control')).toContain('no-store')
  }
})

test.each(['/', '/learn', '/library'])(
  'a cache asks again for %s each time, and knows that the answer depends on who asks',
  async (path) => {
    const { headers } = await get(path)
    expect(headers.get('cache-control')).toBe('public, max-age=0, must-revalidate')
    expect(headers.get('vary')?.toLowerCase().split(/,\s*/)).toContain('cookie')
    const etag = headers.get('etag')
    expect((await get(path, { 'if-none-match': etag ?? '' })).status).toBe(304)
  },
)

test('a page names its request where its scripts can read it', async () => {
  const { headers } = await get('/')
  expect(headers.get('server-timing')).toBe(`request;desc="${headers.get('x-request-id')}"`)
})

test('an address that is no text is refused with our headers, not with a bare 500', async () => {
  const text = await rawGet('/learn/%E0%A4%A')
  expect(text).toMatch(/^HTTP\/1\.1 400 /)
  expect(text).toMatch(/X-Content-Type-Options: nosniff/i)
  expect(text).toMatch(/X-Request-Id: [0-9a-f-]{36}/i)
})

test('another name of this machine leads to the configured one', async () => {
  const { port } = new URL(origin)
  const response = await fetch(`http://127.0.0.1:${port}/learn?x=1`, { redirect: 'manual' })
  expect([response.status, response.headers.get('location')]).toEqual([307, `${origin}/learn?x=1`])
})

test('metrics are open to this machine without a token', async () => {
  expect((await get('/api/metrics')).status).toBe(200)
})

test('a request from another site is refused by the real server, too', async () => {
  const response = await fetch(`${origin}/api/account/sign-in`, {
    method: 'POST',
    headers: { origin: 'https://evil.test', 'content-type': 'application/json' },
    body: '{}',
  })
  expect(response.status).toBe(403)
  expect(response.headers.get('x-request-id')).toBe((await response.json()).error.requestId)
})
