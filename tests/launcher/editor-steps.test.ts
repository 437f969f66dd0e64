import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { afterAll, expect, test } from 'vitest'
import { inSteps } from '../../scripts/launcher/editor-steps.ts'

// Modules are named by where they really are.
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'faultline-steps-')))
afterAll(() => rmSync(folder, { recursive: true }))

const note = (what: string) => `(globalThis.ran ??= []).push('${what}')`

test('a module in steps runs what it imports in the order of one go, with a pause after each step, and only when it is loaded', async () => {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  write('leaf.js', `${note('leaf')}; export const word = 'leaf'`)
  write('branch.js', `import { word } from './leaf.js'; ${note('branch')}; export const twig = word + '!'`)
  write('other.js', `import './leaf.js'; ${note('other')}`)
  write(
    'entry.js',
    `import './branch.js'; import './other.js'; ${note('entry')}; export * from './branch.js'`,
  )
  const { entry, plugin } = await inSteps(join(folder, 'entry.js'), {
    format: 'esm',
    bundle: true,
    outdir: folder,
  })
  const outfile = join(folder, 'bundle.mjs')
  await build({ entryPoints: [entry], outfile, format: 'esm', bundle: true, minify: true, plugins: [plugin] })

  const { load } = (await import(pathToFileURL(outfile).href)) as {
    load: (pause: () => Promise<void>) => Promise<{ twig: string }>
  }
  const ran: string[] = []
  Object.assign(globalThis, { ran })
  const loaded = await load(async () => {
    ran.push('pause')
  })
  expect(ran).toEqual(['leaf', 'pause', 'branch', 'pause', 'other', 'pause', 'entry'])
  expect(loaded.twig).toBe('leaf!')
})
