import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resetConfig } from '../../lib/config/index.ts'
import { db } from '../../lib/db/index.ts'
import { call, cookiesOf, createPerson, ORIGIN, routes, setUpWeb } from '../api/harness.ts'
import { openIdentityProvider, type Person } from './identity-provider.ts'

await setUpWeb()
const provider = await openIdentityProvider('faultline')
afterAll(() => provider.close())

beforeAll(() => {
  Object.assign(process.env, {
    AUTH_OIDC_ID: 'faultline',
    AUTH_OIDC_SECRET: 'shared with the provider',
    AUTH_OIDC_ISSUER: provider.issuer,
    AUTH_OIDC_NAME: 'University',
  })
  resetConfig()
})

const someone = (more: Partial<Person> = {}): Person => {
  const sub = randomUUID()
  return { sub, email: `${sub}@Uni.Example`, name: 'Grace', ...more }
}

/** The person's browser on its way to the provider and back. `tamper` stands for somebody in between. */
async function signInWith(person: Person, { callbackUrl = '/progress', tamper = (back: URL) => back } = {}) {
  const start = await call('POST', '/api/account/sign-in-with', { body: { provider: 'oidc', callbackUrl } })
  expect(start.status).toBe(200)
  const back = tamper(provider.consent(start.body.url, person))
  const GET = (await routes()).get('/api/auth/[...nextauth]')?.GET
  const request = new Request(back, { headers: { cookie: cookiesOf(start) } })
  const response = await GET!(request, { params: Promise.resolve({}) })
  const cookie = cookiesOf(response)
  const { user } = (await call('GET', '/api/account', { headers: { cookie } })).body
  return { location: response.headers.get('location'), user }
}

test('a provider is offered by name once its variables are set', async () => {
  const { body } = await call('GET', '/api/account')
  expect(body.providers).toEqual([{ id: 'oidc', name: 'University' }])
})

test('the first sign-in makes a learner, the next finds the same account', async () => {
  const grace = someone()
  const first = await signInWith(grace)
  expect(first.location).toBe(`${ORIGIN}/progress`)
  expect(first.user).toMatchObject({ email: grace.email.toLowerCase(), name: 'Grace', role: 'LEARNER' })
  const second = await signInWith(grace)
  expect(second.user.id).toBe(first.user.id)
})

test('afterwards one is on this site, whatever was asked for', async () => {
  const { location } = await signInWith(someone(), { callbackUrl: 'https://evil.test/' })
  expect(location).toBe(`${ORIGIN}/`)
})

test('an answer with another state, or a code that was never given, signs nobody in', async () => {
  const changes = { state: 'forged', code: 'invented' }
  for (const [name, value] of Object.entries(changes)) {
    const tamper = (back: URL) => {
      back.searchParams.set(name, value)
      return back
    }
    const { location, user } = await signInWith(someone(), { tamper })
    expect(new URL(location ?? '').pathname).toBe('/sign-in')
    expect(new URL(location ?? '').searchParams.get('error')).toBeTruthy()
    expect(user).toBeNull()
  }
})

test('an account with a password is not taken over by a provider that claims its address', async () => {
  const ada = await createPerson()
  const { location, user } = await signInWith(someone({ email: ada.email.toUpperCase() }))
  expect(new URL(location ?? '').searchParams.get('error')).toBe('OAuthAccountNotLinked')
  expect(user).toBeNull()
  expect(await db().account.count({ where: { userId: ada.id } })).toBe(0)
})
