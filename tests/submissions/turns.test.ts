import { expect, test } from 'vitest'
import { db } from '../../lib/db/index.ts'
import { cancel, claimNext, finish, requeue, watch } from '../../lib/submissions/index.ts'
import { createPerson, setUpWeb } from '../api/harness.ts'
import { graded, jobsOf, passed, submitCode } from './harness.ts'

await setUpWeb()

/** Submissions in this order, by the initials of who sends them; what one waits for is told by its label: a1, a2, b1 … */
async function queue(...order: string[]) {
  await db().$executeRaw`update "Submission" set "state" = 'CANCELLED' where "state" in ('QUEUED', 'RUNNING')`
  const people = new Map<string, string>()
  const labels = new Map<string, string>()
  const counts = new Map<string, number>()
  const send = async (who: string) => {
    if (!people.has(who)) people.set(who, (await createPerson()).id)
    const n = (counts.get(who) ?? 0) + 1
    counts.set(who, n)
    labels.set(await submitCode(people.get(who)!), `${who}${n}`)
  }
  for (const who of order) await send(who)
  const idOf = (label: string) => [...labels].find(([, l]) => l === label)![0]
  /** Claims as a worker does whose bell was rung for the oldest one that waits, or for `rung`. */
  const next = async (rung?: string) => {
    const held = await claimNext(rung ?? [...labels.keys()][0]!, 'w1')
    return held && { label: labels.get(held.id)!, held, end: () => finish(held, graded(passed)) }
  }
  const waiting = async () =>
    (await db().submission.findMany({ where: { state: 'QUEUED' }, select: { id: true } })).map((s) => s.id)
  return { next, send, idOf, userOf: (who: string) => people.get(who)!, waiting }
}

test('one person gets one lane while others wait, and every lane when nobody does', async () => {
  const q = await queue('a', 'a', 'a', 'b', 'c')
  const served = [await q.next(), await q.next(), await q.next()]
  expect(served.map((s) => s?.label)).toEqual(['a1', 'b1', 'c1'])
  expect((await q.next())?.label).toBe('a2')
  expect((await q.next())?.label).toBe('a3')
  expect(await q.next()).toBeNull()
})

test('lanes that ask at the same moment serve different people', async () => {
  const q = await queue('a', 'a', 'a', 'b', 'c')
  const served = await Promise.all([q.next(), q.next(), q.next()])
  expect(served.map((s) => s?.label).sort()).toEqual(['a1', 'b1', 'c1'])
})

test('on a single lane people take turns, whoever came first with many', async () => {
  const q = await queue('a', 'a', 'a', 'a', 'b', 'b', 'c')
  const order: string[] = []
  for (let s = await q.next(); s; s = await q.next()) {
    order.push(s.label)
    await s.end()
  }
  expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4'])
})

test('nobody starves: newcomers pass those who wait once each', async () => {
  const q = await queue('a', 'a', 'b')
  const order: string[] = []
  for (const newcomer of ['b', 'b', 'b', 'b', 'b', 'b']) {
    const s = await q.next()
    order.push(s!.label)
    await s!.end()
    await q.send(newcomer)
  }
  expect(order.indexOf('a2')).toBeLessThan(3)
})

test('each submission that waits has a job of its own, whichever was rung', async () => {
  const q = await queue('a', 'a', 'a', 'b')
  await q.next(q.idOf('a3'))
  await q.next(q.idOf('a2'))
  expect((await q.waiting()).sort()).toEqual([q.idOf('a2'), q.idOf('a3')].sort())
  for (const id of await q.waiting()) expect(await jobsOf(id)).toEqual([{ locked_by: null }])
  for (const label of ['a1', 'b1']) expect(await jobsOf(q.idOf(label))).toEqual([])
})

test('a submission that is given back waits again, and has its job', async () => {
  const q = await queue('a', 'b')
  const first = await q.next(q.idOf('b1'))
  expect(first?.label).toBe('a1')
  await requeue(first!.held, { counts: true })
  expect(await jobsOf(q.idOf('a1'))).toHaveLength(1)
  expect((await q.next())?.label).toBe('b1')
  expect((await q.next())?.label).toBe('a1')
})

test('the place that is shown is the turn that comes', async () => {
  const q = await queue('a', 'a', 'a', 'b')
  const place = async (who: string, label: string) => {
    let position = 0
    const stop = await watch(q.userOf(who), q.idOf(label), (e) => {
      if (e.type === 'queued') position = e.position
    })
    stop()
    return position
  }
  expect([await place('a', 'a1'), await place('b', 'b1'), await place('a', 'a2')]).toEqual([1, 2, 3])
  await cancel(q.userOf('b'), q.idOf('b1'))
  expect(await place('a', 'a2')).toBe(2)
})
