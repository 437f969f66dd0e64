import { describe, expect, test } from 'vitest'
import {
  authenticate,
  can,
  createUser,
  findSession,
  parseRole,
  renameSchema,
  resetPassword,
  sessionCookieFor,
  setRole,
  signOutEverywhere,
  signUpSchema,
  verifyPassword,
} from '../../lib/auth/index.ts'
import { resetConfig } from '../../lib/config/index.ts'
import { db } from '../../lib/db/index.ts'
import { createPerson, PASSWORD, setUpWeb } from '../api/harness.ts'

await setUpWeb()

describe('passwords', () => {
  test('are kept as argon2id hashes only', async () => {
    const { id } = await createPerson()
    const { passwordHash } = await db().user.findUniqueOrThrow({
      where: { id },
      select: { passwordHash: true },
    })
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('that an operator gives replace the old one and end every session; of nobody they cannot', async () => {
    const person = await createPerson()
    await resetPassword(person.email.toUpperCase(), 'told by telephone')
    expect((await findSession(person.cookie)).user).toBeNull()
    expect(await authenticate({ email: person.email, password: PASSWORD })).toBeNull()
    expect(await authenticate({ email: person.email, password: 'told by telephone' })).toMatchObject({
      id: person.id,
    })
    await expect(resetPassword('nobody@example.org', 'told by telephone')).rejects.toThrow(
      'no account with the address',
    )
  })

  test('right address and password is the account, anything else is null alike', async () => {
    const { id, email } = await createPerson()
    expect(await authenticate({ email, password: PASSWORD })).toMatchObject({ id })
    expect(await authenticate({ email: ` ${email.toUpperCase()} `, password: PASSWORD })).toMatchObject({
      id,
    })
    expect(await authenticate({ email, password: 'wrong horse battery' })).toBeNull()
    expect(await authenticate({ email: 'nobody@example.org', password: PASSWORD })).toBeNull()
  })

  test('nobody signs in to an account without one, not even with the decoy', async () => {
    await db().user.create({ data: { email: 'provider-only@example.org' } })
    for (const password of ['', 'no account has this password'])
      expect(await authenticate({ email: 'provider-only@example.org', password })).toBeNull()
    expect(await verifyPassword(null, 'no account has this password')).toBe(false)
  })

  test('the same characters typed as other code points are the same password', async () => {
    const { email } = await createUser({
      email: 'nfkc@example.org',
      password: 'caf\u00e9 caf\u00e9 caf\u00e9',
    })
    expect(await authenticate({ email, password: 'cafe\u0301 cafe\u0301 cafe\u0301' })).not.toBeNull()
  })
})

describe('accounts', () => {
  test('one address has one account, whatever its case', async () => {
    await createUser({ email: 'Ada@Example.org', password: PASSWORD })
    const again = createUser({ email: 'ada@example.ORG', password: PASSWORD })
    await expect(again).rejects.toMatchObject({ code: 'email-taken' })
  })

  test('a sign-up says what is wrong with it', () => {
    const messages = (input: object) =>
      signUpSchema.safeParse(input).error?.issues.map(({ message }) => message)
    expect(messages({ email: 'ada', password: PASSWORD })).toEqual([
      'This is not an email address. Example: ada@example.org',
    ])
    expect(messages({ email: 'ada@example.org', password: 'short' })).toEqual([
      'The password needs at least 10 characters.',
    ])
    expect(messages({ email: 'ada@example.org', password: 'x'.repeat(201) })).toEqual([
      'The password has at most 200 characters.',
    ])
    expect(signUpSchema.parse({ email: ' Ada@Example.org', password: PASSWORD }).email).toBe(
      'ada@example.org',
    )
  })

  test('a name that turns text around or that nobody can see is refused; marks that scripts need are not', () => {
    const message = (name: string) => renameSchema.safeParse({ name }).error?.issues[0]?.message
    for (const name of ['Ada\u202eecalevoL', '\u2067Ada', 'Ada\u2028Lovelace'])
      expect(message(name)).toBe(
        'The name holds characters that cannot be shown. Type it instead of pasting it.',
      )
    for (const name of ['\u200b\u200b', '\u3164', '\u2060 \u200d'])
      expect(message(name)).toBe('Nothing of this name can be seen. Type one, or leave it empty.')
    for (const name of ['', 'Zo\u00eb', 'علی\u200cرضا', 'ශ්\u200dරී', '李小龍'])
      expect(message(name), name).toBeUndefined()
  })
})

describe('sessions', () => {
  test('belong to the account they were made for', async () => {
    const person = await createPerson()
    expect(await findSession(`other=1; ${person.cookie}`)).toMatchObject({
      ended: false,
      user: { id: person.id },
    })
    expect(await findSession(null)).toEqual({ user: null, ended: false })
  })

  test('outlive neither their row nor its time, though the cookie itself would still do', async () => {
    const person = await createPerson()
    const rows = { where: { userId: person.id } }
    await db().session.updateMany({ ...rows, data: { expires: new Date(Date.now() - 1) } })
    expect(await findSession(person.cookie)).toEqual({ user: null, ended: true })
    await sessionCookieFor(person)
    expect(await db().session.count(rows)).toBe(1)
  })

  test('end with sign-out everywhere', async () => {
    const person = await createPerson()
    await signOutEverywhere(person.id)
    expect(await findSession(person.cookie)).toEqual({ user: null, ended: true })
  })

  test('end when the role changes, and the next one has the new role', async () => {
    const person = await createPerson()
    await setRole(person.email, 'INSTRUCTOR')
    expect((await findSession(person.cookie)).user).toBeNull()
    const now = await authenticate({ email: person.email, password: PASSWORD })
    expect((await findSession(await sessionCookieFor(now!))).user?.role).toBe('INSTRUCTOR')
  })

  test('end with the account', async () => {
    const person = await createPerson()
    await db().user.delete({ where: { id: person.id } })
    expect(await findSession(person.cookie)).toEqual({ user: null, ended: true })
  })

  test('end when they expire, are forged, or were made with another secret', async () => {
    const person = await createPerson()
    expect(await findSession(await sessionCookieFor(person, -60))).toEqual({ user: null, ended: true })
    const [name, value = ''] = person.cookie.split('=', 2)
    const forged = value.slice(0, -4) + (value.endsWith('AAAA') ? 'BBBB' : 'AAAA')
    expect(await findSession(`${name}=${forged}`)).toEqual({ user: null, ended: true })

    const secret = process.env.AUTH_SECRET
    process.env.AUTH_SECRET = 'zY1xW2vU3tS4rQ5pO6nM7lK8jI9hG0fE'
    resetConfig()
    expect(await findSession(person.cookie)).toEqual({ user: null, ended: true })
    process.env.AUTH_SECRET = secret
    resetConfig()
  })
})

describe('roles', () => {
  test('a learner submits, and neither teaches nor manages', () => {
    expect(can('LEARNER', 'submit')).toBe(true)
    expect(can('LEARNER', 'teach')).toBe(false)
    expect(can('INSTRUCTOR', 'manage-users')).toBe(false)
    expect(can('ADMIN', 'manage-users')).toBe(true)
  })

  test('are parsed by name, and a wrong name lists them', () => {
    expect(parseRole('instructor')).toBe('INSTRUCTOR')
    expect(() => parseRole('root')).toThrow("Role 'root' came, learner, instructor or admin was expected.")
  })

  test('of nobody cannot be changed', async () => {
    await expect(setRole('nobody@example.org', 'ADMIN')).rejects.toThrow('no account with the address')
  })
})
