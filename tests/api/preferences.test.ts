import { expect, test } from 'vitest'
import { call, createPerson, type Person, setUpWeb } from './harness.ts'

await setUpWeb()

const save = (as: Person, body: object) => call('PATCH', '/api/preferences', { as, body })
const chosen = async (as: Person) => (await call('GET', '/api/preferences', { as })).body.chosen

test('what is chosen on one device is there on the other, and nobody else has it', async () => {
  const [ada, bob] = [await createPerson(), await createPerson()]
  expect(await chosen(ada)).toEqual({})
  await save(ada, { theme: 'dark', vim: true })
  expect(await chosen(ada)).toEqual({ theme: 'dark', vim: true })
  expect(await chosen(bob)).toEqual({})
})

test('two devices that choose different things at once both get their way', async () => {
  const ada = await createPerson()
  await Promise.all([
    save(ada, { reading: 'large' }),
    save(ada, { codePx: 18 }),
    save(ada, { singleKeys: false }),
  ])
  expect(await chosen(ada)).toEqual({ reading: 'large', codePx: 18, singleKeys: false })
  const { body } = await save(ada, { reading: 'regular' })
  expect(body.chosen).toEqual({ reading: 'regular', codePx: 18, singleKeys: false })
})

test('a choice that does not exist is refused by name, and changes nothing', async () => {
  const ada = await createPerson()
  for (const body of [{ theme: 'sepia' }, { codePx: 15 }, { vim: 'yes' }, { admin: true }, { theme: null }]) {
    const answer = await save(ada, body)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid-body'])
  }
  expect(await chosen(ada)).toEqual({})
})

test('without an account there is nothing to keep them with', async () => {
  expect((await call('GET', '/api/preferences')).status).toBe(401)
  expect((await call('PATCH', '/api/preferences', { body: { theme: 'dark' } })).status).toBe(401)
})
