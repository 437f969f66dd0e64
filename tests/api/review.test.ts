import { describe, expect, test } from 'vitest'
import { call, createPerson, type Person, setUpWeb } from './harness.ts'

await setUpWeb()

const right = {
  lesson: 'lease',
  question: 'predict-two-owners',
  answer: ['overlap-190'],
  zone: 'Europe/Berlin',
}
const answer = (as: Person | null, body: object) => call('POST', '/api/quiz', { as, body })

describe('/api/quiz', () => {
  test('the server judges, whatever the browser thinks', async () => {
    const ada = await createPerson()
    const first = await answer(ada, { ...right, answer: ['gap'] })
    expect([first.status, first.body.correct]).toEqual([200, false])
    expect((await answer(ada, { ...right, correct: true })).body.error.code).toBe('invalid-body')
    expect((await answer(ada, right)).body.correct).toBe(true)
    const { body } = await call('GET', '/api/quiz', { as: ada, search: { lesson: 'lease' } })
    expect(body.answers).toMatchObject({ 'predict-two-owners': { answer: ['overlap-190'], correct: true } })
  })

  test.each([
    ['an option that there is not', { answer: ['overlap-191'] }, 'not-an-answer'],
    ['two options of one', { answer: ['gap', 'overlap-190'] }, 'not-an-answer'],
    ['one option twice', { answer: ['gap', 'gap'] }, 'not-an-answer'],
    ['no option', { answer: [] }, 'not-an-answer'],
    ['a text where options are', { answer: 'overlap-190' }, 'not-an-answer'],
    ['words where a number is asked', { question: 'usable-share', answer: 'many' }, 'not-an-answer'],
    ['an unknown question', { question: 'who' }, 'not-found'],
    ['an unknown lesson', { lesson: '../lease' }, 'not-found'],
    ['a lesson of the prototype', { lesson: '__proto__' }, 'not-found'],
    ['an answer that is no answer', { answer: { id: 'gap' } }, 'invalid-body'],
    ['a zone that is none', { zone: 'Moon/Base' }, 'invalid-body'],
    ['a thousand options', { answer: Array.from({ length: 1000 }, String) }, 'invalid-body'],
  ])('%s is refused and kept nowhere', async (_, change, code) => {
    const ada = await createPerson()
    const { body } = await answer(ada, { ...right, ...change })
    expect(body.error.code).toBe(code)
    const { body: queue } = await call('GET', '/api/review', { as: ada, search: { zone: 'UTC' } })
    expect(queue).toEqual({ due: 0, next: null, all: 0, nextDue: null })
  })

  test('a name that no lesson can have is refused before the database is asked', async () => {
    const ada = await createPerson()
    for (const lesson of ['\0', 'lease\0', ''])
      expect((await call('GET', '/api/quiz', { as: ada, search: { lesson } })).body.error?.code).toBe(
        'invalid-query',
      )
  })

  test('needs an account', async () => {
    expect((await answer(null, right)).status).toBe(401)
    expect((await call('GET', '/api/quiz', { search: { lesson: 'lease' } })).status).toBe(401)
  })
})

describe('/api/review', () => {
  test('a question that was answered is counted, asked again once, and not before it is due', async () => {
    const ada = await createPerson()
    await answer(ada, right)
    const due = await call('GET', '/api/review/due', { as: ada, search: { zone: 'UTC' } })
    expect(due.body).toEqual({ due: 0 })
    const { body } = await call('GET', '/api/review', { as: ada, search: { zone: 'UTC' } })
    expect(body).toMatchObject({ due: 0, next: null, all: 1, nextDue: expect.any(String) })
  })

  test('a review of what was never answered is refused, and a rating must be one', async () => {
    const ada = await createPerson()
    const review = (body: object) => call('POST', '/api/review', { as: ada, body })
    const whole = { ...right, rating: 'good', lastReview: null }
    expect((await review(whole)).body.error.code).toBe('not-found')
    expect((await review({ ...whole, rating: 'perfect' })).body.error.code).toBe('invalid-body')
    for (const lastReview of ['yesterday', '0000-01-01T00:00:00Z', '1999-12-31T23:59:59Z'])
      expect((await review({ ...whole, lastReview })).body.error.code).toBe('invalid-body')
  })

  test('asks for a zone', async () => {
    const ada = await createPerson()
    for (const route of ['/api/review', '/api/review/due']) {
      expect((await call('GET', route, { as: ada })).body.error.code).toBe('invalid-query')
    }
  })
})
