import { decode, encode } from 'next-auth/jwt'
import { config } from '../config/index.ts'
import { db, type Role } from '../db/index.ts'
import { SESSION_MAX_AGE_S, sessionCookieName } from './cookies.ts'

export interface SessionUser {
  id: string
  email: string
  name: string | null
  role: Role
  sessionVersion: number
}

/** `ended`: there is a cookie, but it is expired, forged, or of a session that was ended elsewhere. */
export type SessionResult = { user: SessionUser; ended: false } | { user: null; ended: boolean }

/**
 * The account that a `Cookie` header belongs to, read from the database at every call: a role that was taken away or
 * a session that was ended elsewhere takes effect with the next request.
 */
export async function findSession(cookieHeader: string | null): Promise<SessionResult> {
  const name = sessionCookieName(config().https)
  const cookie = readCookie(cookieHeader ?? '', name)
  if (!cookie) return { user: null, ended: false }
  const claims = await decode({ token: cookie, secret: config().secret, salt: name }).catch(() => null)
  const version = versionOf(claims)
  if (!claims?.sub || version === undefined) return { user: null, ended: true }
  const user = await db().user.findUnique({
    where: { id: claims.sub, sessionVersion: version },
    select: { id: true, email: true, name: true, role: true, sessionVersion: true },
  })
  return user ? { user, ended: false } : { user: null, ended: true }
}

/** The session version that a decoded token was made under, if it is one of ours. */
export function versionOf(claims: Readonly<Record<string, unknown>> | null): number | undefined {
  const version = claims?.version
  return typeof version === 'number' ? version : undefined
}

/** `name=value` of the session cookie for `user`, as next-auth makes it. For tests and command-line clients. */
export async function encodeSession(
  user: { id: string; sessionVersion: number },
  maxAgeS = SESSION_MAX_AGE_S,
): Promise<string> {
  const name = sessionCookieName(config().https)
  const token = { sub: user.id, version: user.sessionVersion }
  return `${name}=${await encode({ token, secret: config().secret, salt: name, maxAge: maxAgeS })}`
}

/** Tokens above 4 KB come in numbered pieces; ours hold an id and a number and never get there. */
function readCookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || undefined
  }
  return undefined
}
