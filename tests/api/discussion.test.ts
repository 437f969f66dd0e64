import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { db } from '../../lib/db/index.ts'
import { listOpenReports } from '../../lib/discussion/index.ts'
import { findExercise } from '../../lib/exercises/index.ts'
import { call, createPerson, type Person, setUpWeb } from './harness.ts'

await setUpWeb()

const slug = 'lease'
const uuidOf = (name: string) => findExercise(name)?.uuid as string

/** Somebody with a judged attempt at the exercise. */
async function learner(state: 'ATTEMPTED' | 'PASSED' = 'ATTEMPTED', of = slug): Promise<Person> {
  const person = await createPerson()
  await attempt(person, state, of)
  return person
}
const attempt = async (person: Person, state: 'ATTEMPTED' | 'PASSED' = 'ATTEMPTED', of = slug) =>
  await db().progress.create({
    data: { userId: person.id, exerciseUuid: uuidOf(of), state, attempts: 1, lastOutcome: 'failed' },
  })
const write = (as: Person | null, body: object) =>
  call('POST', '/api/posts', { as, body: { slug, parentId: null, body: 'Why?', ...body } })
const published = async (as: Person, body: object = {}) => (await write(as, body)).body.id as string
const read = (as: Person | null, of = slug) => call('GET', '/api/posts', { as, search: { slug: of } })
// biome-ignore lint/suspicious/noExplicitAny: as the API answers.
const threadsOf = async (as: Person): Promise<any[]> => (await read(as)).body.threads
const find = async (as: Person, id: string) =>
  (await threadsOf(as)).flatMap((thread) => [thread, ...thread.answers]).find((post) => post.id === id)
const change = (method: 'PATCH' | 'DELETE', as: Person, id: string, body: object = {}) =>
  call(method, '/api/posts/[id]', { as, params: { id }, body })
const report = (as: Person, id: string, reason = 'It holds a whole solution.') =>
  call('POST', '/api/posts/[id]/report', { as, params: { id }, body: { reason } })
const moderate = (as: Person, id: string, body: object) =>
  call('POST', '/api/posts/[id]/moderation', { as, params: { id }, body })

describe('who may read', () => {
  test('nobody before an attempt was judged: not by asking, writing, changing or reporting', async () => {
    const [ada, eve] = [await learner(), await createPerson()]
    const id = await published(ada)
    for (const { status, body } of [await read(eve), await write(eve, {})])
      expect([status, body.error.code]).toEqual([403, 'attempt-required'])
    for (const { status, body } of [
      await change('PATCH', eve, id, { body: 'x', spoiler: false }),
      await change('DELETE', eve, id),
      await report(eve, id),
    ])
      expect([status, body.error.code]).toEqual([404, 'not-found'])
    expect((await read(null)).status).toBe(401)
  })

  test('an attempt at another exercise opens nothing', async () => {
    const eve = await learner('PASSED', 'circuit-breaker')
    expect((await read(eve)).body.error.code).toBe('attempt-required')
  })

  test('a submission that was never judged opens nothing', async () => {
    const eve = await createPerson()
    await db().progress.create({
      data: {
        userId: eve.id,
        exerciseUuid: uuidOf(slug),
        state: 'ATTEMPTED',
        attempts: 0,
        lastOutcome: 'rejected',
      },
    })
    expect((await read(eve)).body.error.code).toBe('attempt-required')
  })

  test('a failed attempt is enough, and who teaches needs none', async () => {
    expect((await read(await learner())).status).toBe(200)
    expect((await read(await createPerson('INSTRUCTOR'))).status).toBe(200)
  })

  test('an exercise that there is not has no discussion', async () => {
    expect((await read(await learner(), '../lease')).body.error.code).toBe('unknown-exercise')
  })
})

