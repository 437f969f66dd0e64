import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { MigrationRefused, migrate } from '../../lib/db/index.ts'
import type { Lifetime } from './lifetime.ts'
import { type EmbeddedServer, holdEmbeddedServer } from './postgres.ts'
import { Refusal, type Settings } from './settings.ts'

const DATABASE = 'faultline'
const OLDEST_SERVER = 15

/** A migrated database for the rest of `lifetime`; resolves to its address. */
export async function openDatabase(lifetime: Lifetime, settings: Settings): Promise<string> {
  const url = settings.databaseUrl ?? (await openEmbedded(lifetime, settings.dataDir))
  await checkServer(url)
  try {
    const applied = await migrate(url)
    if (applied.length > 0) console.log(`Database: applied ${applied.join(', ')}.`)
  } catch (error) {
    throw error instanceof MigrationRefused ? new Refusal(error.message) : error
  }
  return url
}

async function openEmbedded(lifetime: Lifetime, dataDir: string): Promise<string> {
  const dir = join(dataDir, 'pg')
  let server = await holdEmbeddedServer(dir)
  const close = lifetime.closeAtEnd('the database', () => server.release())
  const watch = (current: EmbeddedServer) => {
    void current.lost.then(async () => {
      if (lifetime.ending) return
      console.error('The database is gone; starting it again.')
      await sleep(200)
      try {
        // On the same port, so that the web server and the graders find it where it was.
        server = await holdEmbeddedServer(dir, { port: current.port })
        if (lifetime.ending) return await server.release()
        watch(server)
      } catch (error) {
        console.error(error)
        lifetime.end(1)
      }
    })
  }
  watch(server)
  try {
    await createIfMissing(server.url('postgres'))
  } catch (error) {
    await close()
    throw error
  }
  return server.url(DATABASE)
}

async function createIfMissing(adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await admin.query(`create database ${DATABASE}`)
  } catch (error) {
    const DUPLICATE_DATABASE = '42P04' // another process was first
    if ((error as { code?: string }).code !== DUPLICATE_DATABASE) throw error
  } finally {
    await admin.end()
  }
}

/** Refuses, with what to do, a server that cannot be reached, lacks the database, or is too old. */
async function checkServer(url: string): Promise<void> {
  const { hostname, port, pathname } = new URL(url)
  const where = `${hostname}:${port || 5432}${pathname}`
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    throw new Refusal(
      code === '3D000'
        ? `The server of DATABASE_URL has no database '${pathname.slice(1)}'. Create it, or correct DATABASE_URL.`
        : `The database ${where} cannot be reached (${message || code}). Start it, correct DATABASE_URL, or unset it to use the embedded one.`,
    )
  }
  try {
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version_num') as version",
    )
    const major = Math.floor(Number(rows[0]?.version) / 10_000)
    if (major < OLDEST_SERVER) {
      throw new Refusal(`The database ${where} is PostgreSQL ${major}; ${OLDEST_SERVER} or newer is needed.`)
    }
  } finally {
    await client.end()
  }
}
