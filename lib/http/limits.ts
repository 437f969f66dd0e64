import { createHash } from 'node:crypto'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { db } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'

/** How often, per key, within how many seconds. The key is an account, an address, or both. */
const limits = {
  submit: { points: 30, perS: 60, what: 'submissions' },
  replay: { points: 60, perS: 60, what: 'replays' },
  cancel: { points: 60, perS: 60, what: 'cancellations' },
  draft: { points: 120, perS: 60, what: 'saves' },
  answer: { points: 120, perS: 60, what: 'answers' },
  note: { points: 60, perS: 60, what: 'notes and bookmarks' },
  post: { points: 10, perS: 600, what: 'contributions' },
  'post-change': { points: 60, perS: 600, what: 'changes of contributions' },
  report: { points: 20, perS: 3600, what: 'reports' },
  moderate: { points: 120, perS: 60, what: 'decisions' },
  progress: { points: 120, perS: 60, what: 'updates' },
  // A heart beats once a minute in each of a few tabs, and once more when one is left.
  activity: { points: 30, perS: 60, what: 'reports of time' },
  certificate: { points: 20, perS: 3600, what: 'changes of certificates' },
  account: { points: 20, perS: 60, what: 'requests' },
  // Each reads everything that there is of an account.
  export: { points: 5, perS: 3600, what: 'exports' },
  // A whole class may sign up from one address within one lesson.
  'sign-up': { points: 60, perS: 3600, what: 'sign-ups from this address' },
  // Each tells that an account exists; see docs/decisions/0081.
  'sign-up-taken': { points: 10, perS: 3600, what: 'sign-ups with taken addresses' },
  // An account cannot be locked by others as easily as it can be guessed at from one address: the pair is the
  // narrow limit, the account alone the wide one.
  'sign-in-pair': { points: 10, perS: 900, what: 'attempts to sign in to this account' },
  'sign-in-account': { points: 50, perS: 900, what: 'attempts to sign in to this account' },
  'sign-in-address': { points: 100, perS: 900, what: 'attempts to sign in from this address' },
} as const satisfies Record<string, { points: number; perS: number; what: string }>

export type LimitName = keyof typeof limits

// Pages and API routes are bundled apart, and count together.
const shared = globalThis as typeof globalThis & {
  faultlineLimiters?: Map<LimitName, RateLimiterPostgres>
  faultlineRequests?: RateLimiterMemory
}

/** Counts one use of `name` by `key`. Refused with 'too-many-requests' and the time to wait when that is too often. */
export async function consume(name: LimitName, key: string): Promise<void> {
  try {
    await limiter(name).consume(digest(key))
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    throw tooMany(name, error)
  }
}

/** Refused like `consume` when `key` has nothing left to use, and counts nothing. */
export async function requireRoom(name: LimitName, key: string): Promise<void> {
  const used = await limiter(name).get(digest(key))
  if (used && used.consumedPoints >= limits[name].points) throw tooMany(name, used)
}

/** Takes back one use: what was refused for another reason has not been used. */
export async function giveBack(name: LimitName, key: string): Promise<void> {
  await limiter(name).reward(digest(key), 1)
}

/** Requests of one account, or of one address without one, to this process: far above what pages send, far below a flood. */
const REQUESTS = { points: 1200, perS: 60 } as const

shared.faultlineRequests ??= new RateLimiterMemory({ points: REQUESTS.points, duration: REQUESTS.perS })
const requests = shared.faultlineRequests

/** Counts a request of any kind by `key`, without the database. Refused with 'too-many-requests'. */
export async function admit(key: string): Promise<void> {
  try {
    await requests.consume(key)
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    throw refusalOf({ ...REQUESTS, what: 'requests' }, error)
  }
}

/** Takes back what was counted for `key`: after a successful sign-in, earlier typing mistakes do not matter. */
export async function forgive(name: LimitName, key: string): Promise<void> {
  await limiter(name).delete(digest(key))
}

function tooMany(name: LimitName, state: RateLimiterRes): Refusal {
  return refusalOf(limits[name], state)
}

function refusalOf(
  { points, perS, what }: { points: number; perS: number; what: string },
  { msBeforeNext }: RateLimiterRes,
): Refusal {
  const retryAfterS = Math.max(1, Math.ceil(msBeforeNext / 1000))
  return new Refusal(
    'too-many-requests',
    `More than ${points} ${what} within ${duration(perS)}. Try again in ${duration(retryAfterS)}.`,
    { retryAfterS },
    { retryAfterS },
  )
}

function limiter(name: LimitName): RateLimiterPostgres {
  shared.faultlineLimiters ??= new Map()
  const known = shared.faultlineLimiters.get(name)
  if (known) return known
  const { points, perS } = limits[name]
  const made = new RateLimiterPostgres({
    storeClient: client,
    storeType: 'client',
    tableName: 'RateLimit',
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: perS,
    // Who is over the limit costs no query until the time has passed.
    inMemoryBlockOnConsumed: points + 1,
  })
  shared.faultlineLimiters.set(name, made)
  return made
}

/** What the limiter needs of node-postgres, on the connections that the process has anyway. */
const client = {
  async query({ text, values = [] }: { text: string; values?: unknown[] }) {
    const found = await db().$queryRawUnsafe<{ points?: number; expire?: bigint | null }[]>(text, ...values)
    const rows = found.map((row) => ({ ...row, expire: row.expire == null ? null : Number(row.expire) }))
    return { rows, rowCount: rows.length }
  },
}

/** Addresses of people are not kept in a table of counters; a hash counts as well. */
function digest(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

function duration(s: number): string {
  if (s < 120) return s === 1 ? '1 second' : `${s} seconds`
  return `${Math.ceil(s / 60)} minutes`
}
