/**
 * The database: one typed client, transactions, notifications, migrations.
 *
 *     const user = await db().user.findUnique({ where: { email }, select: { id: true } })
 *     await transaction(async (tx) => {
 *       await tx.submission.create({ data })
 *       await tx.$queryRaw`select graphile_worker.add_job('grade', ${payload}::json)`
 *     })
 *     const stop = await listen('verdict', (payload) => push(payload))
 */
import 'server-only'

export type * from '../../generated/prisma/client.ts'
export { Prisma } from '../../generated/prisma/client.ts'
export * from '../../generated/prisma/enums.ts'
export { connect, db, disconnect, type Tx, transaction } from './client.ts'
export { listen, stopListening } from './listen.ts'
export { MIGRATIONS_DIR, type Migration, MigrationRefused, migrate, readMigrations } from './migrate.ts'
export { databaseUrl, parseDatabaseUrl } from './url.ts'
