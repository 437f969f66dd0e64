import { beforeAll, describe, expect, test } from 'vitest'
import { db, transaction } from '../../lib/db/index.ts'
import { createTestDatabase } from '../setup/database.ts'

beforeAll(async () => {
  await createTestDatabase()
})

describe('client', () => {
  test('client: answers a query on the test database', async () => {
    const rows = await db().$queryRaw<{ one: number }[]>`select 1 as one`
    expect(rows).toEqual([{ one: 1 }])
  })

  test('transaction: what it wrote is undone when the work throws', async () => {
    await db().$executeRaw`create table t (n int)`
    const failing = transaction(async (tx) => {
      await tx.$executeRaw`insert into t values (1)`
      throw new Error('half way')
    })
    await expect(failing).rejects.toThrow('half way')
    expect(await db().$queryRaw`select n from t`).toEqual([])
  })

  test('transaction: one that takes longer than it may is undone', async () => {
    await db().$executeRaw`create table slow (n int)`
    const open = async () => {
      const rows = await db().$queryRaw<unknown[]>`
        select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`
      return rows.length
    }
    const lasting = transaction(
      async (tx) => {
        await tx.$executeRaw`insert into slow values (1)`
        await expect.poll(open).toBe(0)
        await tx.$queryRaw`select 1`
      },
      { timeoutMs: 300 },
    )
    await expect(lasting).rejects.toMatchObject({ code: 'P2028' })
    expect(await db().$queryRaw`select n from slow`).toEqual([])
  })

  test('transaction: of two that conflict, the loser is run again on what the winner left', async () => {
    await db().$executeRaw`create table counter (n int)`
    await db().$executeRaw`insert into counter values (0)`
    let runs = 0
    const bothHaveRead = Promise.withResolvers<void>()
    let readers = 0
    const increment = () =>
      transaction(
        async (tx) => {
          runs++
          const [row] = await tx.$queryRaw<{ n: number }[]>`select n from counter`
          if (++readers === 2) bothHaveRead.resolve()
          await bothHaveRead.promise
          await tx.$executeRaw`update counter set n = ${row!.n + 1}`
        },
        { isolation: 'Serializable' },
      )
    await Promise.all([increment(), increment()])
    expect(await db().$queryRaw`select n from counter`).toEqual([{ n: 2 }])
    expect(runs).toBe(3)
  })
})
