import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { db } from '../../lib/db/index.ts'
import { addDays, listActivity } from '../../lib/progress/index.ts'
import { call, createPerson, type Person, setUpWeb } from './harness.ts'

await setUpWeb()

const today = new Date().toISOString().slice(0, 10)
const beat = (as: Person, body: object) => call('POST', '/api/activity', { as, body })
const days = (as: Person) => listActivity(as.id, { timeZone: 'UTC' })

describe('time', () => {
  test('adds up by day, for this account only', async () => {
    const [ada, bob] = [await createPerson(), await createPerson()]
    await beat(ada, { day: today, seconds: 60 })
    expect((await beat(ada, { day: today, seconds: 45 })).status).toBe(200)
    await beat(ada, { day: addDays(today, 1), seconds: 5 })
    expect(await days(ada)).toEqual([
      { day: today, seconds: 105, submissions: 0 },
      { day: addDays(today, 1), seconds: 5, submissions: 0 },
    ])
    expect(await days(bob)).toEqual([])
  })

  test('of one request and of one day has a limit', async () => {
    const ada = await createPerson()
    expect((await beat(ada, { day: today, seconds: 121 })).body.error.code).toBe('invalid-body')
    await db().activityDay.create({
      data: { userId: ada.id, day: new Date(today), seconds: 16 * 3600 - 10 },
    })
    await beat(ada, { day: today, seconds: 60 })
    expect((await days(ada))[0]?.seconds).toBe(16 * 3600)
  })

  test('on a date that it is nowhere on Earth is refused with what was expected', async () => {
    const ada = await createPerson()
    for (const day of [addDays(today, -2), addDays(today, 2), '2031-01-01']) {
      const { status, body } = await beat(ada, { day, seconds: 1 })
      expect([status, body.error.code]).toEqual([400, 'invalid-day'])
      expect(body.error.message).toContain(day)
      expect(body.error.message).toContain(today)
    }
    expect((await beat(ada, { day: '2026-02-30', seconds: 1 })).body.error.code).toBe('invalid-body')
    expect(await days(ada)).toEqual([])
  })

  test('needs an account', async () => {
    expect((await call('POST', '/api/activity', { body: { day: today, seconds: 1 } })).status).toBe(401)
  })
})

test('submissions count on the date that it was where the learner is; replays do not', async () => {
  const ada = await createPerson()
  const row = (kind: 'SUBMISSION' | 'REPLAY') => ({
    userId: ada.id,
    exerciseUuid: randomUUID(),
    slug: 'x',
    kind,
    code: '',
    codeHash: '',
    requestHash: '',
    idempotencyKey: randomUUID(),
    suiteVersion: 1,
    suiteHash: '',
    createdAt: new Date('2026-11-21T23:30:00Z'),
  })
  await db().submission.createMany({ data: [row('SUBMISSION'), row('SUBMISSION'), row('REPLAY')] })
  expect(await days(ada)).toEqual([{ day: '2026-11-21', seconds: 0, submissions: 2 }])
  expect(await listActivity(ada.id, { timeZone: 'Europe/Berlin' })).toEqual([
    { day: '2026-11-22', seconds: 0, submissions: 2 },
  ])
})
