import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { type Action, can, findSession, type SessionUser } from '../auth/index.ts'
import { config } from '../config/index.ts'
import { Refusal } from '../errors/index.ts'
import { type Logger, logger } from '../log/index.ts'
import { metrics } from '../metrics/index.ts'
import { clientAddress, limitKey } from './address.ts'
import { answerError, withHeaders } from './answers.ts'
import { readJson } from './json.ts'
import { admit, consume, giveBack, type LimitName } from './limits.ts'
import { sameOrigin } from './origin.ts'

/** Names the account that the sending page was opened for; a page that knows none leaves it out. */
const ACCOUNT_HEADER = 'x-faultline-account'

/** 'anyone' may come without an account; otherwise the action that the session's role must allow. */
type Access = 'anyone' | Action
type UserOf<A extends Access> = 'anyone' extends A ? SessionUser | null : SessionUser

interface CommonSpec<A extends Access> {
  /** As in the file tree, '/api/drafts/[slug]': the label in metrics and logs. */
  route: string
  access: A
}

export interface MutationSpec<A extends Access, B> extends CommonSpec<A> {
  body: z.ZodType<B>
  /** Counted per account, or per client address without one. */
  limit: LimitName
  /** Largest body in bytes; 16 KB unless told. */
  bytesMax?: number
}

export interface QuerySpec<A extends Access, Q> extends CommonSpec<A> {
  /** Schema of the query string's parameters, each a string. */
  query?: z.ZodType<Q>
  /** False: who asks is not looked up, so the answer does not need the database; `user` is null then. */
  session?: false
}

export interface Context<A extends Access> {
  request: Request
  user: UserOf<A>
  params: Record<string, string>
  requestId: string
  log: Logger
  /** The client's network address, or 'direct' where nothing trustworthy tells (Next's own server, in development). */
  address: string
}

/** JSON data (status 200), or a Response where more than that is to be said. */
export type Answer = Response | Record<string, unknown> | readonly unknown[]

type RouteHandler = (request: Request, next: { params: Promise<Record<string, string>> }) => Promise<Response>

const wrapped = new WeakSet<object>()

/** Whether a route's export was made here; tests/api walks app/api and asks for every mutation. */
export function isWrapped(handler: unknown): boolean {
  return typeof handler === 'function' && wrapped.has(handler)
}

/** A POST, PUT, PATCH or DELETE handler: origin, content type, session, right, same person, rate, size, JSON, schema, in this order. */
export function mutation<A extends Access, B>(
  spec: MutationSpec<A, B>,
  handle: (context: Context<A> & { body: B }) => Promise<Answer>,
): RouteHandler {
  return handler(spec, async (context) => {
    const { request } = context
    requireOrigin(request)
    requireJson(request)
    const user = await requireAccess(context, spec.access)
    requireSamePerson(request, user)
    const counted = user?.id ?? limitKey(context.address)
    await consume(spec.limit, counted)
    const body = parse(
      spec.body,
      await readJson(request, spec.bytesMax ?? 16_384),
      'invalid-body',
      'The body',
    )
    try {
      return await handle({ ...context, user: user as UserOf<A>, body })
    } catch (error) {
      // Nothing was queued: who waits for earlier ones shall not be told afterwards that they sent too many.
      if (error instanceof Refusal && error.code === 'too-many-running') await giveBack(spec.limit, counted)
      throw error
    }
  })
}

/** A GET handler: session, right, schema of the query string. It must not change anything. */
export function query<A extends Access, Q = Record<never, never>>(
  spec: QuerySpec<A, Q>,
  handle: (context: Context<A> & { search: Q }) => Promise<Answer>,
): RouteHandler {
  return handler(spec, async (context) => {
    const user = spec.session === false ? await nobody(context) : await requireAccess(context, spec.access)
    const given = Object.fromEntries(new URL(context.request.url).searchParams)
    const search = spec.query ? parse(spec.query, given, 'invalid-query', 'The address') : ({} as Q)
    return await handle({ ...context, user: user as UserOf<A>, search })
  })
}

function handler(
  spec: CommonSpec<Access>,
  run: (context: Omit<Context<Access>, 'user'>) => Promise<Answer>,
): RouteHandler {
  const handle: RouteHandler = async (request, next) => {
    const startedAt = performance.now()
    const requestId = requestIdOf(request)
    const log = logger().child({ requestId, route: spec.route, method: request.method })
    let response: Response
    try {
      const address = clientAddress(request.headers, config().trustedProxies)
      const answer = await run({ request, params: await next.params, requestId, log, address })
      response = answer instanceof Response ? answer : Response.json(answer)
    } catch (error) {
      response = answerError(error, { requestId, log })
    }
    const ms = performance.now() - startedAt
    metrics().httpMs.observe(
      { route: spec.route, method: request.method, status: String(response.status) },
      ms,
    )
    log.debug({ status: response.status, ms: Math.round(ms * 10) / 10 }, 'answered')
    return withHeaders(response, requestId)
  }
  wrapped.add(handle)
  return handle
}

function requireOrigin(request: Request): void {
  const ours = config().origin
  const header = request.headers.get('origin')
  if (sameOrigin(header, ours)) return
  throw new Refusal(
    'wrong-origin',
    `This request came from ${header === null ? 'no page (it has no Origin header)' : `a page of '${header}'`}, ` +
      `only pages of ${ours} may send it. Open ${ours} and try again.`,
  )
}

/** A page that was opened by one account must not write into another's that signed in beside it since. */
function requireSamePerson(request: Request, user: SessionUser | null): void {
  const opened = request.headers.get(ACCOUNT_HEADER)
  if (opened === null || !user || opened === user.id) return
  throw new Refusal(
    'other-account',
    'Another account has signed in in this browser since this page was opened. What you wrote is kept here; sign in as before, or reload the page to go on with the other account.',
  )
}

function requireJson(request: Request): void {
  const type = request.headers.get('content-type')
  if (/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type ?? '')) return
  throw new Refusal(
    'json-only',
    `The body's content type is '${type ?? 'not given'}', application/json was expected.`,
  )
}

type Asked = Pick<Context<Access>, 'request' | 'address'>

/** Who is not looked up is counted by address. */
async function nobody({ address }: Asked): Promise<null> {
  await admit(limitKey(address))
  return null
}

async function requireAccess({ request, address }: Asked, access: Access): Promise<SessionUser | null> {
  const { user, ended } = await findSession(request.headers.get('cookie'))
  await admit(user?.id ?? limitKey(address))
  if (access === 'anyone') return user
  if (user && can(user.role, access)) return user
  if (user) {
    const role = user.role.toLowerCase()
    throw new Refusal(
      'not-allowed',
      `Your role is ${role}, which may not do this. Ask an administrator for the right.`,
    )
  }
  throw ended
    ? new Refusal('session-ended', 'Your session has ended. Sign in again; what you wrote is still here.')
    : new Refusal(
        'sign-in-required',
        'This needs an account. Sign in or sign up; what you wrote is still here.',
      )
}

function parse<T>(
  schema: z.ZodType<T>,
  value: unknown,
  code: 'invalid-body' | 'invalid-query',
  what: string,
): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  const first = issues[0]
  const where = first?.path ? ` at '${first.path}'` : ''
  throw new Refusal(code, `${what} does not fit${where}: ${first?.message ?? 'unknown reason'}`, { issues })
}

/** A proxy of ours may have named the request already; anybody else's name could be a forgery in our logs. */
function requestIdOf(request: Request): string {
  const given = config().trustedProxies > 0 ? request.headers.get('x-request-id') : null
  return given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
}
