// Keeps generated/prisma in step with prisma/schema.prisma. Plain JavaScript without dependencies: it runs before the
// product's own Node has been started.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Generates the typed database client when the schema or Prisma's version changed since the last time.
 * @param {string} node path of the Node binary that runs the generator
 */
export function generatePrismaClient(node) {
  const cli = join(root, 'node_modules/prisma')
  const version = JSON.parse(readFileSync(join(cli, 'package.json'), 'utf8')).version
  const schema = readFileSync(join(root, 'prisma/schema.prisma'))
  const wanted = createHash('sha256').update(version).update(schema).digest('hex')
  const stamp = join(root, 'generated/prisma/.generated-from')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const done = spawnSync(node, [join(cli, 'build/index.js'), 'generate'], {
    cwd: root,
    encoding: 'utf8',
    // Every Prisma command wants to download its native engine first. `generate` never runs it, so any existing
    // file will do. Never give this to `migrate`: it then exits 0 without having done anything.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: node,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  })
  if (done.status !== 0) throw new Error(`prisma generate failed:\n${done.stdout}${done.stderr}`)
  writeFileSync(stamp, wanted)
}
