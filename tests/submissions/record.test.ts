import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { db } from '../../lib/db/index.ts'
import { findProgress } from '../../lib/progress/index.ts'
import {
  cancel,
  claim,
  finish,
  finishCancelled,
  heartbeat,
  liveWorkers,
  replay,
  requeue,
  TRIES_MAX,
  takeOver,
} from '../../lib/submissions/index.ts'
import { storable } from '../../lib/submissions/source.ts'
import type { Verdict } from '../../lib/suite/index.ts'
import { createPerson, setUpWeb } from '../api/harness.ts'
import {
  attemptsOf,
  cost,
  exercise,
  failed,
  graded,
  jobsOf,
  mustClaim,
  passed,
  rowOf,
  submitCode,
} from './harness.ts'

await setUpWeb()

const beat = (id: string) => heartbeat({ id, host: 'h', pid: 1, concurrency: 2, status: {}, metrics: [] })
/** As if the worker had been silent for a minute. */
const silence = (id: string) =>
  db().$executeRaw`update "Worker" set "heartbeatAt" = now() - interval '1 minute' where "id" = ${id}`
const age = (id: string) =>
  db().$executeRaw`update "Submission" set "createdAt" = now() - interval '1 minute' where "id" = ${id}::uuid`
/** What graphile-worker does when a worker takes the job. */
const lockJob = (id: string, worker: string) =>
  db()
    .$executeRaw`update graphile_worker._private_jobs set locked_by = ${worker}, locked_at = now(), attempts = attempts + 1 where key = ${id}`

describe('recording', () => {
  test('one worker gets a submission, however many ask', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    const claims = await Promise.all(Array.from({ length: 6 }, (_, i) => claim(id, `w${i}`)))
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect((await rowOf(id)).tries).toBe(1)
  })

  test('a verdict is recorded once, and so is the attempt', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    const held = await mustClaim(id)
    const recorded = await Promise.all([
      finish(held, graded(failed)),
      finish(held, graded(failed)),
      finish(held, graded(passed)),
    ])
    expect(recorded.filter(Boolean)).toHaveLength(1)
    expect(await attemptsOf(userId)).toBe(1)
  })

  test('a stale claim is refused, before and after the new holder has finished', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    const slow = await mustClaim(id, 'slow')
    await requeue(slow, { counts: true })
    expect(await finish(slow, graded(failed))).toBe(false)
    const fast = await mustClaim(id, 'fast')
    expect(fast.fence).toBeGreaterThan(slow.fence)
    expect(await finish(slow, graded(failed))).toBe(false)
    expect(await finishCancelled(slow)).toBe(false)
    expect(await requeue(slow, { counts: true })).toBe('lost')
    expect(await finish(fast, graded(passed))).toBe(true)
    expect(await finish(slow, graded(failed))).toBe(false)
    expect(await rowOf(id)).toMatchObject({ state: 'DONE', outcome: 'passed' })
    expect(await attemptsOf(userId)).toBe(1)
  })

  test('verdicts at the same moment all count', async () => {
    const { id: userId } = await createPerson()
    const held = await Promise.all(
      (await Promise.all([1, 2, 3, 4].map(() => submitCode(userId)))).map((id) => mustClaim(id)),
    )
    await Promise.all(held.map((one) => finish(one, graded(failed))))
    expect(await attemptsOf(userId)).toBe(4)
  })

  test.each<[string, Verdict, number]>([
    ['passed', passed, 1],
    ['failed', failed, 1],
    ['exceeded', { outcome: 'exceeded', limit: 'time', message: 'm', ms: 1 }, 1],
    ['rejected', { outcome: 'rejected', reason: 'compile', message: 'm' }, 0],
    ['our-fault', { outcome: 'our-fault', kind: 'vacuous', message: 'm', ms: 1 }, 0],
  ])('%s counts as %s attempts: %i', async (_, verdict, attempts) => {
    const { id: userId } = await createPerson()
    await finish(await mustClaim(await submitCode(userId)), graded(verdict))
    expect(await attemptsOf(userId)).toBe(attempts)
  })

  test('what a vacuous suite did not show is not recorded: a learner would read it', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    const vacuous = { outcome: 'our-fault', kind: 'vacuous', message: 'm', ms: 1 } as const
    await finish(await mustClaim(id), graded({ ...vacuous, unseen: ['a hidden situation'] }))
    const { verdict } = await db().submission.findUniqueOrThrow({ where: { id }, select: { verdict: true } })
    expect(verdict).toEqual(vacuous)
  })

  test('a replay never counts', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    await finish(await mustClaim(id), graded(failed))
    const again = await replay(userId, id, { idempotencyKey: randomUUID(), withoutFaults: [] })
    await finish(await mustClaim(again.id), graded(passed))
    expect(await findProgress(userId, exercise.uuid)).toMatchObject({
      state: 'ATTEMPTED',
      attempts: 1,
      firstPassedAt: null,
    })
  })

  test('what was passed stays passed, with its first time and its lowest costs', async () => {
    const { id: userId } = await createPerson()
    const submitOnce = async (verdict: Verdict) =>
      finish(await mustClaim(await submitCode(userId)), graded(verdict))
    const costing = (value: number): Verdict => ({ ...passed, costs: [{ ...cost, value }] })
    await submitOnce(costing(4))
    const first = await findProgress(userId, exercise.uuid)
    await submitOnce(costing(3))
    await submitOnce(costing(5))
    await submitOnce(failed)
    const last = await findProgress(userId, exercise.uuid)
    expect(last).toMatchObject({
      state: 'PASSED',
      attempts: 4,
      firstPassedAt: first?.firstPassedAt,
      lastOutcome: 'failed',
    })
    expect(last?.bestCosts.budget?.value).toBe(3)
  })

  test('whatever text a learner’s code produces, the verdict can be stored', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    const nasty = 'a\0b\uD800c\uDFFF\u2028"\\'
    await finish(await mustClaim(id), graded({ outcome: 'exceeded', limit: 'output', message: nasty, ms: 1 }))
    expect((await rowOf(id)).verdict).toMatchObject({ message: 'a\uFFFDb\uFFFDc\uFFFD\u2028"\\' })
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const stored = storable({ [text]: text })
        await db().$queryRaw`select ${JSON.stringify(stored)}::jsonb`
      }),
      { numRuns: 50 },
    )
  })
})

