import { expect, test } from 'vitest'
import { call, cookiesOf, createPerson, ORIGIN, PASSWORD, setUpWeb } from './harness.ts'

const https = 'https://learn.example.org'
await setUpWeb({ APP_ORIGIN: https, AUTH_URL: https })

const signIn = (email: string, password: string, forwarded = '203.0.113.7') =>
  call('POST', '/api/account/sign-in', {
    body: { email, password },
    headers: { origin: https, 'x-forwarded-for': forwarded },
  })

test('over TLS every cookie is bound to this host, and the session works', async () => {
  const { email } = await createPerson()
  const answer = await signIn(email, PASSWORD)
  const lines = answer.headers.getSetCookie()
  expect(lines.length).toBeGreaterThan(1)
  for (const line of lines) {
    expect(line).toMatch(/^__Host-faultline\./)
    expect(line).toMatch(/; Secure/i)
    expect(line).toMatch(/; Path=\/(;|$)/i)
    expect(line).not.toMatch(/; Domain=/i)
  }
  const account = await call('GET', '/api/account', { headers: { cookie: cookiesOf(answer) } })
  expect(account.body.user.email).toBe(email)
})

test('a page of this machine is no page of ours', async () => {
  const { status, body } = await call('POST', '/api/account/sign-out', { headers: { origin: ORIGIN } })
  expect([status, body.error.code]).toEqual([403, 'wrong-origin'])
})

test('guessing from one address does not lock the account for another', async () => {
  const { email } = await createPerson()
  for (let i = 0; i < 10; i++) await signIn(email, `guess number ${i}`, '198.51.100.1')
  expect((await signIn(email, PASSWORD, '198.51.100.1')).status).toBe(429)
  // Whoever writes the header himself is still the address that our proxy saw.
  expect((await signIn(email, PASSWORD, '203.0.113.9, 198.51.100.1')).status).toBe(429)
  expect((await signIn(email, PASSWORD, '203.0.113.9')).status).toBe(200)
})
