import { createHash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type BuiltPage, baseHeaders, openBuiltPages, pageHeaders, pagePolicy } from '../headers/index.ts'
import type { Shelf } from './assets.ts'

interface Kept {
  readonly body: Buffer
  readonly tag: string
  readonly policy: string
}

/** Next's own words: its router asks for the same address with one of these set, and wants something else. */
const NEXT_VARY =
  'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch, Accept-Encoding'

/**
 * Pages that were rendered at build time, compressed once and kept: they are the same for everybody, and Next would find out
 * anew for each visitor that they are. Everything that its router asks for stays with Next. `dist` is the folder of the build.
 */
export function openPages(dist: string, o: { https: boolean; sessionCookie: string }): Shelf {
  const find = openBuiltPages(dist)
  const kept = new Map<string, Promise<Kept>>()
  const session = new RegExp(`(?:^|;\\s*)${o.sessionCookie.replaceAll('.', '\\.')}=`)
  const ready = (page: BuiltPage) => {
    const known = kept.get(page.file)
    if (known) return known
    const made = prepare(page, o.https)
    kept.set(page.file, made)
    // What failed once, for want of a file handle say, is tried again for the next visitor.
    made.catch(() => kept.delete(page.file))
    return made
  }
  return async (request, response) => {
    const { method, headers, url = '' } = request
    if (method !== 'GET' || headers.rsc !== undefined || headers['next-action'] !== undefined) return false
    if (!/\bgzip\b/.test(String(headers['accept-encoding']))) return false
    const [path = '', query] = url.split('?', 2)
    // '/learn/' is another address than '/learn', and a query may be one of the router's.
    if (query !== undefined || (path !== '/' && path.endsWith('/'))) return false
    // What Next shows where nothing is has a status of its own.
    const page = path.startsWith('/_') ? undefined : find(path)
    if (!page) return false
    const { body, tag, policy } = await ready(page)
    const signedIn = session.test(headers.cookie ?? '')
    const own = pageHeaders({ policy, requestId: randomUUID(), https: o.https, signedIn, built: true })
    for (const { key, value } of baseHeaders()) response.setHeader(key, value)
    for (const [name, value] of Object.entries(own)) response.setHeader(name, value)
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.setHeader('Vary', NEXT_VARY)
    response.setHeader('ETag', tag)
    if (isKnown(headers['if-none-match'], tag)) {
      response.statusCode = 304
      response.end()
      return true
    }
    response.setHeader('Content-Encoding', 'gzip')
    response.setHeader('Content-Length', body.length)
    response.end(body)
    return true
  }
}

/** Compared weakly (RFC 9110, 13.1.2): a proxy that compresses anew says W/"…" of what it got as "…". */
function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  const tags = ifNoneMatch?.split(',').map((each) => each.trim().replace(/^W\//, ''))
  return tags?.includes(tag) ?? false
}

const toGzip = promisify(gzip)

async function prepare({ file, inline }: BuiltPage, https: boolean): Promise<Kept> {
  const html = await readFile(file)
  return {
    body: await toGzip(html),
    tag: `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`,
    policy: pagePolicy({ inline, https, development: false }),
  }
}
