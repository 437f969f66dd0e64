import { afterAll, inject } from 'vitest'
import { disconnect, stopListening } from '../../lib/db/index.ts'
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
