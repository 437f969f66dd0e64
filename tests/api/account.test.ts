import { randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { resetConfig } from '../../lib/config/index.ts'
import { db } from '../../lib/db/index.ts'
import { call, cookiesOf, createPerson, ORIGIN, PASSWORD, send, setUpWeb } from './harness.ts'

await setUpWeb()

const signIn = (email: string, password: string, more: object = {}) =>
  call('POST', '/api/account/sign-in', { body: { email, password, ...more } })
const account = async (cookie: string) =>
  (await call('GET', '/api/account', { headers: { cookie } })).body.user

describe('signing up', () => {
  test('makes a learner who is signed in, and comes back to the page they came from', async () => {
    const email = `Ada.${randomUUID()}@Example.org`
    const callbackUrl = '/exercises/lease'
    const answer = await call('POST', '/api/account/sign-up', {
      body: { email, password: PASSWORD, name: 'Ada', callbackUrl },
    })
    expect([answer.status, answer.body]).toEqual([201, { url: '/exercises/lease' }])
    expect(await account(cookiesOf(answer))).toMatchObject({
      email: email.toLowerCase(),
      name: 'Ada',
      role: 'LEARNER',
    })
  })

  test('cannot choose a role', async () => {
    const body = { email: 'mallory@example.org', password: PASSWORD, role: 'ADMIN' }
    expect((await call('POST', '/api/account/sign-up', { body })).body.error.code).toBe('invalid-body')
    expect(await db().user.count({ where: { email: body.email } })).toBe(0)
  })

  test('names the field that does not fit', async () => {
    const { body } = await call('POST', '/api/account/sign-up', {
      body: { email: 'ada@example.org', password: 'short' },
    })
    expect(body.error.message).toBe(
      "The body does not fit at 'password': The password needs at least 10 characters.",
    )
    expect(body.error.details.issues).toEqual([
      { path: 'password', message: 'The password needs at least 10 characters.' },
    ])
  })

  test('with a taken address is refused and changes nothing', async () => {
    const { email } = await createPerson()
    const answer = await call('POST', '/api/account/sign-up', {
      body: { email, password: 'another password' },
    })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'email-taken'])
    expect(cookiesOf(answer)).toBe('')
    expect((await signIn(email, PASSWORD)).status).toBe(200)
  })
})

describe('whoever tries addresses', () => {
  test('learns of ten that are taken in an hour, and then nothing more', async () => {
    const { email } = await createPerson()
    const headers = { 'x-forwarded-for': '203.0.113.9' }
    const signUp = (address: string) =>
      call('POST', '/api/account/sign-up', { headers, body: { email: address, password: PASSWORD } })
    process.env.TRUSTED_PROXIES = '1'
    resetConfig()
    onTestFinished(() => {
      delete process.env.TRUSTED_PROXIES
      resetConfig()
    })
    for (let i = 0; i < 10; i++) expect((await signUp(email)).body.error.code).toBe('email-taken')
    const after = [await signUp(email), await signUp(`${randomUUID()}@example.org`)]
    expect(after.map(({ body }) => body.error.code)).toEqual(['too-many-requests', 'too-many-requests'])
    headers['x-forwarded-for'] = '203.0.113.10'
    expect((await signUp(`${randomUUID()}@example.org`)).status).toBe(201)
  })
})

