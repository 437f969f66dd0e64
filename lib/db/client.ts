import { PrismaPg } from '@prisma/adapter-pg'
import { type Prisma, PrismaClient } from '../../generated/prisma/client.ts'
import { databaseUrl } from './url.ts'

/** The client inside a transaction: the same queries, without the power to open another transaction. */
export type Tx = Prisma.TransactionClient

// Next evaluates server modules again after each edit in development; the pool must survive that.
const shared = globalThis as typeof globalThis & { faultlineDb?: PrismaClient }

/** The process's one database client, connected on first use. Throws when `DATABASE_URL` is missing or malformed. */
export function db(): PrismaClient {
  shared.faultlineDb ??= connect(databaseUrl())
  return shared.faultlineDb
}

/** A client of its own for the database at `url`; the caller ends it with `$disconnect()`. */
export function connect(url: string, connectionsMax = 10): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: connectionsMax, connectionTimeoutMillis: 5_000 }),
  })
}

/** Closes the shared client's connections, so that a process can end by itself. */
export async function disconnect(): Promise<void> {
  const client = shared.faultlineDb
  shared.faultlineDb = undefined
  await client?.$disconnect()
}

/**
 * Runs `work` in one transaction. PostgreSQL may give up one of two transactions that conflict or deadlock; that one
 * is run again, at most `triesMax` times in all, so `work` must have no effect outside the database. Undone after
 * `timeoutMs` (5 seconds unless told), which holds for each try.
 */
export async function transaction<T>(
  work: (tx: Tx) => Promise<T>,
  options: {
    isolation?: Prisma.TransactionIsolationLevel
    triesMax?: number
    timeoutMs?: number
    client?: PrismaClient
  } = {},
): Promise<T> {
  const { isolation, triesMax = 3, timeoutMs = 5_000, client = db() } = options
  const settings = { timeout: timeoutMs, ...(isolation === undefined ? {} : { isolationLevel: isolation }) }
  for (let attempt = 1; ; attempt++) {
    try {
      return await client.$transaction(work, settings)
    } catch (error) {
      if (attempt >= triesMax || !lostConflict(error)) throw error
    }
  }
}

const SERIALIZATION_FAILURE = '40001'
const DEADLOCK = '40P01'

/** Prisma reports a lost conflict as P2034, and with PostgreSQL's own code inside when the statement was raw SQL. */
function lostConflict(error: unknown): boolean {
  const { code, meta } = error as {
    code?: string
    meta?: { driverAdapterError?: { cause?: { originalCode?: string } } }
  }
  const original = meta?.driverAdapterError?.cause?.originalCode
  return code === 'P2034' || original === SERIALIZATION_FAILURE || original === DEADLOCK
}
