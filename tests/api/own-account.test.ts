import { describe, expect, test } from 'vitest'
import { db } from '../../lib/db/index.ts'
import { call, createPerson, PASSWORD, type Person, send, setUpWeb } from './harness.ts'

await setUpWeb()

const account = async (as: Person) => (await call('GET', '/api/account', { as })).body.user
const signIn = async (email: string, password: string) =>
  (await call('POST', '/api/account/sign-in', { body: { email, password } })).status

describe('name and password', () => {
  test('a name is changed for this account only, and can be taken away', async () => {
    const [ada, bob] = [await createPerson(), await createPerson()]
    await call('PATCH', '/api/account', { as: ada, body: { name: '  Ada Lovelace ' } })
    expect((await account(ada)).name).toBe('Ada Lovelace')
    expect((await account(bob)).name).toBeNull()
    await call('PATCH', '/api/account', { as: ada, body: { name: '' } })
    expect((await account(ada)).name).toBeNull()
  })

  test('another password ends every session but this one', async () => {
    const ada = await createPerson()
    expect(await signIn(ada.email, PASSWORD)).toBe(200)
    expect(await db().session.count({ where: { userId: ada.id } })).toBe(2)
    const change = (body: object) => call('PUT', '/api/account/password', { as: ada, body })
    const wrong = await change({ current: 'not the password', password: 'another password' })
    expect([wrong.status, wrong.body.error.code]).toEqual([401, 'wrong-credentials'])
    expect((await change({ current: PASSWORD, password: 'short' })).body.error.code).toBe('invalid-body')
    expect((await change({ current: PASSWORD, password: 'another password' })).status).toBe(200)
    expect(await account(ada)).toMatchObject({ id: ada.id })
    expect(await db().session.count({ where: { userId: ada.id } })).toBe(1)
    expect([await signIn(ada.email, PASSWORD), await signIn(ada.email, 'another password')]).toEqual([
      401, 200,
    ])
  })
})

describe('export', () => {
  test('is one file to download, of whoever asks', async () => {
    const [ada, bob] = [await createPerson(), await createPerson()]
    const response = await send('GET', '/api/account/export', { as: ada })
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="faultline-.*\.json"$/)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const text = await response.text()
    expect(JSON.parse(text).account.id).toBe(ada.id)
    expect(text).not.toContain(bob.id)
  })

  test('has a limit, per account', async () => {
    const [busy, other] = [await createPerson(), await createPerson()]
    const ask = async (as: Person) => (await call('GET', '/api/account/export', { as })).status
    for (let i = 0; i < 5; i++) expect(await ask(busy)).toBe(200)
    expect([await ask(busy), await ask(other)]).toEqual([429, 200])
  })

  test('is not for visitors', async () => {
    expect((await call('GET', '/api/account/export')).status).toBe(401)
  })
})

describe('deletion', () => {
  test('with the password: the account is gone, its sessions on all devices are over', async () => {
    const ada = await createPerson()
    const refused = await call('DELETE', '/api/account', { as: ada, body: { password: 'a guess' } })
    expect([refused.status, refused.body.error.code]).toEqual([401, 'wrong-credentials'])
    expect(await account(ada)).toMatchObject({ id: ada.id })
    const answer = await call('DELETE', '/api/account', { as: ada, body: { password: PASSWORD } })
    expect([answer.status, answer.body]).toEqual([200, { url: '/' }])
    expect(answer.headers.getSetCookie().join()).toMatch(/faultline\.session=;/)
    expect(await account(ada)).toBeNull()
    expect((await call('GET', '/api/progress', { as: ada })).body.error.code).toBe('session-ended')
    expect(await signIn(ada.email, PASSWORD)).toBe(401)
  })

  test('passwords cannot be guessed at here', async () => {
    const ada = await createPerson()
    await db().rateLimit.deleteMany()
    let last = 0
    for (let i = 0; i < 21; i++)
      last = (await call('DELETE', '/api/account', { as: ada, body: { password: `guess ${i}` } })).status
    expect(last).toBe(429)
  })
})