describe('signing in', () => {
  test('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const person = await createPerson()
    const answer = await signIn(person.email, PASSWORD)
    const session = answer.headers.getSetCookie().find((line) => line.startsWith('faultline.session='))
    expect(session).toMatch(/HttpOnly/i)
    expect(session).toMatch(/SameSite=Lax/i)
    expect(session).toMatch(/Path=\//i)
    expect(await account(cookiesOf(answer))).toEqual({
      id: person.id,
      email: person.email,
      name: null,
      role: 'LEARNER',
    })
  })

  test('answers the same for an unknown address as for a wrong password', async () => {
    const { email } = await createPerson()
    const [wrong, unknown] = [
      await signIn(email, 'not the password'),
      await signIn(`x${email}`, 'not the password'),
    ]
    const told = ({ status, body }: typeof wrong) => [
      status,
      body.error.code,
      body.error.message,
      body.error.details,
    ]
    expect(told(wrong)).toEqual(told(unknown))
    expect(told(wrong)).toEqual([
      401,
      'wrong-credentials',
      'The email address or the password is wrong. Check both and try again.',
      {},
    ])
  })

  test('leads nowhere but to this site', async () => {
    const { email } = await createPerson()
    for (const callbackUrl of ['https://evil.test/x', '//evil.test', '/\\evil.test', 'javascript:alert(1)']) {
      expect((await signIn(email, PASSWORD, { callbackUrl })).body).toEqual({ url: '/' })
    }
    expect((await signIn(email, PASSWORD, { callbackUrl: `${ORIGIN}/progress` })).body).toEqual({
      url: '/progress',
    })
  })

  test('is limited per account, for addresses without an account just the same', async () => {
    const { email } = await createPerson()
    for (const guessed of [email, `nobody-${email}`]) {
      for (let i = 0; i < 10; i++) expect((await signIn(guessed, `guess number ${i}`)).status).toBe(401)
      const limited = await signIn(guessed, PASSWORD)
      expect([limited.status, limited.body.error.code]).toEqual([429, 'too-many-requests'])
      expect(limited.headers.get('retry-after')).toMatch(/^\d+$/)
    }
  })

  test('forgives mistakes once it has succeeded', async () => {
    const { email } = await createPerson()
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 9; i++) await signIn(email, 'not the password')
      expect((await signIn(email, PASSWORD)).status).toBe(200)
    }
  })
})

describe('signing out', () => {
  test('clears the cookie', async () => {
    const person = await createPerson()
    const answer = await call('POST', '/api/account/sign-out', { as: person })
    expect(answer.status).toBe(200)
    const session = answer.headers.getSetCookie().find((line) => line.startsWith('faultline.session='))
    expect(session).toMatch(/faultline\.session=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/i)
  })

  test('ends the session itself: a copy of the cookie is worth nothing, other devices stay signed in', async () => {
    const person = await createPerson()
    const elsewhere = cookiesOf(await signIn(person.email, PASSWORD))
    expect(await account(elsewhere)).not.toBeNull()
    await call('POST', '/api/account/sign-out', { headers: { cookie: elsewhere } })
    expect(await account(elsewhere)).toBeNull()
    const acted = await call('GET', '/api/progress', { headers: { cookie: elsewhere } })
    expect([acted.status, acted.body.error.code]).toEqual([401, 'session-ended'])
    const nextAuthSession = await send('GET', '/api/auth/[...nextauth]', {
      headers: { cookie: elsewhere },
      params: { nextauth: 'session' },
    })
    expect(await nextAuthSession.json()).toBeNull()
    expect(await account(person.cookie)).not.toBeNull()
  })

  test('everywhere ends every session of the account', async () => {
    const person = await createPerson()
    const elsewhere = cookiesOf(await signIn(person.email, PASSWORD))
    expect(await account(elsewhere)).not.toBeNull()
    await call('POST', '/api/account/sign-out', { as: person, body: { everywhere: true } })
    expect(await account(elsewhere)).toBeNull()
    expect(await account(person.cookie)).toBeNull()
    const nextAuthSession = await send('GET', '/api/auth/[...nextauth]', { params: { nextauth: 'session' } })
    expect(await nextAuthSession.json()).toBeNull()
  })
})

test('nobody is signed in without a cookie, and no provider is offered that is not set up', async () => {
  expect((await call('GET', '/api/account')).body).toEqual({ user: null, providers: [] })
  const { status, body } = await call('POST', '/api/account/sign-in-with', { body: { provider: 'github' } })
  expect([status, body.error.code]).toEqual([404, 'not-found'])
})
