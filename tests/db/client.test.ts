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
})