describe('writing', () => {
  test('threads newest first, answers oldest first, and no e-mail address anywhere', async () => {
    const [ada, bob] = [await learner(), await learner()]
    const thread = await published(ada, { body: 'Why is the margin there?' })
    const one = await published(bob, { parentId: thread, body: 'Clocks.' })
    const two = await published(ada, { parentId: thread, body: 'Thanks.' })
    const later = await published(bob, { body: 'Another' })
    const { body } = await read(ada)
    const ids = body.threads.map(({ id }: { id: string }) => id)
    expect(ids.indexOf(later)).toBeLessThan(ids.indexOf(thread))
    const found = body.threads.find(({ id }: { id: string }) => id === thread)
    expect(found.answers.map(({ id }: { id: string }) => id)).toEqual([one, two])
    expect([found.mine, found.answers[0].mine]).toEqual([true, false])
    expect(JSON.stringify(body)).not.toMatch(/@example\.org/)
  })

  test('what somebody writes who has passed is a spoiler, unless they say otherwise', async () => {
    const [passed, trying] = [await learner('PASSED'), await learner()]
    expect((await find(trying, await published(passed)))?.spoiler).toBe(true)
    expect((await find(trying, await published(passed, { spoiler: false })))?.spoiler).toBe(false)
    expect((await find(trying, await published(trying)))?.spoiler).toBe(false)
  })

  test.each([
    ['nothing', ''],
    ['spaces', ' \n\t '],
    ['more than is kept', 'x'.repeat(6001)],
    ['a NUL', 'a\0b'],
    ['an escape sequence', 'a\u001b[2Jb'],
    ['half a character', 'a\ud800b'],
    ['quotes without end', '> '.repeat(2000)],
    ['lists without end', '- '.repeat(2000)],
    ['an array', ['a']],
    ['an object', { toString: 'a' }],
  ])('%s is refused', async (_, body) => {
    const ada = await learner()
    const answer = await write(ada, { body })
    expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid-body'])
  })

  test('HTML and script links are kept as they were typed: they are text to every reader', async () => {
    const ada = await learner()
    const body = '<script>alert(1)</script> [x](javascript:alert(1)) ../../ {{1}} \u202e'
    expect((await find(ada, await published(ada, { body })))?.body).toBe(body)
  })

  test('answers stay within their exercise and their thread', async () => {
    const ada = await learner()
    await attempt(ada, 'ATTEMPTED', 'circuit-breaker')
    const thread = await published(ada)
    const answer = await published(ada, { parentId: thread })
    const elsewhere = await write(ada, { slug: 'circuit-breaker', parentId: thread })
    expect(elsewhere.body.error.code).toBe('not-found')
    expect((await write(ada, { parentId: answer })).body.error.code).toBe('not-found')
    expect((await write(ada, { parentId: '01999999-9999-7999-8999-999999999999' })).body.error.code).toBe(
      'not-found',
    )
    expect((await write(ada, { parentId: 'nobody' })).body.error.code).toBe('invalid-body')
  })

  test('fields that decide are not taken from the browser', async () => {
    const ada = await learner()
    for (const extra of [
      { userId: ada.id },
      { exerciseUuid: uuidOf('lease') },
      { hiddenAt: null },
      { id: ada.id },
    ])
      expect((await write(ada, extra)).body.error.code).toBe('invalid-body')
  })

  test('has a limit, per person', async () => {
    const [busy, other] = [await learner(), await learner()]
    for (let i = 0; i < 10; i++) expect((await write(busy, {})).status).toBe(200)
    expect((await write(busy, {})).body.error.code).toBe('too-many-requests')
    expect((await write(other, {})).status).toBe(200)
  })
})

