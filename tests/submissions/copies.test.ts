import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { db, transaction } from '../../lib/db/index.ts'
import { getExercise } from '../../lib/exercises/index.ts'
import {
  findDraft,
  findNewestCopy,
  finish,
  KEPT_COPIES_MAX,
  keepCopy,
  listHistory,
  requireCopy,
  restore,
  saveDraft,
} from '../../lib/submissions/index.ts'
import { call, createPerson, setUpWeb } from '../api/harness.ts'
import { someoneWaits } from '../setup/database.ts'
import { exercise, failed, graded, mustClaim, passed, SLUG, submitCode } from './harness.ts'

await setUpWeb()

const file = 'solution.ts'
const { uuid } = exercise
const elsewhere = getExercise('lease').uuid
const keep = (userId: string, code: string, because: 'RESET' | 'RESTORE' | 'CONFLICT' = 'RESET') =>
  keepCopy(userId, uuid, { file, code, because })
const save = (userId: string, code: string, revision: number) =>
  saveDraft(userId, uuid, { file, code, revision })

describe('kept copies', () => {
  test('the same text again is one copy, now the newest: a repeated request keeps nothing twice', async () => {
    const { id } = await createPerson()
    await keep(id, 'first')
    await keep(id, 'second')
    await keep(id, 'first', 'CONFLICT')
    expect(await findNewestCopy(id, uuid)).toMatchObject({ code: 'first', because: 'CONFLICT' })
    expect((await listHistory(id, uuid)).entries).toHaveLength(2)
  })

  test('beyond the most that are kept the oldest goes, and nobody else’s', async () => {
    const [{ id }, other] = [await createPerson(), await createPerson()]
    await keep(other.id, 'theirs')
    for (let n = 0; n <= KEPT_COPIES_MAX; n++) await keep(id, `text ${n}`)
    const rows = await db().keptCopy.findMany({ where: { userId: id }, select: { code: true } })
    expect(rows).toHaveLength(KEPT_COPIES_MAX)
    expect(rows.map((r) => r.code)).not.toContain('text 0')
    expect(await findNewestCopy(other.id, uuid)).toMatchObject({ code: 'theirs' })
  })

  test('are their owner’s, and of their exercise', async () => {
    const [owner, other] = [await createPerson(), await createPerson()]
    await keep(owner.id, 'mine')
    const { id } = (await findNewestCopy(owner.id, uuid))!
    expect(await requireCopy(owner.id, uuid, id)).toMatchObject({ code: 'mine' })
    await expect(requireCopy(other.id, uuid, id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(requireCopy(owner.id, elsewhere, id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(requireCopy(owner.id, uuid, 'nonsense')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('restoring', () => {
  test('puts a submission into the draft, and keeps what stood there in the same step', async () => {
    const { id } = await createPerson()
    const past = await submitCode(id, 'as submitted')
    await save(id, 'in the editor', 0)
    expect(await restore(id, uuid, file, { submission: past })).toMatchObject({
      code: 'as submitted',
      revision: 2,
    })
    const copy = await findNewestCopy(id, uuid)
    expect(copy).toMatchObject({ code: 'in the editor', because: 'RESTORE' })
    // Untouched since: a page may offer to take it back.
    expect((await findDraft(id, uuid, file))?.updatedAt).toEqual(copy?.createdAt)
    expect(await restore(id, uuid, file, { copy: copy!.id })).toMatchObject({ code: 'in the editor' })
  })

  test('a device that did not know of it is told by the revision', async () => {
    const { id } = await createPerson()
    const past = await submitCode(id, 'as submitted')
    await save(id, 'a', 0)
    await restore(id, uuid, file, { submission: past })
    await expect(save(id, 'b', 1)).rejects.toMatchObject({
      code: 'draft-conflict',
      details: { draft: { code: 'as submitted', revision: 2 } },
    })
  })

  test('makes the draft where there was none, and keeps nothing when nothing is replaced', async () => {
    const { id } = await createPerson()
    const past = await submitCode(id, 'as submitted')
    expect(await restore(id, uuid, file, { submission: past })).toMatchObject({ revision: 1 })
    await restore(id, uuid, file, { submission: past })
    expect(await findNewestCopy(id, uuid)).toBeNull()
  })

  test('keeps what another device saves first while it is under way', async () => {
    const { id } = await createPerson()
    const past = await submitCode(id, 'as submitted')
    let restored: Promise<{ code: string }> | undefined
    await transaction(async (tx) => {
      await tx.draft.create({ data: { userId: id, exerciseUuid: uuid, file, code: 'typed elsewhere' } })
      restored = restore(id, uuid, file, { submission: past })
      await someoneWaits()
    })
    expect(await restored).toMatchObject({ code: 'as submitted', revision: 2 })
    expect(await findNewestCopy(id, uuid)).toMatchObject({ code: 'typed elsewhere', because: 'RESTORE' })
  })

  test('takes nothing of others, and nothing of another exercise', async () => {
    const [owner, other] = [await createPerson(), await createPerson()]
    const past = await submitCode(owner.id)
    const body = { from: { submission: past } }
    const asked = { as: other, params: { slug: SLUG }, body }
    expect((await call('POST', '/api/drafts/[slug]/restore', asked)).status).toBe(404)
    const wrong = { as: owner, params: { slug: 'lease' }, body }
    expect((await call('POST', '/api/drafts/[slug]/restore', wrong)).status).toBe(404)
    expect(await findDraft(other.id, uuid, file)).toBeNull()
    expect(await findDraft(owner.id, elsewhere, file)).toBeNull()
  })
})

describe('history', () => {
  test.each(['0000-01-01', '+275760-09-13', '-000001-01-01', '1999-12-31', 'nonsense'])(
    'a page from %s on begins at the newest',
    async (at) => {
      const { id } = await createPerson()
      await keep(id, 'kept')
      const { entries } = await listHistory(id, uuid, { before: `${at}~${randomUUID()}` })
      expect(entries).toHaveLength(1)
    },
  )

  test('lists submissions with what came of them among kept copies, newest first, without replays', async () => {
    const { id } = await createPerson()
    const first = await submitCode(id)
    await finish(await mustClaim(first), graded(failed))
    await keep(id, 'kept')
    const second = await submitCode(id, 'export const x = 2')
    await finish(await mustClaim(second), graded(passed))
    const waiting = await submitCode(id, 'export const x = 3')
    const { entries, next } = await listHistory(id, uuid)
    expect(next).toBeNull()
    expect(entries).toMatchObject([
      { kind: 'submission', id: waiting, state: 'QUEUED', outcome: null, property: null, costs: [] },
      { kind: 'submission', id: second, outcome: 'passed', property: null, costs: passed.costs },
      { kind: 'copy', because: 'RESET' },
      { kind: 'submission', id: first, outcome: 'failed', property: 'p', costs: [] },
    ])
    // A list does not carry code or traces.
    expect(JSON.stringify(entries)).not.toMatch(/export const|trace/)
  })

  test('goes on page by page without a gap or a repetition, and shows nobody else’s', async () => {
    const [{ id }, other] = [await createPerson(), await createPerson()]
    for (let n = 0; n < 7; n++) await (n % 2 ? keep(id, `kept ${n}`) : submitCode(id, `code ${n}`).then())
    await keep(other.id, 'theirs')
    const seen: string[] = []
    let before: string | null = null
    do {
      const page = await listHistory(id, uuid, { limit: 3, ...(before ? { before } : {}) })
      seen.push(...page.entries.map((e) => e.id))
      before = page.next
    } while (before)
    const all = (await listHistory(id, uuid)).entries.map((e) => e.id)
    expect(seen).toEqual(all)
    expect(new Set(all).size).toBe(7)
    expect((await listHistory(other.id, uuid)).entries).toHaveLength(1)
  })
})
