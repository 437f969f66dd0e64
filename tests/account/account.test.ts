import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { deleteAccount, exportAccount, OWNED } from '../../lib/account/index.ts'
import { createUser, type SessionUser } from '../../lib/auth/index.ts'
import { db, transaction } from '../../lib/db/index.ts'
import { claim, claimNext, finish, requeue } from '../../lib/submissions/index.ts'
import { createTestDatabase, someoneWaits } from '../setup/database.ts'
import { failed, graded, jobsOf } from '../submissions/harness.ts'
import { countOf, everythingOf, fill, foreignKeysToUser } from './rows.ts'

await createTestDatabase()
const keys = await foreignKeysToUser()
const PASSWORD = 'correct horse battery'

const person = async (): Promise<SessionUser> =>
  await createUser({ email: `${randomUUID()}@example.org`, password: PASSWORD, name: 'Ada' })
const exported = async (user: SessionUser) => {
  let text = ''
  for await (const piece of exportAccount(user.id)) text += piece
  return text
}
const remove = (user: SessionUser) => deleteAccount(user, { password: PASSWORD })

test('every foreign key to "User" is in the list that export and deletion work through, and nothing else is', () => {
  expect(keys.length).toBeGreaterThan(15)
  expect(OWNED.map(({ table, column }) => ({ table, column })).sort(byTable)).toEqual(keys.toSorted(byTable))
})

describe('export', () => {
  test('holds the rows of every table, and no other person’s', async () => {
    const [ada, bob] = [await person(), await person()]
    await fill(ada.id, 'ADAS-WORD')
    await fill(bob.id, 'BOBS-WORD')
    const text = await exported(ada)
    const data = JSON.parse(text)
    expect(data.account).toMatchObject({ id: ada.id, email: ada.email, name: 'Ada', hasPassword: true })
    for (const { table, column, as } of OWNED) {
      expect([as, data[as].length]).toEqual([as, await countOf({ table, column }, ada.id)])
      expect([as, data[as].length > 0]).toEqual([as, true])
    }
    expect(data.auditLog).toMatchObject([{ action: 'user.create' }])
    expect(data.submissions[0].code).toContain('ADAS-WORD')
    expect(text).not.toContain('BOBS-WORD')
    expect(text).not.toContain(bob.id)
  })

  test('holds no password hash, no token and nothing that signs in', async () => {
    const ada = await person()
    await fill(ada.id, 'word')
    const text = await exported(ada)
    expect(text).not.toMatch(/SECRET|argon2|passwordHash|sessionToken/)
  })

  test('is whole however many rows there are', async () => {
    const ada = await person()
    const days = Array.from({ length: 120 }, (_, n) => new Date(Date.UTC(2026, 0, 1 + n)))
    await db().activityDay.createMany({ data: days.map((day) => ({ userId: ada.id, day, seconds: 1 })) })
    const { activity } = JSON.parse(await exported(ada))
    expect(new Set(activity.map((row: { day: string }) => row.day)).size).toBe(120)
  })
})

describe('export while the account is in use', () => {
  test('rows that go meanwhile make it skip none that stay', async () => {
    const ada = await person()
    const days = Array.from({ length: 120 }, (_, n) => new Date(Date.UTC(2026, 0, 1 + n)))
    await db().activityDay.createMany({ data: days.map((day) => ({ userId: ada.id, day, seconds: 1 })) })
    let text = ''
    for await (const piece of exportAccount(ada.id)) {
      text += piece
      if (piece.includes('"2026-01-01"'))
        await db().activityDay.deleteMany({ where: { userId: ada.id, day: { lt: days[50]! } } })
    }
    expect(JSON.parse(text).activity).toHaveLength(120)
  })

  test('tables whose order has two columns are whole, too', async () => {
    const ada = await person()
    const accounts = Array.from({ length: 110 }, (_, n) => ({
      ...{ userId: ada.id, type: 'oauth', provider: n % 2 ? 'github' : 'google' },
      providerAccountId: String(n >> 1),
    }))
    await db().account.createMany({ data: accounts })
    const { signInProviders } = JSON.parse(await exported(ada))
    const names = signInProviders.map(
      (row: Record<string, string>) => `${row.provider} ${row.providerAccountId}`,
    )
    expect([names.length, new Set(names).size]).toEqual([110, 110])
  })
})

