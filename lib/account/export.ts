import { db, Prisma } from '../db/index.ts'
import { OWNED, type OwnedTable } from './owned.ts'

/** So many rows are in memory at once: a verdict alone may hold a megabyte. */
const PIECE = 50

/**
 * Everything that is kept about this account, as the text of one JSON document in pieces: the account, then each table
 * of `OWNED` as a list of its rows, then what the audit log says of it. Times are ISO 8601. Password hashes, tokens and
 * other people's ids are not in it.
 */
export async function* exportAccount(userId: string, now = new Date()): AsyncGenerator<string> {
  const account = await db().user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      id: true,
      email: true,
      emailVerified: true,
      name: true,
      image: true,
      role: true,
      createdAt: true,
      updatedAt: true,
      passwordHash: true,
    },
  })
  const { passwordHash, ...told } = account
  const head = {
    format: 'faultline-account',
    version: 1,
    exportedAt: now,
    account: { ...told, hasPassword: passwordHash !== null },
  }
  yield JSON.stringify(head, null, 2).slice(0, -2)
  for (const owned of OWNED) yield* list(owned.as, (after) => rowsOf(owned, userId, after))
  yield* list('auditLog', (after) => auditOf(account, after))
  yield '\n}\n'
}

/** A row as it is told, and where it stands in the order of its table: the next piece begins after it. */
interface Piece {
  row: unknown
  at: object
}

async function* list(
  name: string,
  read: (after: object | undefined) => Promise<Piece[]>,
): AsyncGenerator<string> {
  yield `,\n  ${JSON.stringify(name)}: [`
  let after: object | undefined
  for (;;) {
    const rows = await read(after)
    const text = rows.map(({ row }) => `\n    ${JSON.stringify(row)}`).join(',')
    if (text) yield after ? `,${text}` : text
    after = rows.at(-1)?.at
    if (rows.length < PIECE) break
  }
  yield '\n  ]'
}

/** Rows may come and go between two pieces: each begins after the last row of the one before, not at a number. */
async function rowsOf(owned: OwnedTable, userId: string, after: object | undefined): Promise<Piece[]> {
  const [table, column] = [identifier(owned.table), identifier(owned.column)]
  const order = Prisma.join(owned.orderBy.map(identifier))
  const without = [owned.column, ...(owned.without ?? [])]
  const rest = after
    ? Prisma.sql`and (${order}) > (
        select ${order} from jsonb_populate_record(null::${table}, ${JSON.stringify(after)}::jsonb))`
    : Prisma.empty
  const at = Prisma.join(owned.orderBy.flatMap((name) => [Prisma.raw(`'${name}'`), identifier(name)]))
  // The limit is inside: a long verdict is unpacked for the rows of this piece only.
  return await db().$queryRaw<Piece[]>`
    select to_jsonb(t) - ${without}::text[] as "row", jsonb_build_object(${at}) as "at" from (
      select * from ${table} where ${column} = ${userId}::uuid ${rest} order by ${order} limit ${PIECE}::int
    ) t
    order by ${order}`
}

/** What this person did, and what was done to the account. Who did it, if somebody else, is not theirs to know. */
async function auditOf({ id, email }: { id: string; email: string }, after?: object): Promise<Piece[]> {
  const rows = await db().auditLog.findMany({
    where: {
      OR: [{ actorId: id }, { target: { in: [id, email] } }],
      ...(after && 'id' in after ? { id: { gt: String(after.id) } } : {}),
    },
    select: { id: true, at: true, action: true, data: true },
    orderBy: { id: 'asc' },
    take: PIECE,
  })
  return rows.map(({ id: place, ...row }) => ({ row, at: { id: place } }))
}

/** A name of a table or a column, from the list of this module only. */
function identifier(name: string) {
  return Prisma.raw(`"${name}"`)
}
