import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sharedApp } from '../setup/server.ts'
import { publicPages } from './site-pages.ts'

const { origin } = sharedApp()
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${origin}${path}`, { headers, redirect: 'manual' })

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
    const isStatic = response.headers.get('x-nextjs-prerender') !== null || response.status === 404
    if (!isStatic) for (const attributes of inline) expect(attributes).toContain(`nonce="${nonce}"`)
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
  expect((await get('/')).headers.get('cache-control')).not.toContain('no-store')
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
