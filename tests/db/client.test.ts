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
