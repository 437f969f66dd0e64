import { describe, expect, test } from 'vitest'
import { findDraft, saveDraft } from '../../lib/submissions/index.ts'
import { createPerson, setUpWeb } from '../api/harness.ts'
import { exercise } from './harness.ts'

await setUpWeb()

const file = 'solution.ts'
const save = (userId: string, code: string, revision: number) =>
  saveDraft(userId, exercise.uuid, { file, code, revision })
const load = (userId: string) => findDraft(userId, exercise.uuid, file)

describe('drafts', () => {
  test('grow by one revision with every save', async () => {
    const { id } = await createPerson()
    expect(await load(id)).toBeNull()
    expect(await save(id, 'a', 0)).toMatchObject({ revision: 1 })
    expect(await save(id, 'b', 1)).toMatchObject({ revision: 2 })
    expect(await load(id)).toMatchObject({ code: 'b', revision: 2 })
  })

  test('two tabs: the second save of the same revision is refused with the first one’s text', async () => {
    const { id } = await createPerson()
    await save(id, 'base', 0)
    await save(id, 'tab one', 1)
    await expect(save(id, 'tab two', 1)).rejects.toMatchObject({
      code: 'draft-conflict',
      status: 409,
      details: { draft: { code: 'tab one', revision: 2 } },
    })
    expect((await load(id))?.code).toBe('tab one')
    expect(await save(id, 'merged', 2)).toMatchObject({ revision: 3 })
  })

  test('of many saves of one revision at once, exactly one wins', async () => {
    const { id } = await createPerson()
    const first = await Promise.allSettled(['a', 'b', 'c', 'd'].map((code) => save(id, code, 0)))
    expect(first.filter((r) => r.status === 'fulfilled')).toHaveLength(1)
    const second = await Promise.allSettled(['e', 'f', 'g', 'h'].map((code) => save(id, code, 1)))
    expect(second.filter((r) => r.status === 'fulfilled')).toHaveLength(1)
    expect((await load(id))?.revision).toBe(2)
  })

  test('a save that is repeated because its answer was lost succeeds', async () => {
    const { id } = await createPerson()
    await save(id, 'a', 0)
    expect(await save(id, 'a', 0)).toMatchObject({ revision: 1 })
    await save(id, 'b', 1)
    expect(await save(id, 'b', 1)).toMatchObject({ revision: 2 })
  })

  test('a revision that never was is refused', async () => {
    const { id } = await createPerson()
    await expect(save(id, 'a', 7)).rejects.toMatchObject({ code: 'draft-conflict', details: { draft: null } })
  })

  test('unfinished code is kept as it is, and what PostgreSQL cannot keep is refused', async () => {
    const { id } = await createPerson()
    await save(id, 'export const x = (((', 0)
    await expect(save(id, 'a\0b', 1)).rejects.toMatchObject({ code: 'invalid-text' })
    expect((await load(id))?.code).toBe('export const x = (((')
  })
})
