import { expect, test } from 'vitest'
import { call, createPerson, type Person, setUpWeb } from './harness.ts'

await setUpWeb()

const put = (as: Person, slug: string, body: object) =>
  call('PUT', '/api/progress/lessons/[slug]', { as, params: { slug }, body })
const lessons = async (as: Person) => (await call('GET', '/api/progress', { as })).body.lessons

test('the place in a lesson is kept, and finished stays finished', async () => {
  const [ada, bob] = [await createPerson(), await createPerson()]
  await put(ada, 'lease', { section: 'how-it-works' })
  expect(await lessons(ada)).toMatchObject([{ lesson: 'lease', section: 'how-it-works', finishedAt: null }])
  await put(ada, 'lease', { section: 'quiz', finished: true })
  await put(ada, 'lease', { section: 'problem' })
  expect(await lessons(ada)).toMatchObject([{ section: 'problem', finishedAt: expect.any(String) }])
  expect(await lessons(bob)).toEqual([])
})

test('a lesson that does not exist is refused', async () => {
  const { status, body } = await put(await createPerson(), '../patterns/lease', { section: null })
  expect([status, body.error.code]).toEqual([404, 'not-found'])
})

test.each(['\0', 'a\nb', '', '"><script>', 'a b'])(
  'a section %j is no heading and is refused',
  async (section) => {
    const { status, body } = await put(await createPerson(), 'lease', { section })
    expect([status, body.error?.code]).toEqual([400, 'invalid-body'])
  },
)
