/**
 * What belongs to one person: all of it in one file, and all of it gone.
 *
 *     for await (const text of exportAccount(user.id)) send(text)       // one JSON document, in pieces
 *     await deleteAccount(user, { password }, { requestId })
 */
import 'server-only'

export { type DeletionProof, deleteAccount, deletionSchema } from './deletion.ts'
export { exportAccount } from './export.ts'
export { type AccountFacts, readAccount } from './facts.ts'
export { OWNED, type OwnedTable } from './owned.ts'