describe('deletion', () => {
  test('empties a post that comes in while it begins, too', async () => {
    const ada = await person()
    let [deleted, post]: [Promise<void> | undefined, string] = [undefined, '']
    await transaction(async (tx) => {
      const data = { exerciseUuid: randomUUID(), userId: ada.id, body: 'ADAS-LAST-WORD' }
      post = (await tx.post.create({ data })).id
      deleted = remove(ada)
      await someoneWaits()
    })
    await deleted
    expect(await db().post.findUnique({ where: { id: post } })).toMatchObject({ userId: null, body: '' })
  })

  test('leaves no reason and no report about the words that are gone', async () => {
    const [ada, bob] = [await person(), await person()]
    const { post } = await fill(ada.id, 'word')
    await db().post.update({ where: { id: post }, data: { hiddenAt: new Date(), hiddenReason: 'Rude.' } })
    await db().postReport.create({ data: { postId: post, userId: bob.id, reason: 'Ada is rude.' } })
    await remove(ada)
    const left = await db().post.findUnique({ where: { id: post }, include: { reports: true } })
    expect(left).toMatchObject({ hiddenReason: null, reports: [] })
  })

  test('leaves no row behind in any table, and of another person every row as it was', async () => {
    const [ada, bob] = [await person(), await person()]
    const { post } = await fill(ada.id, 'ADAS-WORD')
    await fill(bob.id, 'BOBS-WORD')
    for (const key of keys) expect([key, (await countOf(key, ada.id)) > 0]).toEqual([key, true])
    const before = await everythingOf(bob.id, keys)
    await remove(ada)
    for (const key of keys) expect([key, await countOf(key, ada.id)]).toEqual([key, 0])
    expect(await db().user.count({ where: { id: ada.id } })).toBe(0)
    expect(await everythingOf(bob.id, keys)).toBe(before)
    expect(await db().post.findUnique({ where: { id: post } })).toMatchObject({ userId: null, body: '' })
  })

  test('leaves the id and the address in no column of any table', async () => {
    const ada = await person()
    await fill(ada.id, 'EVES-WORD')
    await db().auditLog.create({ data: { action: 'user.role', target: ada.email } })
    const moderated = await db().post.create({
      data: { exerciseUuid: randomUUID(), body: 'x', hiddenBy: ada.id },
    })
    await remove(ada)
    const tables = await db().$queryRaw<{ name: string }[]>`
      select table_name::text as "name" from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`
    expect(tables.length).toBeGreaterThan(20)
    for (const { name } of tables) {
      const [row] = await db().$queryRawUnsafe<{ n: number }[]>(
        `select count(*)::int as n from "${name}" t where t::text like $1 or t::text like $2 or t::text like '%EVES-WORD%'`,
        `%${ada.id}%`,
        `%${ada.email}%`,
      )
      expect([name, row?.n]).toEqual([name, 0])
    }
    expect(await db().post.count({ where: { id: moderated.id } })).toBe(1)
  })

  test('answers to a post keep their place in the thread', async () => {
    const [ada, bob] = [await person(), await person()]
    const { post } = await fill(ada.id, 'ADAS-WORD')
    const answer = await db().post.create({
      data: { exerciseUuid: randomUUID(), userId: bob.id, parentId: post, body: 'Because of the fence.' },
    })
    await remove(ada)
    expect(await db().post.findUnique({ where: { id: answer.id } })).toMatchObject({
      parentId: post,
      body: 'Because of the fence.',
    })
  })

  test('asks for the password, or for the address where there is none', async () => {
    const ada = await person()
    const attempt = (proof: Parameters<typeof deleteAccount>[1]) =>
      deleteAccount(ada, proof).then(
        () => 'deleted',
        (error) => error.code,
      )
    expect(await attempt({ password: 'not the password' })).toBe('wrong-credentials')
    expect(await attempt({ email: ada.email })).toBe('wrong-credentials')
    await db().user.update({ where: { id: ada.id }, data: { passwordHash: null } })
    expect(await attempt({ password: '' })).toBe('wrong-credentials')
    expect(await attempt({ email: 'somebody@example.org' })).toBe('wrong-credentials')
    expect(await db().user.count({ where: { id: ada.id } })).toBe(1)
    expect(await attempt({ email: ` ${ada.email.toUpperCase()} ` })).toBe('deleted')
  })
})

describe('submissions of an account that is gone', () => {
  test('that waited leave the queue, and a job that rings all the same finds nothing', async () => {
    const ada = await person()
    await db().submission.updateMany({ where: { state: 'QUEUED' }, data: { state: 'CANCELLED' } })
    const { queued } = await fill(ada.id, 'word')
    expect(await jobsOf(queued)).toHaveLength(1)
    await remove(ada)
    expect(await jobsOf(queued)).toEqual([])
    expect(await claim(queued, 'w1')).toBeNull()
    expect(await claimNext(queued, 'w1')).toBeNull()
  })

  test('that ran end without a verdict, a try again or a trace of progress', async () => {
    const ada = await person()
    const { queued } = await fill(ada.id, 'word')
    const held = await claim(queued, 'w1')
    if (!held) throw new Error('it could not be claimed')
    await remove(ada)
    expect(await finish(held, graded(failed))).toBe(false)
    expect(await requeue(held, { counts: true })).toBe('lost')
    expect(await jobsOf(queued)).toEqual([])
    expect(await db().progress.count({ where: { userId: ada.id } })).toBe(0)
  })
})

function byTable(a: { table: string }, b: { table: string }): number {
  return a.table < b.table ? -1 : 1
}
