/** An HTTP-like origin: resources with entity tags, preconditions, cache headers, Retry-After. Source: RFC 9110. */
import { digest, type Json } from '../sim/index.ts'
import { field, type Request, type Role, type ServiceOptions, serve } from './service.ts'

export type Headers = Readonly<Record<string, string>>

export interface HttpAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Headers
  readonly body: Json
}

export interface Resource {
  readonly body: Json
  /** Sent with every 200 and 304: cache-control, vary, surrogate-key, … */
  readonly headers?: Headers
}

export interface HttpServiceOptions extends ServiceOptions {
  readonly resources?: Readonly<Record<string, Resource>>
  /** 428 for a PUT or DELETE without If-Match or If-None-Match (RFC 6585). */
  readonly preconditionRequired?: boolean
  /** An answer instead of the resource's: 503 with retry-after, 429, 500. undefined: all is well. */
  readonly trouble?: (q: Request) => { status: number; retryAfterS?: number } | undefined
  /** What differs by request, for Vary: made of the resource before its tag is. */
  readonly vary?: (r: Resource, headers: Headers) => Resource
}

export interface HttpService extends Role {
  readonly resources: ReadonlyMap<string, Resource>
  /** Changes a resource behind everybody's back; undefined removes it. */
  set(path: string, r: Resource | undefined): void
  /** Answers by status. */
  readonly answers: Readonly<Record<number, number>>
}

/**
 * Message: `http {method, path, headers?, body?}` -> {status, headers, body}. GET and HEAD: 404, 304 when If-None-Match
 * matches (weak comparison), else 200 with etag. PUT: 201 or 200. DELETE: 204 or 404. Preconditions come after 405 and
 * 404 and before anything happens: a failed one is 412. The etag is strong and made from body and headers.
 */
export function httpService(o: HttpServiceOptions = {}): HttpService {
  const resources = new Map<string, Resource>(Object.entries(o.resources ?? {}))
  const answers: Record<number, number> = {}
  const respond = (b: any, q: Request): HttpAnswer => {
    const method = field(b, 'method', 'string')
    const path = field(b, 'path', 'string')
    const asked = lower(b.headers ?? {})
    const trouble = o.trouble?.(q)
    if (trouble) {
      const { status, retryAfterS } = trouble
      return {
        status,
        headers: retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) },
        body: null,
      }
    }
    const stored = resources.get(path)
    const found = stored && (o.vary?.(stored, asked) ?? stored)
    const tag = found && etagOf(found)
    switch (method) {
      case 'GET':
      case 'HEAD': {
        if (!found || !tag) return plain(404)
        const headers = { ...found.headers, etag: tag }
        if (matches(asked['if-none-match'], tag, 'weak')) return { status: 304, headers, body: null }
        return { status: 200, headers, body: method === 'HEAD' ? null : found.body }
      }
      case 'PUT':
      case 'DELETE': {
        if (method === 'DELETE' && !found) return plain(404)
        const [ifMatch, ifNone] = [asked['if-match'], asked['if-none-match']]
        if (o.preconditionRequired && ifMatch === undefined && ifNone === undefined) return plain(428)
        if (ifMatch !== undefined && !matches(ifMatch, tag, 'strong')) return plain(412)
        if (matches(ifNone, tag, 'weak')) return plain(412)
        if (method === 'DELETE') {
          resources.delete(path)
          return plain(204)
        }
        const made: Resource = { body: b.body ?? null, ...(found?.headers ? { headers: found.headers } : {}) }
        resources.set(path, made)
        return { status: found ? 200 : 201, headers: { etag: etagOf(made) }, body: null }
      }
      default:
        return { status: 405, headers: { allow: 'GET, HEAD, PUT, DELETE' }, body: null }
    }
  }
  return {
    resources,
    answers,
    set(path, r) {
      if (r) resources.set(path, r)
      else resources.delete(path)
    },
    serve(s) {
      const http = (b: any, q: Request) => {
        const a = respond(b, q)
        answers[a.status] = (answers[a.status] ?? 0) + 1
        return a
      }
      serve(s, { http }, o)
    },
  }
}

export function etagOf(r: Resource): string {
  return `"${digest([r.body, { ...r.headers }]).slice(0, 16)}"`
}

/** Whether a field value of If-Match or If-None-Match names this tag; `*` names any present one. */
export function matches(value: string | undefined, tag: string | undefined, how: 'weak' | 'strong'): boolean {
  if (value === undefined || tag === undefined) return false
  if (value.trim() === '*') return true
  const bare = (t: string) => (how === 'weak' ? t.replace(/^W\//, '') : t)
  return value.split(',').some((t) => bare(t.trim()) === tag)
}

function plain(status: number): HttpAnswer {
  return { status, headers: {}, body: null }
}

function lower(h: Headers): Headers {
  return Object.fromEntries(Object.entries(h).map(([k, v]) => [k.toLowerCase(), String(v)]))
}
