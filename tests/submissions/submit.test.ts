import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { cancel, claim, finish, replay, requireSubmission, submit } from '../../lib/submissions/index.ts'
import { createPerson, setUpWeb } from '../api/harness.ts'
import { exercise, failed, graded, jobsOf, mustClaim, passed, rowOf, SLUG, submitCode } from './harness.ts'

await setUpWeb()

const input = (code: string, idempotencyKey: string = randomUUID()) => ({ slug: SLUG, code, idempotencyKey })

describe('a submission', () => {
  test('is stored together with its job', async () => {
    const { id: userId } = await createPerson()
    const { id, repeated, suite } = await submit(userId, input('a'))
    expect(repeated).toBe(false)
    expect(suite).toEqual({ version: exercise.version, hash: exercise.suiteHash, changed: false })
    expect(await rowOf(id)).toMatchObject({
      state: 'QUEUED',
      code: 'a',
      tries: 0,
      exerciseUuid: exercise.uuid,
    })
    expect(await jobsOf(id)).toEqual([{ locked_by: null }])
  })

  test('under the same key is the same submission, however often and however fast it comes', async () => {
    const { id: userId } = await createPerson()
    const twice = input('a')
    const answers = await Promise.all(Array.from({ length: 8 }, () => submit(userId, twice)))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1)
    expect(await jobsOf(answers[0]!.id)).toHaveLength(1)
  })

  test('under the key of another request is refused and changes nothing', async () => {
    const { id: userId } = await createPerson()
    const first = input('a')
    const { id } = await submit(userId, first)
    await expect(submit(userId, { ...first, code: 'b' })).rejects.toMatchObject({
      code: 'idempotency-conflict',
    })
    expect((await rowOf(id)).code).toBe('a')
  })

  test('keys of different people do not meet', async () => {
    const [ada, bob] = [await createPerson(), await createPerson()]
    const key = randomUUID()
    const [a, b] = [await submit(ada.id, input('a', key)), await submit(bob.id, input('b', key))]
    expect(a.id).not.toBe(b.id)
  })

  test('says when the suite is not the one that the page showed', async () => {
    const { id: userId } = await createPerson()
    const seen = (suiteHash: string) => submit(userId, { ...input('a'), suiteHash })
    expect((await seen(exercise.suiteHash)).suite.changed).toBe(false)
    expect((await seen('an older one')).suite).toEqual({
      version: exercise.version,
      hash: exercise.suiteHash,
      changed: true,
    })
  })

  test('number seven in the queue of one person is refused until one is done', async () => {
    const { id: userId } = await createPerson()
    const ids = []
    for (let i = 0; i < 6; i++) ids.push(await submitCode(userId))
    await expect(submitCode(userId)).rejects.toMatchObject({ code: 'too-many-running', status: 429 })
    await cancel(userId, ids[0]!)
    await submitCode(userId)
  })

  test('of many at the same moment no more are taken than of many in a row', async () => {
    const { id: userId } = await createPerson()
    const all = await Promise.allSettled(Array.from({ length: 12 }, () => submitCode(userId)))
    expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(6)
  })
})

describe('source that cannot be graded is refused with its place', () => {
  test.each([
    ['a NUL', 'const a = 1\nconst b = "\0"', 'Line 2, column 12 has a NUL character (U+0000)'],
    [
      'a lone high surrogate',
      'ab\uD83D',
      'Line 1, column 3 has half a character (the lone surrogate U+D83D)',
    ],
    [
      'a lone low surrogate',
      '\n\n \uDE00x',
      'Line 3, column 2 has half a character (the lone surrogate U+DE00)',
    ],
  ])('%s', async (_, code, message) => {
    const { id: userId } = await createPerson()
    const refused = submit(userId, input(code))
    await expect(refused).rejects.toMatchObject({ code: 'invalid-text', status: 400 })
    await expect(refused).rejects.toThrow(message)
  })

  test('whole characters beyond the first plane are kept exactly', async () => {
    const { id: userId } = await createPerson()
    const code = '// \u{1F600} \u4E2D\u6587 e\u0301 \u2028'
    expect((await rowOf(await submitCode(userId, code))).code).toBe(code)
  })

  test('exactly 100 KB is accepted, one byte more is not', async () => {
    const { id: userId } = await createPerson()
    await submitCode(userId, 'é'.repeat(51_200))
    const refused = submitCode(userId, `${'é'.repeat(51_200)}x`)
    await expect(refused).rejects.toMatchObject({ code: 'source-too-large', status: 413 })
    await expect(refused).rejects.toThrow('102,401 bytes; at most 102,400 (100 KB)')
  })

  test('an exercise that does not exist is named', async () => {
    const { id: userId } = await createPerson()
    const refused = submit(userId, { ...input('a'), slug: '../secrets' })
    await expect(refused).rejects.toMatchObject({ code: 'unknown-exercise', status: 404 })
    await expect(refused).rejects.toThrow("There is no exercise '../secrets'")
  })
})

describe('cancelling', () => {
  test('a queued submission ends it at once, and its job is gone', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    expect(await cancel(userId, id)).toBe('cancelled')
    expect(await cancel(userId, id)).toBe('cancelled')
    expect(await rowOf(id)).toMatchObject({ state: 'CANCELLED', verdict: null, outcome: null })
    expect(await jobsOf(id)).toEqual([])
    expect(await claim(id, 'w1')).toBeNull()
  })

  test('comes too late once there is a verdict', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    await finish(await mustClaim(id), graded(passed))
    await expect(cancel(userId, id)).rejects.toMatchObject({ code: 'already-finished' })
  })
})

describe('a replay', () => {
  const failedSubmission = async () => {
    const person = await createPerson()
    const id = await submitCode(person.id, 'as submitted')
    await finish(await mustClaim(id), graded(failed))
    return { userId: person.id, id }
  }

  test('has the seed and the faults of the shown run, less those left out', async () => {
    const { userId, id } = await failedSubmission()
    const { id: again } = await replay(userId, id, { idempotencyKey: randomUUID(), withoutFaults: ['f2'] })
    const held = await mustClaim(again)
    expect(held).toMatchObject({ kind: 'REPLAY', seed: 'storm#7', code: 'as submitted' })
    expect(held.faults).toEqual([{ id: 'f1', op: 'crash', node: 'n1', at: 5, until: null }])
  })

  test('may have edited code, and another edit needs another key', async () => {
    const { userId, id } = await failedSubmission()
    const first = { idempotencyKey: randomUUID(), withoutFaults: [], code: 'edited' }
    const { id: again } = await replay(userId, id, first)
    expect((await replay(userId, id, first)).id).toBe(again)
    expect((await requireSubmission(userId, again)).code).toBe('edited')
    await expect(replay(userId, id, { ...first, code: 'edited twice' })).rejects.toMatchObject({
      code: 'idempotency-conflict',
    })
  })

  test('takes no fault that the shown run did not have', async () => {
    const { userId, id } = await failedSubmission()
    const refused = replay(userId, id, { idempotencyKey: randomUUID(), withoutFaults: ['f9'] })
    await expect(refused).rejects.toThrow("'f9' came; this run has the faults f1, f2")
  })

  test('needs a failed submission of one’s own', async () => {
    const { id } = await failedSubmission()
    const other = await createPerson()
    const asked = { idempotencyKey: randomUUID(), withoutFaults: [] }
    await expect(replay(other.id, id, asked)).rejects.toMatchObject({ code: 'not-found' })
    const queued = await submitCode(other.id)
    await expect(replay(other.id, queued, asked)).rejects.toMatchObject({ code: 'nothing-to-replay' })
  })
})
