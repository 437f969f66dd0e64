import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type NextRequest, NextResponse } from 'next/server'
import { sessionCookieName } from './lib/auth/cookies.ts'
import { config as installation } from './lib/config/index.ts'
import { inlineHashes, pagePolicy, strictTransport } from './lib/headers/index.ts'

/**
 * Runs before every page: names the request, and allows exactly the inline scripts that Next put into the page. It
 * decides nothing about who may see what; pages and routes do that themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const { https } = installation()
  const development = process.env.NODE_ENV !== 'production'
  const built = development ? undefined : hashesOf(request.nextUrl.pathname)
  const nonce = randomBytes(16).toString('base64')
  const inline = built ?? [`'nonce-${nonce}'`, ...notFoundHashes()]
  const policy = pagePolicy({ inline, https, development })

  const headers = new Headers(request.headers)
  const requestId = randomUUID()
  headers.set('x-request-id', requestId)
  // Next takes the nonce for its scripts from here.
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-request-id', requestId)
  if (https) response.headers.set('strict-transport-security', strictTransport)
  // Where scripts of the page can read it: an error page shows it.
  response.headers.set('server-timing', `request;desc="${requestId}"`)
  // A cache between us and people must ask again, after each new version; lib/front adds that cookies matter.
  const signedIn = request.cookies.has(sessionCookieName(https))
  if (signedIn) response.headers.set('cache-control', 'private, no-store')
  else if (built) response.headers.set('cache-control', 'public, max-age=0, must-revalidate')
  return response
}

export const config = {
  // Pages only: not the API, not files.
  matcher: ['/((?!api/|healthz|readyz|_next/|monaco/|generated/|.*\\.[a-z0-9]+$|exercises/[^/]+/runner).*)'],
}

const BUILT = resolve(/* turbopackIgnore: true */ process.env.NEXT_DIST_DIR || '.next')
const known = new Map<string, string[]>()
let staticPages: ReadonlySet<string> | undefined

/** The hashes of a page that was rendered at build time and is served unchanged; undefined for all others. */
function hashesOf(pathname: string): string[] | undefined {
  staticPages ??= readStaticPages()
  const page = pathname === '/' ? '/index' : pathname.replace(/\/$/, '')
  if (!staticPages.has(page === '/index' ? '/' : page)) return undefined
  let hashes = known.get(page)
  if (!hashes) {
    hashes = inlineHashes(
      readFileSync(join(/* turbopackIgnore: true */ BUILT, 'server/app', `${page}.html`), 'utf8'),
    )
    known.set(page, hashes)
  }
  return hashes
}

/** What Next shows under any address that does not exist is a static page, too. */
function notFoundHashes(): string[] {
  return process.env.NODE_ENV === 'production' ? (hashesOf('/_not-found') ?? []) : []
}

/** Only names that the build wrote down become file names, so an address cannot lead out of the folder. */
function readStaticPages(): ReadonlySet<string> {
  const manifest = JSON.parse(
    readFileSync(join(/* turbopackIgnore: true */ BUILT, 'prerender-manifest.json'), 'utf8'),
  ) as {
    routes: Record<string, { initialRevalidateSeconds: number | false; dataRoute: string | null }>
  }
  const pages = Object.entries(manifest.routes).filter(([, route]) => route.dataRoute?.endsWith('.rsc'))
  return new Set(pages.map(([path]) => path))
}
