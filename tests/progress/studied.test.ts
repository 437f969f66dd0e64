import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '../../lib/db/index.ts'
import { LEARNERS_MIN, listMostStudied, STUDIED_LEARNERS_MIN } from '../../lib/progress/index.ts'
import { call, setUpWeb } from '../api/harness.ts'

await setUpWeb()

/** Without a password: nobody signs in here. */
async function createLearner(n: number): Promise<string> {
  const { id } = await db().user.create({ data: { email: `learner-${n}@example.org` }, select: { id: true } })
  return id
}

test('what is studied most is told from some learners on, leaves out what few have tried, and names nobody', async () => {
  const [liked, tried, rare] = [randomUUID(), randomUUID(), randomUUID()]
  const people: string[] = []
  const study = (userId: string, exerciseUuid: string, state: 'PASSED' | 'ATTEMPTED') =>
    db().progress.create({ data: { userId, exerciseUuid, state, attempts: 1, lastOutcome: 'failed' } })
  for (let n = 0; n < STUDIED_LEARNERS_MIN; n++) people.push(await createLearner(n))
  for (const [n, person] of people.slice(0, -1).entries()) {
    await study(person, liked, n < 8 ? 'PASSED' : 'ATTEMPTED')
    if (n < LEARNERS_MIN) await study(person, tried, 'ATTEMPTED')
    if (n < LEARNERS_MIN - 1) await study(person, rare, 'PASSED')
  }
  expect(await listMostStudied(10)).toEqual([])
  await study(people.at(-1) as string, liked, 'PASSED')
  expect(await listMostStudied(10)).toEqual([
    { exerciseUuid: liked, learners: STUDIED_LEARNERS_MIN, passed: 9 },
    { exerciseUuid: tried, learners: LEARNERS_MIN, passed: 0 },
  ])
  expect((await listMostStudied(1)).map(({ exerciseUuid }) => exerciseUuid)).toEqual([liked])
  // Exercises that no lesson has are not shown.
  const { status, body } = await call('GET', '/api/library/studied', {})
  expect([status, body]).toEqual([200, { patterns: [] }])
})
