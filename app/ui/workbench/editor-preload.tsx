import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { headers } from 'next/headers'
import { editorUrl } from './editor-url.ts'

/**
 * Fetches and parses the editor while the page comes alive, behind the page's own scripts. Not on touch devices: these get the
 * plain editor. Chromium does not look at `media` where modules are announced, so phones are told by what they call themselves.
 */
export async function EditorPreload() {
  if (/Mobi|Android/.test((await headers()).get('user-agent') ?? '')) return null
  const fine = { media: '(pointer: fine)', fetchPriority: 'low' } as const
  return (
    <>
      {scripts().map((file) => (
        <link key={file} rel="modulepreload" href={editorUrl(file)} {...fine} />
      ))}
      <link rel="preload" as="style" href={editorUrl('editor.css')} {...fine} />
    </>
  )
}

let found: string[] | undefined

/** What `editor.js` needs before it can run, with itself, as its bundling wrote it down. */
function scripts(): string[] {
  found ??= JSON.parse(
    readFileSync(
      join(/* turbopackIgnore: true */ process.cwd(), 'public', editorUrl('announce.json')),
      'utf8',
    ),
  ) as string[]
  return found
}
