import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { inlineHashes } from './inline.ts'

/** A page that was rendered at build time and is served unchanged. */
export interface BuiltPage {
  readonly file: string
  /** CSP sources of its inline scripts. */
  readonly inline: readonly string[]
}

/** The pages of the build in folder `dist`, by path without a slash at the end ('/' is the landing page). */
export function openBuiltPages(dist: string): (pathname: string) => BuiltPage | undefined {
  const folder = resolve(/* turbopackIgnore: true */ dist)
  const known = new Map<string, BuiltPage>()
  let paths: ReadonlySet<string> | undefined
  return (pathname) => {
    paths ??= readPaths(folder)
    const path = pathname === '/' ? pathname : pathname.replace(/\/$/, '')
    if (!paths.has(path)) return undefined
    let page = known.get(path)
    if (!page) {
      const file = join(
        /* turbopackIgnore: true */ folder,
        'server/app',
        `${path === '/' ? '/index' : path}.html`,
      )
      page = { file, inline: inlineHashes(readFileSync(/* turbopackIgnore: true */ file, 'utf8')) }
      known.set(path, page)
    }
    return page
  }
}

/** Only names that the build wrote down become file names, so an address cannot lead out of the folder. */
function readPaths(folder: string): ReadonlySet<string> {
  const manifest = JSON.parse(
    readFileSync(join(/* turbopackIgnore: true */ folder, 'prerender-manifest.json'), 'utf8'),
  ) as { routes: Record<string, { dataRoute: string | null }> }
  const pages = Object.entries(manifest.routes).filter(([, route]) => route.dataRoute?.endsWith('.rsc'))
  return new Set(pages.map(([path]) => path))
}
