import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { db } from '../../lib/db/index.ts'
import { findProgress } from '../../lib/progress/index.ts'
import { cancel, liveWorkers, replay } from '../../lib/submissions/index.ts'
import { Cable } from '../api/cable.ts'
import { createPerson, setUpWeb } from '../api/harness.ts'
import { attemptsOf, exercise, follow, rowOf, SLUG, submitCode } from '../submissions/harness.ts'
import { ENDLESS, eventually, exitOf, holderOf, spawnWorker, startWorker } from './harness.ts'

const { url } = await setUpWeb()

const folder = join(import.meta.dirname, '../../exercises', SLUG)
const solution = readFileSync(join(folder, 'solution.ts'), 'utf8')
const starter = readFileSync(join(folder, 'starter.ts'), 'utf8')

describe('a worker', () => {
  test('grades the reference: queued, exploring, passed, and the progress is kept', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId, solution)
    const { events, until } = await follow(userId, id)
    expect(events.map(({ type }) => type)).toEqual(['queued'])
    await startWorker()
    const over = await until('over')
    expect(over.verdict).toMatchObject({ outcome: 'passed' })
    expect(over.suiteHash).toBe(exercise.suiteHash)
    const types = events.map(({ type }) => type)
    expect(types).toEqual(
      [...types].sort(
        (a, b) => ['queued', 'exploring', 'over'].indexOf(a) - ['queued', 'exploring', 'over'].indexOf(b),
      ),
    )
    expect(types.filter((type) => type === 'exploring').length).toBeGreaterThan(0)
    expect(await findProgress(userId, exercise.uuid)).toMatchObject({ state: 'PASSED', attempts: 1 })
    expect(await rowOf(id)).toMatchObject({
      engineVersion: exercise.engineVersion,
      suiteVersion: exercise.version,
      tries: 1,
    })
    // The job is done with, too.
    await eventually(
      () => db().$queryRaw<unknown[]>`select 1 from graphile_worker.jobs`,
      (jobs) => jobs.length === 0,
    )
  })

  test('replays a failure: the same seed fails again, fixed code passes it, and only the submission counts', async () => {
    const { id: userId } = await createPerson()
    await startWorker()
    const id = await submitCode(userId, starter)
    const { verdict } = await (await follow(userId, id)).until('over')
    if (verdict?.outcome !== 'failed') throw new Error(`the starter must fail, it ${verdict?.outcome}`)

    const again = await replay(userId, id, { idempotencyKey: randomUUID(), withoutFaults: [] })
    const same = (await (await follow(userId, again.id)).until('over')).verdict
    expect(same).toMatchObject({
      outcome: 'failed',
      property: verdict.property,
      seed: verdict.seed,
      because: verdict.because,
    })

    const edited = await replay(userId, id, {
      idempotencyKey: randomUUID(),
      withoutFaults: [],
      code: solution,
    })
    expect((await (await follow(userId, edited.id)).until('over')).verdict).toMatchObject({
      outcome: 'passed',
    })
    expect(await findProgress(userId, exercise.uuid)).toMatchObject({ state: 'ATTEMPTED', attempts: 1 })
  })

  test("leaves a lane to others: one person's endless code holds one, not both", async () => {
    const [ada, bob] = [await createPerson(), await createPerson()]
    const endless = [await submitCode(ada.id, ENDLESS), await submitCode(ada.id, ENDLESS)]
    const id = await submitCode(bob.id, solution)
    await startWorker({ GRADER_CONCURRENCY: '2' })
    const { verdict } = await (await follow(bob.id, id)).until('over')
    expect(verdict).toMatchObject({ outcome: 'passed' })
    const { finishedAt } = await rowOf(id)
    const second = (await Promise.all(endless.map(rowOf))).filter(
      (row) => row.startedAt === null || row.startedAt >= finishedAt!,
    )
    expect(second).toHaveLength(1)
    for (const each of endless) await cancel(ada.id, each)
  })

  test('stops a running submission when it is cancelled, and takes the next', async () => {
    const { id: userId } = await createPerson()
    await startWorker()
    const endless = await submitCode(userId, ENDLESS)
    const { until } = await follow(userId, endless)
    await until('exploring')
    expect(await cancel(userId, endless)).toBe('cancelling')
    expect(await until('over')).toMatchObject({ state: 'CANCELLED', verdict: null })
    expect(await attemptsOf(userId)).toBe(0)
    const next = await submitCode(userId, solution)
    expect((await (await follow(userId, next)).until('over')).verdict?.outcome).toBe('passed')
  })

  test('that is told to stop gives its work back without using up a try, and leaves the list', async () => {
    const { id: userId } = await createPerson()
    const worker = await startWorker()
    const id = await submitCode(userId, ENDLESS)
    await (await follow(userId, id)).until('exploring')
    expect(await worker.stop()).toBe(0)
    expect(await rowOf(id)).toMatchObject({ state: 'QUEUED', tries: 0 })
    expect((await liveWorkers()).map(({ id }) => id)).not.toContain(worker.id)
    await cancel(userId, id)
  })

  test('is on the list with its cage and its metrics', async () => {
    const worker = await startWorker()
    const listed = (await liveWorkers()).find(({ id }) => id === worker.id)
    expect(listed).toMatchObject({
      concurrency: 1,
      status: { cage: expect.any(String), present: expect.any(Array), missing: expect.any(Array) },
    })
    expect(JSON.stringify(listed?.metrics)).toContain('faultline_queue_wait_ms')
  })
})

