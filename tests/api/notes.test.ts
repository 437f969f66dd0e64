import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { db } from '../../lib/db/index.ts'
import { findExercise } from '../../lib/exercises/index.ts'
import { addBookmark, findEverything } from '../../lib/notes/index.ts'
import { call, createPerson, type Person, setUpWeb } from './harness.ts'

await setUpWeb()

const section = { lesson: 'lease', section: 'how-it-works' }
const write = (as: Person | null, place: object, body: unknown = 'Margin on both sides.') =>
  call('POST', '/api/notes', { as, body: { place, body } })
const mark = (as: Person, place: object, title: unknown = 'How it works') =>
  call('POST', '/api/bookmarks', { as, body: { place, title } })
const beside = async (as: Person, search: Record<string, string>) =>
  (await call('GET', '/api/notes', { as, search })).body
const change = (method: 'PATCH' | 'DELETE', as: Person, id: string, body: object = {}) =>
  call(method, '/api/notes/[id]', { as, params: { id }, body })

/** A submission that failed, with a run of three events. */
async function failedSubmission(of: Person): Promise<string> {
  const exercise = findExercise('lease')
  const { id } = await db().submission.create({
    data: {
      userId: of.id,
      exerciseUuid: exercise?.uuid as string,
      slug: 'lease',
      code: '',
      codeHash: '',
      idempotencyKey: randomUUID(),
      requestHash: '',
      suiteVersion: 1,
      suiteHash: '',
      state: 'DONE',
      outcome: 'failed',
      verdict: { outcome: 'failed', trace: [{ id: 3 }, { id: 4 }, { id: 41 }] },
    },
    select: { id: true },
  })
  return id
}

describe('notes', () => {
  test('stand beside their section, change and go', async () => {
    const ada = await createPerson()
    const { id } = (await write(ada, section)).body
    await write(ada, { lesson: 'lease', section: null }, 'About all of it')
    await write(ada, { lesson: 'timeout', section: 'problem' }, 'Elsewhere')
    expect(await beside(ada, { lesson: 'lease' })).toMatchObject({
      notes: [{ id, section: 'how-it-works', body: 'Margin on both sides.' }, { section: null }],
      bookmarks: [],
    })
    await change('PATCH', ada, id, { body: '  Better \r\n' })
    expect((await beside(ada, { lesson: 'lease' })).notes[0].body).toBe('Better')
    expect((await change('DELETE', ada, id)).status).toBe(200)
    expect((await beside(ada, { lesson: 'lease' })).notes).toHaveLength(1)
    expect((await change('DELETE', ada, id)).body.error.code).toBe('not-found')
  })

  test('stand beside an event of one’s own run, and of no other', async () => {
    const [ada, eve] = [await createPerson(), await createPerson()]
    const submission = await failedSubmission(ada)
    expect((await write(ada, { submission, event: 41 })).status).toBe(200)
    expect((await write(ada, { submission, event: 5 })).body.error.code).toBe('not-found')
    expect((await write(eve, { submission, event: 41 })).body.error.code).toBe('not-found')
    expect((await write(ada, { submission: randomUUID(), event: 41 })).body.error.code).toBe('not-found')
    expect((await beside(ada, { submission })).notes).toMatchObject([{ event: 41, section: null }])
    expect((await beside(eve, { submission })).notes).toEqual([])
  })

  test('are nobody else’s: not to read, to change or to delete', async () => {
    const [ada, eve] = [await createPerson(), await createPerson()]
    const { id } = (await write(ada, section)).body
    const { id: bookmark } = (await mark(ada, section)).body
    expect(await beside(eve, { lesson: 'lease' })).toEqual({ notes: [], bookmarks: [] })
    expect((await change('PATCH', eve, id, { body: 'mine' })).body.error.code).toBe('not-found')
    expect((await change('DELETE', eve, id)).body.error.code).toBe('not-found')
    const stolen = await call('DELETE', '/api/bookmarks/[id]', { as: eve, params: { id: bookmark } })
    expect(stolen.body.error.code).toBe('not-found')
    expect(await findEverything(eve.id)).toEqual([])
    expect(await findEverything(ada.id)).toHaveLength(2)
    expect((await call('GET', '/api/notes', { search: { lesson: 'lease' } })).status).toBe(401)
    expect((await write(null, section)).status).toBe(401)
  })

  test.each([
    ['nothing', section, ' \n '],
    ['too much', section, 'x'.repeat(4001)],
    ['a NUL', section, 'a\0b'],
    ['half a character', section, 'a\udc00'],
    ['a section that is markup', { lesson: 'lease', section: '"><script>' }, 'a'],
    ['a place that is both', { ...section, submission: randomUUID(), event: 1 }, 'a'],
    ['a place that is none', {}, 'a'],
    ['an event before the first', { submission: randomUUID(), event: -1 }, 'a'],
    ['a submission that is no id', { submission: "' or 1=1", event: 1 }, 'a'],
  ])('%s is refused', async (_, place, body) => {
    const { body: answer } = await write(await createPerson(), place, body)
    expect(answer.error.code).toBe('invalid-body')
  })

  test('a lesson that there is not takes none', async () => {
    const ada = await createPerson()
    for (const lesson of ['../lease', 'nowhere', '__proto__', ''])
      expect((await write(ada, { lesson, section: null })).body.error.code).toBe('not-found')
  })

  test('there is an end to them', async () => {
    const ada = await createPerson()
    const rows = Array.from({ length: 1000 }, () => ({ userId: ada.id, lesson: 'lease', body: 'x' }))
    await db().note.createMany({ data: rows })
    expect((await write(ada, section)).body.error.code).toBe('too-many-notes')
  })
})

