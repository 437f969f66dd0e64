import { randomUUID } from 'node:crypto'
import { decode, encode } from 'next-auth/jwt'
import { config } from '../config/index.ts'
import { db, type Role, type Tx } from '../db/index.ts'
import { SESSION_MAX_AGE_S, sessionCookieName } from './cookies.ts'

export interface SessionUser {
  id: string
  email: string
  name: string | null
  role: Role
}

/** `ended`: there is a cookie, but it is expired, forged, or of a session that was ended. */
export type SessionResult = { user: SessionUser; ended: false } | { user: null; ended: boolean }

/**
 * The account that a `Cookie` header belongs to, read from the database at every call: a role that was taken away or
 * a session that was ended, here or elsewhere, takes effect with the next request.
 */
export async function findSession(cookieHeader: string | null): Promise<SessionResult> {
  const cookie = readCookie(cookieHeader ?? '', sessionCookieName(config().https))
  if (!cookie) return { user: null, ended: false }
  const sessionId = sessionIdOf(await decodeToken(cookie))
  const user = sessionId === undefined ? null : await findSessionUser(sessionId)
  return user ? { user, ended: false } : { user: null, ended: true }
}

/** The account of a session that has neither been ended nor expired. One query: every request waits for it. */
export async function findSessionUser(sessionId: string): Promise<SessionUser | null> {
  const [user] = await db().$queryRaw<SessionUser[]>`
    select u."id"::text, u."email", u."name", u."role"::text
    from "Session" s join "User" u on u."id" = s."userId"
    where s."sessionToken" = ${sessionId} and s."expires" > ${new Date()}::timestamptz`
  return user ?? null
}

/** Begins a session of this account and returns its id, which the cookie carries. Sweeps out those that expired. */
export async function createSession(userId: string, maxAgeS = SESSION_MAX_AGE_S): Promise<string> {
  const now = Date.now()
  await db().session.deleteMany({ where: { userId, expires: { lte: new Date(now) } } })
  const { sessionToken } = await db().session.create({
    data: { sessionToken: randomUUID(), userId, expires: new Date(now + maxAgeS * 1000) },
    select: { sessionToken: true },
  })
  return sessionToken
}

/** Ends the session that a `Cookie` header belongs to: copies of that cookie are worth nothing from now on. */
export async function endSession(cookieHeader: string | null): Promise<void> {
  const cookie = readCookie(cookieHeader ?? '', sessionCookieName(config().https))
  const sessionId = cookie && sessionIdOf(await decodeToken(cookie))
  if (sessionId) await db().session.deleteMany({ where: { sessionToken: sessionId } })
}

/** Ends every session of the account, on every device. */
export async function endSessionsOf(tx: Tx, userId: string): Promise<void> {
  await tx.session.deleteMany({ where: { userId } })
}

/** Ends every session of the account but the one that a `Cookie` header belongs to. */
export async function endOtherSessionsOf(tx: Tx, userId: string, cookieHeader: string | null): Promise<void> {
  const cookie = readCookie(cookieHeader ?? '', sessionCookieName(config().https))
  const kept = cookie && sessionIdOf(await decodeToken(cookie))
  await tx.session.deleteMany({ where: { userId, ...(kept ? { sessionToken: { not: kept } } : {}) } })
}

/** The id of the session that a decoded token was made for, if it is one of ours. */
export function sessionIdOf(claims: Readonly<Record<string, unknown>> | null): string | undefined {
  const id = claims?.sid
  return typeof id === 'string' ? id : undefined
}

/** `name=value` of the cookie of a new session of `user`, as next-auth makes it. For tests and command-line clients. */
export async function sessionCookieFor(user: { id: string }, maxAgeS = SESSION_MAX_AGE_S): Promise<string> {
  const name = sessionCookieName(config().https)
  const token = { sub: user.id, sid: await createSession(user.id, maxAgeS) }
  return `${name}=${await encode({ token, secret: config().secret, salt: name, maxAge: maxAgeS })}`
}

type Claims = Readonly<Record<string, unknown>>

/** Cookies that were opened before, oldest first: deriving the key and decrypting costs more than the query that follows. */
const opened = new Map<string, Claims>()
const OPENED_MAX = 1000

/** Null for a cookie that is forged or has expired. Whether the session still stands, only the database knows. */
async function decodeToken(cookie: string): Promise<Claims | null> {
  const { https, secret } = config()
  const salt = sessionCookieName(https)
  const key = `${secret} ${salt} ${cookie}`
  const known = opened.get(key)
  if (known && Number(known.exp) * 1000 > Date.now()) return known
  opened.delete(key)
  const claims = await decode({ token: cookie, secret, salt }).catch(() => null)
  if (claims) opened.set(key, claims)
  for (const oldest of opened.keys()) {
    if (opened.size <= OPENED_MAX) break
    opened.delete(oldest)
  }
  return claims
}

/** Tokens above 4 KB come in numbered pieces; ours hold two ids and never get there. */
function readCookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || undefined
  }
  return undefined
}
