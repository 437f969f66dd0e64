import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { MIGRATIONS_DIR, MigrationRefused, migrate, readMigrations } from '../../lib/db/index.ts'
import { lastSnapshot, SCHEMA } from '../../scripts/launcher/migrations.ts'
import { diffDatabase, diffSchemas } from '../../scripts/launcher/schema-engine.ts'
import { createTestDatabase } from '../setup/database.ts'

const folders: string[] = []

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })))
})

describe('migrations of this checkout', () => {
  test('migrations: applied to an empty database they lead exactly to prisma/schema.prisma', async () => {
    const { url } = await createTestDatabase({ empty: true })
    await migrate(url)
    expect(await diffDatabase(url, await readFile(SCHEMA, 'utf8'))).toBe('')
  })

  test('migrations: the live comparison sees a column that the schema does not have', async () => {
    const { url } = await createTestDatabase()
    await query(url, 'alter table "User" add column "surprise" text')
    expect(await diffDatabase(url, await readFile(SCHEMA, 'utf8'))).toContain('DROP COLUMN "surprise"')
  })

  test('migrations: the newest snapshot is the current schema', async () => {
    expect(await diffSchemas(lastSnapshot(), await readFile(SCHEMA, 'utf8'))).toBe('')
  })
})

describe('runner', () => {
  test('runner: a second run applies nothing', async () => {
    const { url } = await createTestDatabase({ empty: true })
    const names = (await readMigrations()).map((migration) => migration.name)
    expect(await migrate(url)).toEqual(names)
    expect(await migrate(url)).toEqual([])
  })

  test('runner: of four that start at once exactly one applies each migration', async () => {
    const { url } = await createTestDatabase({ empty: true })
    const applied = (await Promise.all([1, 2, 3, 4].map(() => migrate(url)))).flat()
    const names = (await readMigrations()).map((migration) => migration.name)
    expect(applied.sort()).toEqual(names)
  })

  test('runner: an edited migration is refused by name', async () => {
    const { url } = await createTestDatabase({ empty: true })
    const dir = await folderWith({ '20200101000000_a': 'create table a (n int);' })
    await migrate(url, dir)
    await writeFile(join(dir, '20200101000000_a/migration.sql'), 'create table a (n bigint);')
    await expect(migrate(url, dir)).rejects.toThrow(MigrationRefused)
    await expect(migrate(url, dir)).rejects.toThrow(/20200101000000_a was edited/)
  })

  test('runner: a database that is newer than the checkout is refused', async () => {
    const { url } = await createTestDatabase()
    const dir = await folderWith({})
    await expect(migrate(url, dir)).rejects.toThrow(/the database is newer/)
  })

  test('runner: a failing migration leaves nothing behind and the earlier ones in place', async () => {
    const { url } = await createTestDatabase({ empty: true })
    const dir = await folderWith({
      '20200101000000_a': 'create table a (n int);',
      '20200101000001_b': 'create table b (n int); create table a (n int);',
    })
    await expect(migrate(url, dir)).rejects.toThrow(
      /20200101000001_b failed and was undone: relation "a" already exists/,
    )
    const tables = await query(url, "select tablename from pg_tables where tablename in ('a', 'b')")
    expect(tables).toEqual([{ tablename: 'a' }])
    await writeFile(join(dir, '20200101000001_b/migration.sql'), 'create table b (n int);')
    expect(await migrate(url, dir)).toEqual(['20200101000001_b'])
  })

  test('runner: its record has the checksums and columns of Prisma itself', async () => {
    const { url } = await createTestDatabase()
    const rows = await query(
      url,
      'select migration_name, checksum, applied_steps_count from _prisma_migrations',
    )
    const here = await readMigrations(MIGRATIONS_DIR)
    expect(rows).toEqual(
      here.map(({ name, checksum }) => ({ migration_name: name, checksum, applied_steps_count: 1 })),
    )
  })
})

async function folderWith(migrations: Record<string, string>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'faultline-migrations-'))
  folders.push(dir)
  for (const [name, sql] of Object.entries(migrations)) {
    await mkdir(join(dir, name))
    await writeFile(join(dir, name, 'migration.sql'), sql)
  }
  return dir
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
