import { describe, expect, test } from 'vitest'
import { db } from '../../lib/db/index.ts'
import { cancel, finish, heartbeat, notifyProgress, requeue, watch } from '../../lib/submissions/index.ts'
import { createPerson, setUpWeb } from '../api/harness.ts'
import { follow, graded, mustClaim, passed, submitCode } from './harness.ts'

await setUpWeb()

describe('watching', () => {
  test('tells position, progress and verdict, and then nothing', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    const { events, until } = await follow(userId, id)
    expect(events).toEqual([{ type: 'queued', position: 1, etaMs: null }])
    const held = await mustClaim(id)
    await until('exploring')
    await notifyProgress(id, 30, 66)
    await until('exploring', ({ done, of }) => done === 30 && of === 66)
    await finish(held, graded(passed))
    expect(await until('over')).toMatchObject({
      state: 'DONE',
      verdict: { outcome: 'passed' },
      suiteVersion: 1,
    })
    expect(events.map(({ type }) => type)).toEqual(['queued', 'exploring', 'exploring', 'over'])
  })

  test('late gives the verdict at once, as often as one looks', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    await finish(await mustClaim(id), graded(passed))
    for (let i = 0; i < 2; i++) {
      const { events } = await follow(userId, id)
      expect(events.map(({ type }) => type)).toEqual(['over'])
    }
  })

  test('while it runs begins with exploring', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    await mustClaim(id)
    expect((await follow(userId, id)).events).toEqual([{ type: 'exploring', done: 0, of: null }])
  })

  test('counts the people in front, and again when the queue moves', async () => {
    const [ada, bob] = [await createPerson(), await createPerson()]
    const front = await submitCode(ada.id)
    const id = await submitCode(bob.id)
    const before = await db().submission.count({ where: { state: 'QUEUED', id: { lte: id } } })
    await heartbeat({ id: 'lanes', host: 'h', pid: 1, concurrency: 2, status: {}, metrics: [] })
    const { events, until } = await follow(bob.id, id)
    expect(events).toMatchObject([{ type: 'queued', position: before }])
    expect(events[0]).toHaveProperty('etaMs', expect.any(Number))
    await cancel(ada.id, front)
    await until('queued', ({ position }) => position === before - 1)
  })

  test('goes back to queued when its worker gives it back', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    const held = await mustClaim(id)
    const { events, until } = await follow(userId, id)
    await requeue(held, { counts: false })
    await until('queued')
    expect(events.map(({ type }) => type)).toEqual(['exploring', 'queued'])
  })

  test('ends with a cancellation', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    const { until } = await follow(userId, id)
    await cancel(userId, id)
    expect(await until('over')).toMatchObject({ state: 'CANCELLED', verdict: null })
  })

  test('misses nothing when the listening connection was lost meanwhile', async () => {
    const { id: userId } = await createPerson()
    const id = await submitCode(userId)
    const { until } = await follow(userId, id)
    // The connection dies and the verdict is recorded before it is back.
    const killed = await db().$queryRaw<unknown[]>`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'faultline-listen' and datname = current_database()`
    expect(killed).toHaveLength(1)
    await finish(await mustClaim(id), graded(passed))
    expect(await until('over')).toMatchObject({ state: 'DONE' })
  })

  test('other people’s submissions are not there', async () => {
    const [ada, bob] = [await createPerson(), await createPerson()]
    const id = await submitCode(ada.id)
    const nothing = () => expect.unreachable('an event reached a stranger')
    await expect(watch(bob.id, id, nothing)).rejects.toMatchObject({ code: 'not-found' })
    await expect(watch(bob.id, 'no-uuid', nothing)).rejects.toMatchObject({ code: 'not-found' })
    await finish(await mustClaim(id), graded(passed))
  })
})
