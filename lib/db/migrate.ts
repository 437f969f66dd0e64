import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'

/** prisma/migrations of this checkout. The web build moves modules and leaves them without a folder of their own. */
export const MIGRATIONS_DIR = resolve(
  import.meta.dirname ?? join(process.cwd(), 'lib/db'),
  '../../prisma/migrations',
)

export interface Migration {
  /** Folder name, `<timestamp>_<what>`; the order of names is the order of application. */
  name: string
  sql: string
  /** SHA-256 of the SQL, as Prisma computes it. */
  checksum: string
}

/** The database and this checkout disagree in a way that only a person can settle. */
export class MigrationRefused extends Error {}

// The number Prisma's own `migrate deploy` locks, so that the two exclude each other.
const ADVISORY_LOCK = 72707369

/**
 * Brings the database at `url` to the state of this checkout: the SQL files that it has not seen, each in a
 * transaction of its own, then the queue's tables. Resolves to the names of the migrations applied now. Any number of
 * processes may call it at once. Throws MigrationRefused when an applied file was edited or is missing here.
 */
export async function migrate(url: string, dir: string = MIGRATIONS_DIR): Promise<string[]> {
  const migrations = await readMigrations(dir)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK])
    await client.query(CREATE_RECORD)
    const pending = pendingMigrations(migrations, await appliedMigrations(client))
    for (const migration of pending) await apply(client, migration)
    // Loaded here, so that a web process that only asks for the client does not pay for the queue.
    const { runMigrations } = await import('graphile-worker')
    await runMigrations({ connectionString: url })
    return pending.map((migration) => migration.name)
  } finally {
    // Ending the session also lets go of the lock.
    await client.end()
  }
}

/** The migrations of `dir` in their order. */
export async function readMigrations(dir: string = MIGRATIONS_DIR): Promise<Migration[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return await Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(dir, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

interface AppliedRow {
  migration_name: string
  checksum: string
  finished_at: Date | null
}

async function appliedMigrations(client: pg.Client): Promise<AppliedRow[]> {
  const result = await client.query<AppliedRow>(
    'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null order by migration_name',
  )
  return result.rows
}

function pendingMigrations(migrations: readonly Migration[], applied: readonly AppliedRow[]): Migration[] {
  const here = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const row of applied) {
    const migration = here.get(row.migration_name)
    if (!migration) {
      throw new MigrationRefused(
        `The database has migration ${row.migration_name}, this checkout does not: the database is newer. Update the checkout.`,
      )
    }
    if (row.finished_at === null) {
      throw new MigrationRefused(
        `Migration ${row.migration_name} was begun by another tool and never finished. ` +
          'Repair the database by hand, then set rolled_back_at or finished_at of its row in _prisma_migrations.',
      )
    }
    if (row.checksum !== migration.checksum) {
      throw new MigrationRefused(
        `Migration ${row.migration_name} was edited after it had been applied (checksum ${migration.checksum.slice(0, 12)} came, ` +
          `${row.checksum.slice(0, 12)} was expected). Restore the file and put the change into a new migration: npm run migrate:new -- <name>.`,
      )
    }
  }
  const done = new Set(applied.map((row) => row.migration_name))
  return migrations.filter((migration) => !done.has(migration.name))
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.sql)
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${migration.name} failed and was undone: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

// Prisma's own table, column for column, so that its command line agrees with us wherever it can run.
const CREATE_RECORD = `
  create table if not exists _prisma_migrations (
    id                  varchar(36) primary key not null,
    checksum            varchar(64) not null,
    finished_at         timestamptz,
    migration_name      varchar(255) not null,
    logs                text,
    rolled_back_at      timestamptz,
    started_at          timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`