describe('one’s own', () => {
  test('is edited and taken back by its author only', async () => {
    const [ada, bob] = [await learner(), await learner()]
    const id = await published(ada)
    const stolen = await change('PATCH', bob, id, { body: 'mine now', spoiler: false })
    expect([stolen.status, stolen.body.error.code]).toEqual([403, 'not-allowed'])
    expect((await change('DELETE', bob, id)).status).toBe(403)
    await change('PATCH', ada, id, { body: 'Better.', spoiler: true })
    expect(await find(bob, id)).toMatchObject({
      body: 'Better.',
      spoiler: true,
      editedAt: expect.any(String),
    })
  })

  test('taken back, its words are gone from the server, and sending them again brings it back', async () => {
    const [ada, bob] = [await learner(), await learner()]
    const id = await published(ada, { body: 'Too much.' })
    expect((await change('DELETE', ada, id)).status).toBe(200)
    expect(await find(bob, id)).toBeUndefined()
    expect(await db().post.findUnique({ where: { id }, select: { body: true } })).toEqual({ body: '' })
    await change('PATCH', ada, id, { body: 'Too much.', spoiler: false })
    expect(await find(bob, id)).toMatchObject({ body: 'Too much.', editedAt: null })
  })

  test('a thread that was taken back stays as a place while it has answers', async () => {
    const [ada, bob] = [await learner(), await learner()]
    const thread = await published(ada)
    await published(bob, { parentId: thread })
    await change('DELETE', ada, thread)
    expect(await find(bob, thread)).toMatchObject({ state: 'deleted', body: null })
    expect((await write(bob, { parentId: thread })).body.error.code).toBe('not-found')
  })

  test.each(['nobody', '01999999-9999-7999-8999-999999999999', '../x', "' or 1=1"])(
    'a post %s that there is not is not found',
    async (id) => {
      const ada = await learner()
      expect((await change('DELETE', ada, id)).body.error.code).toBe('not-found')
      expect((await report(ada, id)).body.error.code).toBe('not-found')
      expect((await moderate(await createPerson('ADMIN'), id, { decision: 'keep' })).body.error.code).toBe(
        'not-found',
      )
    },
  )

  test('outlives its author’s account, without their name', async () => {
    const [ada, bob] = [await learner(), await learner()]
    const thread = await published(ada)
    await published(bob, { parentId: thread })
    await db().user.delete({ where: { id: ada.id } })
    expect(await find(bob, thread)).toMatchObject({ author: null, mine: false })
  })
})

describe('moderation', () => {
  test('a report reaches the moderators with its reason, once per person, and not about oneself', async () => {
    const [ada, bob] = [await learner(), await learner()]
    const id = await published(ada)
    expect((await report(bob, id)).status).toBe(200)
    expect((await report(bob, id)).body.error.code).toBe('already-reported')
    expect((await report(ada, id)).body.error.code).toBe('not-allowed')
    expect((await report(bob, id, '  ')).body.error.code).toBe('invalid-body')
    expect(await find(bob, id)).toMatchObject({ reported: true })
    expect(await find(ada, id)).toMatchObject({ reported: false })
  })

  test('learners do not moderate', async () => {
    const [ada, eve] = [await learner(), await learner('PASSED')]
    const id = await published(ada)
    const { status, body } = await moderate(eve, id, { decision: 'hide', reason: 'mine is better' })
    expect([status, body.error.code]).toEqual([403, 'not-allowed'])
    expect(await find(eve, id)).toMatchObject({ state: 'shown' })
  })

  test('hidden: gone for readers, explained to the author, settled, and written down', async () => {
    const [ada, bob, teacher] = [await learner(), await learner(), await createPerson('INSTRUCTOR')]
    const id = await published(ada, { body: 'The whole solution' })
    await report(bob, id)
    expect((await moderate(teacher, id, { decision: 'hide' })).body.error.code).toBe('invalid-body')
    await moderate(teacher, id, { decision: 'hide', reason: 'Holds a whole solution.' })
    expect(await find(bob, id)).toMatchObject({ state: 'hidden', body: null, hiddenReason: null })
    expect(await find(ada, id)).toMatchObject({
      body: 'The whole solution',
      hiddenReason: 'Holds a whole solution.',
    })
    // Neither by editing nor by taking it back and undoing that.
    expect((await change('PATCH', ada, id, { body: 'again', spoiler: false })).body.error.code).toBe(
      'not-allowed',
    )
    expect((await write(bob, { parentId: id })).body.error.code).toBe('not-found')
    expect(await db().postReport.count({ where: { postId: id, resolvedAt: null } })).toBe(0)
    await moderate(teacher, id, { decision: 'unhide', reason: 'It does not.' })
    expect(await find(bob, id)).toMatchObject({ state: 'shown', body: 'The whole solution' })
    const log = await db().auditLog.findMany({ where: { target: id }, orderBy: { id: 'asc' } })
    expect(log.map(({ action, actorId, data }) => ({ action, actorId, data }))).toEqual([
      { action: 'post.hide', actorId: teacher.id, data: { reason: 'Holds a whole solution.', reports: 1 } },
      { action: 'post.unhide', actorId: teacher.id, data: { reason: 'It does not.', reports: 0 } },
    ])
  })

  test('taking a hidden post back and undoing that does not show it again', async () => {
    const [ada, bob, teacher] = [await learner(), await learner(), await createPerson('ADMIN')]
    const id = await published(ada)
    await moderate(teacher, id, { decision: 'hide', reason: 'No.' })
    await change('DELETE', ada, id)
    expect((await change('PATCH', ada, id, { body: 'again', spoiler: false })).body.error.code).toBe(
      'not-allowed',
    )
    expect(await find(bob, id)).toBeUndefined()
  })

  test('keeping a post settles its reports', async () => {
    const [ada, bob, teacher] = [await learner(), await learner(), await createPerson('INSTRUCTOR')]
    const id = await published(ada)
    await report(bob, id)
    await moderate(teacher, id, { decision: 'keep' })
    expect(await db().postReport.findMany({ where: { postId: id } })).toMatchObject([
      { resolvedBy: teacher.id },
    ])
    expect(await find(bob, id)).toMatchObject({ state: 'shown' })
  })
})

