import { randomBytes, randomUUID } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { sessionCookieName } from './lib/auth/cookies.ts'
import { config as installation } from './lib/config/index.ts'
import { openBuiltPages, pageHeaders, pagePolicy } from './lib/headers/index.ts'

/**
 * Runs before every page: names the request, and allows exactly the inline scripts that Next put into the page. It
 * decides nothing about who may see what; pages and routes do that themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const { https } = installation()
  const development = process.env.NODE_ENV !== 'production'
  const built = development ? undefined : builtPage(request.nextUrl.pathname)
  const nonce = randomBytes(16).toString('base64')
  const inline = built?.inline ?? [`'nonce-${nonce}'`, ...notFoundHashes()]
  const policy = pagePolicy({ inline, https, development })

  const headers = new Headers(request.headers)
  const requestId = randomUUID()
  headers.set('x-request-id', requestId)
  // Next takes the nonce for its scripts from here.
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  const signedIn = request.cookies.has(sessionCookieName(https))
  const own = pageHeaders({ policy, requestId, https, signedIn, built: built !== undefined })
  for (const [name, value] of Object.entries(own)) response.headers.set(name, value)
  return response
}

export const config = {
  // Pages only: not the API, not files.
  matcher: ['/((?!api/|healthz|readyz|_next/|monaco/|generated/|.*\\.[a-z0-9]+$|exercises/[^/]+/runner).*)'],
}

const builtPage = openBuiltPages(process.env.NEXT_DIST_DIR || '.next')

/** What Next shows under any address that does not exist is a static page, too. */
function notFoundHashes(): readonly string[] {
  return process.env.NODE_ENV === 'production' ? (builtPage('/_not-found')?.inline ?? []) : []
}
