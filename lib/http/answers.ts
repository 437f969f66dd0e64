import { isDatabaseUnavailable, Refusal } from '../errors/index.ts'
import type { Logger } from '../log/index.ts'
import { metrics } from '../metrics/index.ts'

/** The shape of every answer that is not a success: `{ error: { code, message, requestId, details } }`. */
export function answerError(
  error: unknown,
  { requestId, log }: { requestId: string; log: Logger },
): Response {
  const refusal = toRefusal(error)
  metrics().refusals.inc({ code: refusal.code })
  if (refusal.status >= 500) log.error({ err: error, code: refusal.code }, 'request failed')
  else log.info({ code: refusal.code }, 'request refused')
  const { code, message, details, status, retryAfterS } = refusal
  const headers: Record<string, string> =
    retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) }
  return Response.json({ error: { code, message, requestId, details } }, { status, headers })
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (isDatabaseUnavailable(error)) {
    return new Refusal(
      'database-unavailable',
      'The database cannot be reached at the moment. Nothing was changed; try again in a few seconds.',
      {},
      { cause: error, retryAfterS: 3 },
    )
  }
  return new Refusal(
    'our-fault',
    'Something broke on our side. Try again; if it happens again, report it with the request id.',
    {},
    { cause: error },
  )
}

/** API answers are about one person at one moment: no cache may keep them. */
export function withHeaders(response: Response, requestId: string): Response {
  const headers = new Headers(response.headers)
  headers.set('x-request-id', requestId)
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}
