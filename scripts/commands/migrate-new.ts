// npm run migrate:new -- <name>: writes the SQL that leads from the last migration's schema to prisma/schema.prisma.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { lastSnapshot, MIGRATIONS_DIR, SCHEMA, SNAPSHOT } from '../launcher/migrations.ts'
import { root } from '../launcher/root.ts'
import { diffSchemas } from '../launcher/schema-engine.ts'

const [name, ...rest] = process.argv.slice(2)
if (name === undefined || rest.length > 0 || !/^[a-z0-9]+(_[a-z0-9]+)*$/.test(name)) {
  console.error(
    `Usage: npm run migrate:new -- <name>, lower-case words joined by _ (came: ${[name, ...rest].join(' ') || 'nothing'})`,
  )
  process.exit(2)
}

const schema = readFileSync(SCHEMA, 'utf8')
const sql = await diffSchemas(lastSnapshot(), schema)
if (sql === '') {
  console.log('prisma/schema.prisma says what the last migration left: nothing to write.')
} else {
  const timestamp = new Date().toISOString().replaceAll(/[-:T]|\..*/g, '')
  const folder = join(MIGRATIONS_DIR, `${timestamp}_${name}`)
  const lock = join(MIGRATIONS_DIR, 'migration_lock.toml')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'migration.sql'), `${sql}\n`)
  writeFileSync(join(folder, SNAPSHOT), schema)
  if (!existsSync(lock)) writeFileSync(lock, 'provider = "postgresql"\n')
  console.log(
    `Wrote ${relative(root, folder)}/migration.sql: read it, complete it by hand where needed, commit the folder.`,
  )
}
