import { afterAll, expect, inject } from 'vitest'
import { db, disconnect, stopListening } from '../../lib/db/index.ts'
import { createEmptyDatabase, createScratchDatabase, type ScratchDatabase } from './scratch.ts'

/**
 * A fresh, migrated database for the calling test file; dropped when the file is done.
 *
 *     const { url } = await createTestDatabase() // at the top of the file, or in beforeAll
 *
 * `DATABASE_URL` names it from then on, so `db()` of lib/db works on it, too. It lives on the embedded test server, or
 * on the server that `DATABASE_URL` named when the tests were started. `{ empty: true }` leaves the migrations out.
 */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<ScratchDatabase> {
  const server = inject('testServer')
  const database = await (options.empty ? createEmptyDatabase(server) : createScratchDatabase(server))
  process.env.DATABASE_URL = database.url
  afterAll(async () => {
    await Promise.all([disconnect(), stopListening()])
    delete process.env.DATABASE_URL
    await database.drop()
  })
  return database
}

/** Resolves once some statement on this database waits for a lock: what was started has come as far as it can. */
export async function someoneWaits(): Promise<void> {
  const waiting = async () => {
    const [row] = await db().$queryRaw<{ n: number }[]>`
      select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`
    return row?.n
  }
  await expect.poll(waiting, { timeout: 10_000 }).toBe(1)
}
