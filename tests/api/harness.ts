import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createUser, type SessionUser, sessionCookieFor } from '../../lib/auth/index.ts'
import { resetConfig } from '../../lib/config/index.ts'
import { createTestDatabase } from '../setup/database.ts'

export const ORIGIN = 'http://localhost:4321'
export const PASSWORD = 'correct horse battery'

/** A migrated database of its own and the environment of a web process. Call it at the top of a test file. */
export async function setUpWeb(env: Readonly<Record<string, string>> = {}): Promise<{ url: string }> {
  const { url } = await createTestDatabase()
  Object.assign(process.env, {
    APP_ORIGIN: ORIGIN,
    AUTH_URL: ORIGIN,
    AUTH_SECRET: 'kT8vQ2mZ7xN4cR9wL5yB1pH6sD3fG0jA',
    LOG_LEVEL: 'silent',
    ...env,
  })
  resetConfig()
  return { url }
}

export interface Person extends SessionUser {
  cookie: string
}

/** An account, signed in. */
export async function createPerson(role: SessionUser['role'] = 'LEARNER'): Promise<Person> {
  const user = await createUser({ email: `${randomUUID()}@example.org`, password: PASSWORD, role })
  return { ...user, cookie: await sessionCookieFor(user) }
}

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape that it asks for.
  body: any
}

interface Call {
  as?: Person | null
  body?: unknown
  /** Instead of `body`: sent as it is. */
  raw?: BodyInit
  headers?: Readonly<Record<string, string | null>>
  params?: Readonly<Record<string, string>>
  search?: Readonly<Record<string, string>>
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>

const APP = join(import.meta.dirname, '../../app')

/** All route modules by the path of their folder, such as '/api/drafts/[slug]'. */
export async function routes(): Promise<Map<string, Partial<Record<Method, Handler>>>> {
  const files = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)route\.tsx?$/.test(file),
  )
  const loaded = files.map(async (file) => {
    const path = `/${relative(APP, join(APP, file, '..'))}`
    return [path, await import(pathToFileURL(join(APP, file)).href)] as const
  })
  return new Map(await Promise.all(loaded))
}

/** Calls a route's own handler with a request as a browser on our page would send it. */
export async function send(method: Method, route: string, call: Call = {}): Promise<Response> {
  const handler = (await routes()).get(route)?.[method]
  if (!handler) throw new Error(`app${route} exports no ${method}`)
  const path = route.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) =>
    encodeURIComponent(call.params?.[name] ?? ''),
  )
  const url = `${ORIGIN}${path}?${new URLSearchParams({ ...call.search })}`
  const headers = new Headers()
  if (method !== 'GET') {
    headers.set('origin', ORIGIN)
    headers.set('content-type', 'application/json')
  }
  if (call.as) headers.set('cookie', call.as.cookie)
  for (const [name, value] of Object.entries(call.headers ?? {})) {
    if (value === null) headers.delete(name)
    else headers.set(name, value)
  }
  const body = call.raw ?? (method === 'GET' ? undefined : JSON.stringify(call.body ?? {}))
  const request = new Request(url, { method, headers, ...(body === undefined ? {} : { body }) })
  return await handler(request, { params: Promise.resolve({ ...call.params }) })
}

export async function call(method: Method, route: string, options: Call = {}): Promise<Answer> {
  const response = await send(method, route, options)
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

/** The cookies that a response sets, as a browser would send them back. */
export function cookiesOf(response: { headers: Headers }): string {
  return response.headers
    .getSetCookie()
    .filter((line) => !/max-age=0|expires=Thu, 01 Jan 1970/i.test(line))
    .map((line) => line.split(';', 1)[0])
    .join('; ')
}
