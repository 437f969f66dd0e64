import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'

export const SCHEMA = join(root, 'prisma/schema.prisma')
export const MIGRATIONS_DIR = join(root, 'prisma/migrations')

/** Beside each migration.sql: the schema as it was then, from which the next migration is computed. */
export const SNAPSHOT = 'snapshot.prisma'

/** The schema that the newest migration leads to; undefined when there is none yet. */
export function lastSnapshot(): string | undefined {
  if (!existsSync(MIGRATIONS_DIR)) return undefined
  const folders = readdirSync(MIGRATIONS_DIR, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const last = folders
    .map((entry) => entry.name)
    .sort()
    .at(-1)
  return last && readFileSync(join(MIGRATIONS_DIR, last, SNAPSHOT), 'utf8')
}