describe('bookmarks', () => {
  test('a place is marked once, under its first title, and unmarked', async () => {
    const ada = await createPerson()
    const first = (await mark(ada, section)).body.id
    expect((await mark(ada, section, 'Again')).body.id).toBe(first)
    expect((await beside(ada, { lesson: 'lease' })).bookmarks).toEqual([
      { id: first, section: 'how-it-works', event: null, title: 'How it works' },
    ])
    await call('DELETE', '/api/bookmarks/[id]', { as: ada, params: { id: first } })
    expect((await beside(ada, { lesson: 'lease' })).bookmarks).toEqual([])
  })

  test('a place that is marked many times at once is marked once', async () => {
    const ada = await createPerson()
    const clicks = Array.from({ length: 20 }, () => addBookmark(ada.id, section, 'How it works'))
    expect(new Set((await Promise.all(clicks)).map(({ id }) => id)).size).toBe(1)
    expect((await beside(ada, { lesson: 'lease' })).bookmarks).toHaveLength(1)
  })
})

test('a name that no lesson can have is refused before the database is asked', async () => {
  const ada = await createPerson()
  for (const lesson of ['\0', 'lease\0', '', 'a b'])
    expect((await beside(ada, { lesson })).error?.code).toBe('invalid-query')
})

describe('everything', () => {
  test('is found by all words of a query, in the text, the place or the lesson’s title', async () => {
    const ada = await createPerson()
    await write(ada, section, 'Fencing tokens: Größer wins, 100 % of the time')
    await mark(ada, { lesson: 'timeout', section: 'trade-offs' }, 'Trade-offs')
    const submission = await failedSubmission(ada)
    await write(ada, { submission, event: 41 }, 'h1 writes after its term')
    const texts = async (query: string) => (await findEverything(ada.id, query)).map(({ text }) => text)
    expect(await texts('')).toHaveLength(3)
    expect(await texts('groSSer tokens')).toEqual([])
    expect(await texts('GROßER fencing')).toEqual(['Fencing tokens: Größer wins, 100 % of the time'])
    expect(await texts('timeout')).toEqual(['Trade-offs'])
    expect(await texts('h1 term')).toEqual(['h1 writes after its term'])
    // Characters that are wildcards elsewhere.
    expect(await texts('%')).toHaveLength(1)
    expect(await texts('_')).toEqual([])
    expect(await texts('.*')).toEqual([])
  })

  test('what is beside something that the course has no more keeps its text', async () => {
    const ada = await createPerson()
    await db().note.create({ data: { userId: ada.id, lesson: 'gone', section: 'a', body: 'Still mine' } })
    expect(await findEverything(ada.id)).toMatchObject([{ title: 'gone', text: 'Still mine' }])
  })
})
