/**
 * Every way in which the server says no, in one table.
 *
 *     throw new Refusal('unknown-exercise', `There is no exercise '${slug}'. …`)
 *     throw new Refusal('draft-conflict', 'This draft was saved …', { draft })   // details travel to the client
 */

/** Code -> HTTP status. The code is what clients branch on; the message is what people read. */
export const refusals = {
  // the request
  'invalid-address': 400,
  'invalid-json': 400,
  'invalid-body': 400,
  'invalid-query': 400,
  'invalid-text': 400,
  'not-an-answer': 400,
  'invalid-day': 400,
  'sign-in-required': 401,
  'session-ended': 401,
  'wrong-credentials': 401,
  'wrong-origin': 403,
  'not-allowed': 403,
  'attempt-required': 403,
  'not-found': 404,
  'unknown-exercise': 404,
  'unknown-stage': 404,
  'body-too-large': 413,
  'source-too-large': 413,
  'json-only': 415,
  'too-many-requests': 429,
  // the state of things
  'email-taken': 409,
  'idempotency-conflict': 409,
  'draft-conflict': 409,
  'other-account': 409,
  'already-finished': 409,
  'already-reviewed': 409,
  'too-many-notes': 409,
  'already-reported': 409,
  'thread-full': 409,
  'nothing-to-replay': 409,
  'stage-locked': 409,
  'path-incomplete': 409,
  'cannot-print': 409,
  'too-many-running': 429,
  // us
  'database-unavailable': 503,
  'grader-unavailable': 503,
  'our-fault': 500,
} as const satisfies Record<string, number>

export type RefusalCode = keyof typeof refusals

/** Plain JSON data that helps the client act on a refusal. */
export type RefusalDetails = Readonly<Record<string, unknown>>

/** Thrown where a request cannot be granted. `message` says what came, what was expected and what to do next. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly details: RefusalDetails
  /** For 'too-many-requests' and the like: after how many seconds it is worth trying again. */
  readonly retryAfterS: number | undefined

  constructor(
    code: RefusalCode,
    message: string,
    details: RefusalDetails = {},
    options: { retryAfterS?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'Refusal'
    this.code = code
    this.details = details
    this.retryAfterS = options.retryAfterS
  }

  get status(): number {
    return refusals[this.code]
  }
}

// Prisma: cannot reach, timed out, connection closed, no connection free in time.
const PRISMA_UNREACHABLE = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024'])
// PostgreSQL class 08 (connection) and 57P0x (shutting down, starting up); the rest are the operating system's.
const DRIVER_UNREACHABLE =
  /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$/
const DRIVER_MESSAGES =
  /connection terminated|can't reach database server|timeout exceeded when trying to connect|server closed the connection/i

/** Whether `error`, or what caused it, means that the database cannot be reached now. It may be back in a moment. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let e = error, depth = 0; e !== null && typeof e === 'object' && depth < 6; depth++) {
    const { code, message, cause, meta, errors } = e as {
      code?: unknown
      message?: unknown
      cause?: unknown
      meta?: { driverAdapterError?: unknown }
      errors?: unknown[]
    }
    if (typeof code === 'string' && (PRISMA_UNREACHABLE.has(code) || DRIVER_UNREACHABLE.test(code)))
      return true
    if (typeof message === 'string' && DRIVER_MESSAGES.test(message)) return true
    e = cause ?? meta?.driverAdapterError ?? errors?.[0]
  }
  return false
}