describe('giving up', () => {
  test('after three tries a submission is quarantined as our fault and never counted', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    const became = []
    for (let i = 0; i < TRIES_MAX; i++) became.push(await requeue(await mustClaim(id), { counts: true }))
    expect(became).toEqual(['queued', 'queued', 'quarantined'])
    expect(await rowOf(id)).toMatchObject({
      state: 'QUARANTINED',
      outcome: 'our-fault',
      verdict: { kind: 'crashed' },
    })
    expect(await claim(id, 'w')).toBeNull()
    expect(await attemptsOf(userId)).toBe(0)
  })

  test('a worker that shuts down does not use up a try', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    for (let i = 0; i < 5; i++) expect(await requeue(await mustClaim(id), { counts: false })).toBe('queued')
    expect(await rowOf(id)).toMatchObject({ state: 'QUEUED', tries: 0 })
    expect(await jobsOf(id)).toEqual([{ locked_by: null }])
  })
})

describe('taking over', () => {
  test('the work of a silent worker goes back to the queue with an unlocked job', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    await beat('dead')
    await beat('alive')
    await lockJob(id, 'dead')
    const held = await mustClaim(id, 'dead')
    await takeOver()
    expect((await rowOf(id)).state).toBe('RUNNING')
    await silence('dead')
    expect(await takeOver()).toMatchObject({ workers: ['dead'], queued: 1 })
    expect(await rowOf(id)).toMatchObject({ state: 'QUEUED', tries: 1, workerId: null })
    expect(await jobsOf(id)).toEqual([{ locked_by: null }])
    expect(await finish(held, graded(passed))).toBe(false)
    expect((await liveWorkers()).map((worker) => worker.id)).toEqual(['alive'])
  })

  test('by several workers at the same moment happens once', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    await beat('dead')
    await mustClaim(id, 'dead')
    await silence('dead')
    const taken = await Promise.all(Array.from({ length: 4 }, () => takeOver()))
    expect(taken.reduce((sum, one) => sum + one.queued, 0)).toBe(1)
    expect((await rowOf(id)).tries).toBe(1)
  })

  test('the third death quarantines', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    for (let i = 0; i < TRIES_MAX; i++) {
      await beat(`mortal-${i}`)
      await mustClaim(id, `mortal-${i}`)
      await silence(`mortal-${i}`)
      await takeOver()
    }
    expect(await rowOf(id)).toMatchObject({ state: 'QUARANTINED', tries: TRIES_MAX })
  })

  test('what was cancelled while its worker died is cancelled', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    await beat('dead')
    await mustClaim(id, 'dead')
    expect(await cancel(userId, id)).toBe('cancelling')
    await silence('dead')
    expect(await takeOver()).toMatchObject({ cancelled: 1, queued: 0 })
    expect((await rowOf(id)).state).toBe('CANCELLED')
  })

  test('a waiting submission whose job is lost, or locked by nobody known, is rung again', async () => {
    const { id: userId } = await createPerson()
    const [lost, locked, young] = [
      await submitCode(userId),
      await submitCode(userId),
      await submitCode(userId),
    ]
    await db().$executeRaw`select graphile_worker.remove_job(${lost})`
    await db().$executeRaw`select graphile_worker.remove_job(${young})`
    await lockJob(locked, 'never heard of')
    await age(lost)
    await age(locked)
    expect((await takeOver()).rung).toBe(2)
    expect(await jobsOf(lost)).toEqual([{ locked_by: null }])
    expect(await jobsOf(locked)).toEqual([{ locked_by: null }])
    expect(await jobsOf(young)).toEqual([])
  })
})
