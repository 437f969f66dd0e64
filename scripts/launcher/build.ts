import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildEditor, editorKey } from './editor-files.ts'
import type { Lifetime } from './lifetime.ts'
import { dist, root } from './root.ts'
import { Refusal } from './settings.ts'
import { runToEnd } from './supervise.ts'

/** The Next command line. */
export const NEXT = join(root, 'node_modules/next/dist/bin/next')

const STAMP = join(dist, 'built-from')
// Next writes this last.
const BUILD_ID = join(dist, 'BUILD_ID')

// Whatever is not named here is taken to be an input of the build: a rebuild too many beats a stale page.
const NO_INPUT = new Set([
  ...[
    'node_modules',
    '.next',
    '.git',
    '.data',
    '.cache',
    'generated',
    'coverage',
    'tests',
    'docs',
    'scripts',
  ],
  ...['public/monaco', 'public/generated', 'next-env.d.ts', '.ci', '.env', 'README.md'],
])

/** Builds the site unless the existing build was made from exactly these sources. */
export async function buildIfNeeded(lifetime: Lifetime, env: NodeJS.ProcessEnv): Promise<void> {
  await buildEditor()
  const wanted = hashSources()
  if (existsSync(STAMP) && existsSync(BUILD_ID) && readFileSync(STAMP, 'utf8') === wanted) return
  console.log('Building the site (only after a change) ...')
  rmSync(STAMP, { force: true })
  const log = join(root, '.cache/build.log') // Next empties its own folder
  rmSync(log, { force: true })
  const code = await runToEnd(lifetime, {
    name: 'build',
    args: [NEXT, 'build'],
    env: { ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    log,
    graceMs: 1_000,
  })
  if (code !== 0 || !existsSync(BUILD_ID))
    throw new Refusal(`The build failed (exit ${code}):\n\n${readFileSync(log, 'utf8').trim()}`)
  writeFileSync(STAMP, wanted)
}

function hashSources(): string {
  const hash = createHash('sha256').update(process.version).update(editorKey())
  const visit = (folder: string) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (NO_INPUT.has(path) || entry.name.endsWith('.tsbuildinfo')) continue
      if (entry.isDirectory()) visit(path)
      else if (entry.isFile())
        hash
          .update(path)
          .update('\0')
          .update(readFileSync(join(root, path)))
          .update('\0')
    }
  }
  visit('')
  return hash.digest('hex')
}
