import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { migrate, parseDatabaseUrl, readMigrations } from '../../lib/db/index.ts'
import { holdEmbeddedServer } from '../../scripts/launcher/postgres.ts'
import { root } from '../../scripts/launcher/root.ts'

/** What every process of one test run needs to make databases; plain data, so it can be handed to workers. */
export interface TestServer {
  /** Names this run; databases whose run is over may be dropped by the next one. */
  runId: string
  /** A database that always exists, of a user who may create others. */
  adminUrl: string
}

export interface ScratchDatabase {
  name: string
  url: string
  drop(): Promise<void>
}

const RUN = 'faultline-run-'
const SCRATCH = 'faultline_t_'
const BASE = 'faultline_base_'

/** The server of `DATABASE_URL`, else our own throw-away one. The returned `release` ends the run. */
export async function openTestServer(): Promise<TestServer & { release(): Promise<void> }> {
  const given = process.env.DATABASE_URL
  const embedded = given
    ? undefined
    : await holdEmbeddedServer(join(root, '.data/pg-test'), { throwAway: true })
  const adminUrl = given ? parseDatabaseUrl(given) : embedded!.url('postgres')
  const runId = randomBytes(4).toString('hex')
  // As long as this session lives, the run does.
  const session = new pg.Client({
    connectionString: adminUrl,
    application_name: RUN + runId,
    keepAlive: true,
  })
  session.on('error', () => undefined)
  await session.connect()
  await dropLeftovers(session)
  return {
    runId,
    adminUrl,
    release: async () => {
      // What a test file did not drop itself, because it was killed or made it inside a test.
      await dropMatching(session, `starts_with(datname, '${SCRATCH}${runId}_')`)
      await session.end()
      await embedded?.release()
    },
  }
}

/** A new database with all migrations applied, copied from a template in 50-70 ms. */
export async function createScratchDatabase(server: TestServer): Promise<ScratchDatabase> {
  const base = await ensureBase(server)
  const name = `${SCRATCH}${server.runId}_${randomBytes(4).toString('hex')}`
  await asAdmin(server.adminUrl, (admin) => admin.query(`create database ${name} template ${base}`))
  return scratch(server, name)
}

/** A new database without anything in it. */
export async function createEmptyDatabase(server: TestServer): Promise<ScratchDatabase> {
  const name = `${SCRATCH}${server.runId}_${randomBytes(4).toString('hex')}`
  await asAdmin(server.adminUrl, (admin) => admin.query(`create database ${name} template template0`))
  return scratch(server, name)
}

function scratch(server: TestServer, name: string): ScratchDatabase {
  const drop = () =>
    asAdmin(server.adminUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`))
  return { name, url: urlOf(server, name), drop: async () => void (await drop()) }
}

/** The template for the current migrations, made once and kept for later runs. */
async function ensureBase(server: TestServer): Promise<string> {
  const migrations = await readMigrations()
  const hash = createHash('sha256')
  for (const { name, checksum } of migrations) hash.update(name).update(checksum)
  const base = BASE + hash.digest('hex').slice(0, 12)
  await asAdmin(server.adminUrl, async (admin) => {
    if (await databaseExists(admin, base)) return
    await admin.query('select pg_advisory_lock(727073691)')
    if (await databaseExists(admin, base)) return
    const fresh = `${SCRATCH}${server.runId}_base`
    await admin.query(`drop database if exists ${fresh} with (force)`)
    await admin.query(`create database ${fresh} template template0`)
    await migrate(urlOf(server, fresh))
    await admin.query(`alter database ${fresh} rename to ${base}`)
  })
  return base
}

/** Databases of runs whose session is over: they were killed. (pg_stat_activity has a column datname, too.) */
async function dropLeftovers(admin: pg.Client): Promise<void> {
  await dropMatching(
    admin,
    `starts_with(datname, '${SCRATCH}') and not exists (
       select from pg_stat_activity
       where application_name = '${RUN}' || split_part(substr(pg_database.datname, ${SCRATCH.length + 1}), '_', 1)
     )`,
  )
}

async function dropMatching(admin: pg.Client, condition: string): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    `select datname from pg_database where ${condition}`,
  )
  for (const { datname } of rows) await admin.query(`drop database if exists ${datname} with (force)`)
}

async function databaseExists(admin: pg.Client, name: string): Promise<boolean> {
  return (await admin.query('select from pg_database where datname = $1', [name])).rowCount === 1
}

async function asAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

function urlOf(server: TestServer, database: string): string {
  const url = new URL(server.adminUrl)
  url.pathname = `/${database}`
  return url.href
}
