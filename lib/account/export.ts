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
  for (const owned of OWNED) yield* list(owned.as, (offset) => rowsOf(owned, userId, offset))
  yield* list('auditLog', (offset) => auditOf(account, offset))
  yield '\n}\n'
}

async function* list(name: string, read: (offset: number) => Promise<unknown[]>): AsyncGenerator<string> {
  yield `,\n  ${JSON.stringify(name)}: [`
  for (let offset = 0; ; offset += PIECE) {
    const rows = await read(offset)
    const text = rows.map((row) => `\n    ${JSON.stringify(row)}`).join(',')
    if (text) yield offset > 0 ? `,${text}` : text
    if (rows.length < PIECE) break
  }
  yield '\n  ]'
}

async function rowsOf(owned: OwnedTable, userId: string, offset: number): Promise<unknown[]> {
  const [table, column] = [identifier(owned.table), identifier(owned.column)]
  const order = Prisma.join(owned.orderBy.map(identifier))
  const without = [owned.column, ...(owned.without ?? [])]
  const rows = await db().$queryRaw<{ row: unknown }[]>`
    select to_jsonb(t) - ${without}::text[] as "row" from ${table} t where t.${column} = ${userId}::uuid
    order by ${order} limit ${PIECE}::int offset ${offset}::int`
  return rows.map(({ row }) => row)
}

/** What this person did, and what was done to the account. Who did it, if somebody else, is not theirs to know. */
async function auditOf({ id, email }: { id: string; email: string }, offset: number): Promise<unknown[]> {
  return await db().auditLog.findMany({
    where: { OR: [{ actorId: id }, { target: { in: [id, email] } }] },
    select: { at: true, action: true, data: true },
    orderBy: { id: 'asc' },
    take: PIECE,
    skip: offset,
  })
}

/** A name of a table or a column, from the list of this module only. */
function identifier(name: string) {
  return Prisma.raw(`"${name}"`)
}
