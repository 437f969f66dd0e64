import { expect, test } from 'vitest'
import { placeText } from '../../app/ui/course/place-text.ts'
import { getExercise } from '../../lib/exercises/index.ts'
import { findPlace, saveLessonPosition } from '../../lib/progress/index.ts'
import { call, createPerson, type Person, setUpWeb } from './harness.ts'

await setUpWeb()

const read = (as: Person, slug: string, body: object) =>
  call('PUT', '/api/progress/lessons/[slug]', { as, params: { slug }, body })
const edit = (as: Person, slug: string, body: object) =>
  call('PUT', '/api/progress/places/[slug]', { as, params: { slug }, body })
const whereTo = async (as: Person | null) => (await call('GET', '/continue', { as })).headers.get('location')

test('continue: goes to the newest of lesson and editor, whichever device it came from', async () => {
  const ada = await createPerson()
  await read(ada, 'timeout', { section: 'how-it-works' })
  expect(await whereTo(ada)).toBe('/learn/beginner/basics/timeout#how-it-works')
  await edit(ada, 'retry-backoff', { file: 'solution.ts', line: 12, column: 5 })
  expect(await whereTo(ada)).toBe('/exercises/retry-backoff')
  expect(await findPlace(ada.id, getExercise('retry-backoff').uuid)).toMatchObject({ line: 12, column: 5 })
  await read(ada, 'timeout', { section: 'trade-offs' })
  expect(await whereTo(ada)).toBe('/learn/beginner/basics/timeout#trade-offs')
})

test('continue: a staged exercise opens in the stage where one was, and without it once there is no such stage', async () => {
  const ada = await createPerson()
  const place = { file: 'solution.ts', line: 7, column: 2 }
  await edit(ada, 'merkle-trees', { ...place, stage: 'consistency' })
  expect(await whereTo(ada)).toBe('/exercises/merkle-trees?stage=consistency')
  const { resume } = (await call('GET', '/api/progress/standing', { as: ada })).body
  expect(placeText(resume)).toBe('Merkle trees, line 7 of stage 2')
  await edit(ada, 'merkle-trees', { ...place, stage: 'taken-down' })
  expect(await whereTo(ada)).toBe('/exercises/merkle-trees')
  expect((await edit(ada, 'merkle-trees', { ...place, stage: '../x' })).body.error.code).toBe('invalid-body')
})

test('continue: a section of any name leads on, as part of the address', async () => {
  const ada = await createPerson()
  await saveLessonPosition(ada.id, 'timeout', { section: 'trade–offs\r\nset-cookie: a=1', finished: false })
  expect(await whereTo(ada)).toBe(
    '/learn/beginner/basics/timeout#trade%E2%80%93offs%0D%0Aset-cookie%3A%20a%3D1',
  )
})

test('continue: the first step for who begins, the sign-in for a visitor', async () => {
  expect(await whereTo(await createPerson())).toBe('/learn/beginner/basics/health-check')
  expect(await whereTo(null)).toBe('/sign-in?callbackUrl=%2Fcontinue')
})

test('a place in the editor is this account’s, and no nonsense', async () => {
  const [ada, bob] = [await createPerson(), await createPerson()]
  await edit(ada, 'timeout', { file: 'solution.ts', line: 3, column: 9 })
  const { uuid } = getExercise('timeout')
  expect(await findPlace(bob.id, uuid)).toBeNull()
  for (const place of [
    { file: '../x', line: 1, column: 1 },
    { file: 'solution.ts', line: 0, column: 1 },
    { file: 'solution.ts', line: 1.5, column: 1 },
  ])
    expect((await edit(ada, 'timeout', place)).body.error.code).toBe('invalid-body')
  expect((await edit(ada, 'no-such', { file: 'solution.ts', line: 1, column: 1 })).status).toBe(404)
})

test('a lesson tells where one stopped, and null before that', async () => {
  const ada = await createPerson()
  const position = async () =>
    (await call('GET', '/api/progress/lessons/[slug]', { as: ada, params: { slug: 'timeout' } })).body
  expect(await position()).toEqual({ position: null })
  await read(ada, 'timeout', { section: 'solution' })
  expect((await position()).position).toMatchObject({ section: 'solution', finishedAt: null })
})

test('standing: each state of lesson and exercise, and where to resume', async () => {
  const ada = await createPerson()
  await read(ada, 'timeout', { section: 'solution' })
  await read(ada, 'bulkhead', { section: 'quiz', finished: true })
  const { standings, resume } = (await call('GET', '/api/progress/standing', { as: ada })).body
  expect(standings.timeout).toMatchObject({ lesson: 'reading', exercise: 'not-started', stars: [] })
  expect(standings.bulkhead.lesson).toBe('read')
  expect(standings['circuit-breaker'].lesson).toBe('not-started')
  expect(standings.paxos).toBeUndefined()
  expect(resume).toMatchObject({ kind: 'lesson', slug: 'bulkhead', section: 'quiz' })
})