test('threads come in pages, each once', async () => {
  const of = 'circuit-breaker'
  const ada = await learner('ATTEMPTED', of)
  const rows = Array.from({ length: 32 }, (_, n) => ({
    exerciseUuid: uuidOf(of),
    userId: ada.id,
    body: `${n}`,
  }))
  await db().post.createMany({ data: rows })
  const first = (await read(ada, of)).body
  const rest = await call('GET', '/api/posts', { as: ada, search: { slug: of, before: first.older } })
  const bodies = [...first.threads, ...rest.body.threads].map(({ body }: { body: string }) => Number(body))
  expect([first.threads.length, rest.body.older]).toEqual([30, null])
  expect(bodies.sort((a, b) => a - b)).toEqual(rows.map((_, n) => n))
})

test('a thread takes as many answers as are shown, and says where to go on', async () => {
  const ada = await learner()
  const thread = await published(ada)
  const answer = { exerciseUuid: uuidOf(slug), userId: ada.id, parentId: thread, body: 'x' }
  await db().post.createMany({ data: Array.from({ length: 199 }, () => answer) })
  const [one, two] = await Promise.all([write(ada, { parentId: thread }), write(ada, { parentId: thread })])
  expect([one.status, two.status].sort()).toEqual([200, 409])
  const { body } = await write(ada, { parentId: thread })
  expect([body.error.code, body.error.message]).toEqual([
    'thread-full',
    expect.stringMatching(/200 answers.* Start a new thread/),
  ])
  expect((await threadsOf(ada)).find(({ id }) => id === thread).answers).toHaveLength(200)
})

test('moderators see what waits longest and what was hidden last, however many posts there are', async () => {
  const [ada, bob, teacher] = [await learner(), await learner(), await createPerson('INSTRUCTOR')]
  const exerciseUuid = uuidOf(slug)
  const at = (n: number) => new Date(Date.UTC(2020, 0, 1) + n * 1000)
  const posts = async (of: string, more: (n: number) => object) => {
    const data = (n: number) => ({ exerciseUuid: of, userId: ada.id, body: `${n}`, ...more(n) })
    const rows = Array.from({ length: 101 }, (_, n) => data(n))
    return await db().post.createManyAndReturn({ data: rows, select: { id: true } })
  }
  // Of an exercise that is gone: nobody can open it.
  const gone = await posts(randomUUID(), () => ({}))
  const waiting = await posts(exerciseUuid, () => ({}))
  await posts(exerciseUuid, (n) => ({ hiddenAt: new Date(Date.now() + n * 1000) }))
  const reports = [...gone, ...waiting].map(({ id: postId }, n) => ({
    ...{ postId, userId: bob.id, reason: 'x', createdAt: at(-n) },
  }))
  await db().postReport.createMany({ data: reports })
  const { open, hidden } = await listOpenReports(teacher)
  expect(open.map(({ body }) => Number(body))).toEqual(Array.from({ length: 100 }, (_, n) => 100 - n))
  expect(hidden.map(({ body }) => Number(body))).toEqual(Array.from({ length: 100 }, (_, n) => 100 - n))
})
