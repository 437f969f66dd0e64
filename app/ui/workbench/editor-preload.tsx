import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The editor's scripts load one another, in three steps, after the page has come alive; told of them at once, the
 * browser fetches them meanwhile. Not on touch devices: these get the plain editor.
 */
export function EditorPreload() {
  const base = `/monaco/${process.env.NEXT_PUBLIC_MONACO_VERSION}/vs`
  return scripts().map((file) => (
    <link key={file} rel="preload" as="script" href={`${base}/${file}`} media="(pointer: fine)" />
  ))
}

let found: string[] | undefined

/** What the editor's entry asks for, by its own first line, is hashed by name: hence looked up. */
function scripts(): string[] {
  if (found) return found
  const folder = join(
    /* turbopackIgnore: true */ process.cwd(),
    'public/monaco',
    String(process.env.NEXT_PUBLIC_MONACO_VERSION),
    'vs',
  )
  const entry = readFileSync(join(folder, 'editor/editor.main.js'), 'utf8')
  const parts = readdirSync(folder).filter(
    (file) => file.endsWith('.js') && entry.slice(0, 2000).includes(`"../${file.slice(0, -3)}"`),
  )
  found = ['loader.js', 'editor/editor.main.js', ...parts]
  return found
}
