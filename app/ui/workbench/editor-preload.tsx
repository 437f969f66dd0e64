import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The editor's scripts load one another, in steps, after the page has come alive; told of all of them at once, the
 * browser fetches them meanwhile. Not on touch devices: these get the plain editor.
 */
export function EditorPreload() {
  const base = `/monaco/${process.env.NEXT_PUBLIC_MONACO_VERSION}/vs`
  return files().map((file) => (
    <link
      key={file}
      rel="preload"
      as={file.endsWith('.css') ? 'style' : 'script'}
      href={`${base}/${file}`}
      media="(pointer: fine)"
    />
  ))
}

let found: string[] | undefined

const ENTRY = 'editor/editor.main.js'

/** Names hold hashes: hence looked up, by what each script's first line asks for. */
function files(): string[] {
  if (found) return found
  const folder = join(
    /* turbopackIgnore: true */ process.cwd(),
    'public/monaco',
    String(process.env.NEXT_PUBLIC_MONACO_VERSION),
    'vs',
  )
  const language = readdirSync(folder).filter((file) => /^typescript-.*\.js$/.test(file))
  const scripts = new Set([ENTRY, ...language])
  for (const script of scripts) for (const asked of askedBy(folder, script)) scripts.add(asked)
  found = ['loader.js', 'editor/editor.main.css', ...scripts]
  return found
}

function askedBy(folder: string, script: string): string[] {
  const [, list = ''] =
    /^define\("[^"]*",\s*\[([^\]]*)\]/.exec(readFileSync(join(folder, script), 'utf8')) ?? []
  return [...list.matchAll(/"([^"]+)"/g)]
    .map(([, id = '']) =>
      id.endsWith('!') ? `${id.slice('vs/'.length, -1)}.js` : `${join(dirname(script), id)}.js`,
    )
    .filter((file) => existsSync(join(folder, file)))
}