test('a verdict that is ready while the database is away is recorded when it is back', async () => {
  const { id: userId } = await createPerson()
  const cable = new Cable(url)
  await cable.plug()
  onTestFinished(() => cable.pull())
  const worker = await startWorker({ DATABASE_URL: cable.url, LOG_LEVEL: 'debug' })
  const claimed = worker.says('"claimed"')
  const id = await submitCode(userId, ENDLESS)
  const { until } = await follow(userId, id)
  // The database tells of a claim before the worker knows that it has it.
  await claimed
  await cable.pull()
  await worker.says('what came out is kept')
  await cable.plug()
  expect((await until('over')).verdict).toMatchObject({ outcome: 'exceeded', limit: 'time' })
  expect(await rowOf(id)).toMatchObject({ state: 'DONE', tries: 1 })
  expect(await attemptsOf(userId)).toBe(1)
})

test('a claim whose answer was lost on its way is given back, and graded', async () => {
  const { id: userId } = await createPerson()
  const id = await submitCode(userId, solution)
  const { until } = await follow(userId, id)
  // As the database has it when a claim is recorded and the connection breaks before the worker hears of it.
  await db().$executeRaw`select graphile_worker.remove_job(${id})`
  await db().submission.update({
    where: { id, userId },
    data: { state: 'RUNNING', fence: 1, tries: 1, startedAt: new Date(0), workerId: 'not here yet' },
  })
  const worker = await startWorker()
  await db().submission.update({ where: { id, userId }, data: { workerId: worker.id } })
  expect((await until('over')).verdict).toMatchObject({ outcome: 'passed' })
  expect(await rowOf(id)).toMatchObject({ state: 'DONE', tries: 1, fence: 2 })
})

describe('a worker that is killed', () => {
  test('mid-grade loses its submission to another one, and the verdict is recorded once', async () => {
    const { id: userId } = await createPerson()
    const [first, second] = [await startWorker(), await startWorker()]
    const id = await submitCode(userId, ENDLESS)
    const { events, until } = await follow(userId, id)
    await until('exploring')
    const holder = await holderOf(id)
    const victim = holder === first.id ? first : second
    const survivor = victim === first ? second : first
    await victim.kill()
    expect(
      await eventually(
        () => holderOf(id),
        (held) => held === survivor.id,
      ),
    ).toBe(survivor.id)
    const over = await until('over')
    expect(over.verdict).toMatchObject({ outcome: 'exceeded', limit: 'time' })
    expect(events.filter(({ type }) => type === 'over')).toHaveLength(1)
    expect(await rowOf(id)).toMatchObject({ state: 'DONE', tries: 2, fence: 2 })
    expect(await attemptsOf(userId)).toBe(1)
  }, 60_000)

  test('three times on one submission quarantines it as our fault, and no attempt is counted', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId, ENDLESS)
    const { until } = await follow(userId, id)
    for (let tries = 1; tries <= 3; tries++) {
      const victim = await startWorker()
      await eventually(
        () => holderOf(id),
        (held) => held === victim.id,
      )
      await victim.kill()
    }
    await startWorker()
    expect(await until('over')).toMatchObject({
      state: 'QUARANTINED',
      verdict: { outcome: 'our-fault', kind: 'crashed' },
    })
    expect(await attemptsOf(userId)).toBe(0)
  }, 60_000)
})

describe('a worker refuses to start', () => {
  const production = {
    APP_ORIGIN: 'https://learn.example.org',
    AUTH_URL: '',
    AUTH_SECRET: process.env.AUTH_SECRET ?? '',
  }

  test('in production with a weak secret, and says why', async () => {
    const { code, output } = await exitOf(spawnWorker({ ...production, AUTH_SECRET: 'short' }))
    expect(code).toBe(2)
    expect(output).toContain('AUTH_SECRET has 5 characters, 32 are the least')
  })

  test('in production without a cage, unless it is told to', async () => {
    const bare = { ...production, GRADER_CAGES: 'none' }
    const { code, output } = await exitOf(spawnWorker(bare))
    expect(code).toBe(2)
    expect(output).toContain('This machine cannot cage learner code')
    expect(output).toContain('FAULTLINE_ALLOW_INSECURE=no-cage')
    const told = await startWorker({ ...bare, FAULTLINE_ALLOW_INSECURE: 'no-cage' })
    expect(await told.stop()).toBe(0)
  })
})
