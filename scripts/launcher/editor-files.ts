import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type BuildOptions, build, version as esbuildVersion, type Metafile, type Plugin } from 'esbuild'
import { inSteps } from './editor-steps.ts'
import { root } from './root.ts'

const ENTRIES = {
  editor: join(root, 'app/ui/workbench/monaco.ts'),
  vim: join(root, 'app/ui/workbench/monaco-vim.ts'),
}
const PACKAGE = join(root, 'node_modules/monaco-editor')
const ALL = join(root, 'public/monaco')

/** The name of the folder below public/monaco: it changes whenever the editor's files do. */
export function editorKey(): string {
  const hash = createHash('sha256').update(monacoVersion()).update(esbuildVersion)
  hash.update(readFileSync(join(root, 'node_modules/monaco-vim/package.json')))
  const makers = [import.meta.filename, join(import.meta.dirname, 'editor-steps.ts')]
  const ours = ['language', 'colours'].map((part) => join(root, `app/ui/workbench/monaco-${part}.ts`))
  for (const file of [...Object.values(ENTRIES), ...ours, ...makers]) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

/**
 * Bundles the editor (a second or two) unless it is there: served from our own origin, for ever under its name.
 *
 *     editor.js, editor.css, what these load, and what of it to announce (announce.json)
 *     vim.js                                Vim's keys, over the same Monaco
 *     editor.worker.js, ts.worker.js        the language services, as Monaco ships them
 *     LICENSE, ThirdPartyNotices.txt        of Monaco
 */
export async function buildEditor(): Promise<void> {
  const key = editorKey()
  const target = join(ALL, key)
  if (existsSync(target)) return
  const fresh = join(root, `.cache/monaco-${process.pid}`)
  mkdirSync(fresh, { recursive: true })
  const options = {
    outdir: fresh,
    bundle: true,
    format: 'esm',
    // As in .browserslistrc.
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    legalComments: 'linked',
    loader: { '.ttf': 'file' },
    plugins: [onlyWhatIsNamed, sameMonaco],
    logLevel: 'warning',
  } satisfies BuildOptions
  const editor = await inSteps(ENTRIES.editor, options)
  const { metafile } = await build({
    ...options,
    entryPoints: { ...ENTRIES, editor: editor.entry },
    splitting: true,
    minify: true,
    metafile: true,
    plugins: [...options.plugins, editor.plugin],
  })
  writeFileSync(join(fresh, 'announce.json'), JSON.stringify(loadedAtOnce(metafile)))
  const workers = join(PACKAGE, 'min/vs/assets')
  for (const name of ['editor.worker', 'ts.worker']) {
    const file = readdirSync(workers).find((f) => f.startsWith(`${name}-`) && f.endsWith('.js'))
    if (!file)
      throw new Error(
        `monaco-editor ${monacoVersion()} has no ${name}-*.js in min/vs/assets: where is it now?`,
      )
    copyFileSync(join(workers, file), join(fresh, `${name}.js`))
  }
  for (const file of ['LICENSE', 'ThirdPartyNotices.txt'])
    copyFileSync(join(PACKAGE, file), join(fresh, file))
  rmSync(ALL, { recursive: true, force: true })
  mkdirSync(ALL, { recursive: true })
  renameSync(fresh, target)
}

/** Monaco's helper for workers imports every feature there is, for those who take nothing else of it. */
const onlyWhatIsNamed: Plugin = {
  name: 'only-what-is-named',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]internal[\\/]common[\\/]workers\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(/^import '[^']+';$/gm, ''),
      resolveDir: dirname(path),
    }))
  },
}

/** The Vim keys name Monaco's files as its versions before 0.56 did. */
const sameMonaco: Plugin = {
  name: 'same-monaco',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^monaco-editor\/esm\/vs\// }, ({ path, importer, kind }) =>
      resolve(path.replace('monaco-editor/esm/vs/', 'monaco-editor/'), {
        importer,
        kind,
        resolveDir: root,
      }),
    )
  },
}

/** The scripts that `editor.js` imports statically, with itself. */
function loadedAtOnce({ outputs }: Metafile): string[] {
  const entry = Object.keys(outputs).find((file) => file.endsWith('/editor.js'))
  const found = new Set(entry === undefined ? [] : [entry])
  for (const file of found)
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement') found.add(path)
  return [...found].map((file) => file.slice(file.lastIndexOf('/') + 1))
}

function monacoVersion(): string {
  return (JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { version: string }).version
}
