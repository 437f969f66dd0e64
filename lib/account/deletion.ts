import { z } from 'zod'
import { normalizeEmail, verifyPassword } from '../auth/index.ts'
import { db, type Tx, transaction } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'
import { abandonAll } from '../submissions/index.ts'

/** What shows that it is the owner who asks: the password, or the address typed out where there is none. */
export const deletionSchema = z.union(
  [z.strictObject({ password: z.string().max(1000) }), z.strictObject({ email: z.string().max(254) })],
  'A password was expected, or the email address of an account that has none.',
)
export type DeletionProof = z.infer<typeof deletionSchema>

/** Years of work hang on some accounts. */
const DELETION_MS_MAX = 60_000

/**
 * Deletes the account and everything that hangs on it, at once: every session ends, waiting submissions leave the queue
 * and running ones are stopped. Posts in discussions stay as empty places, so that the answers to them still make sense.
 * The audit log keeps what was done, and no longer says by whom. Refused with 'wrong-credentials' without proof.
 */
export async function deleteAccount(
  { id, email }: { id: string; email: string },
  proof: DeletionProof,
  { requestId }: { requestId?: string } = {},
): Promise<void> {
  await requireProof(id, proof)
  const work = async (tx: Tx) => {
    // Every row of this account is written under a share of this lock: from here on none is added, and all are seen.
    const present = await tx.$queryRaw<unknown[]>`select 1 from "User" where "id" = ${id}::uuid for update`
    if (present.length === 0) return
    await abandonAll(tx, id)
    // What others reported and moderators decided is about words that are gone.
    await tx.postReport.deleteMany({ where: { post: { userId: id } } })
    await tx.post.updateMany({ where: { userId: id, deletedAt: null }, data: { deletedAt: new Date() } })
    await tx.post.updateMany({ where: { userId: id }, data: { userId: null, body: '', hiddenReason: null } })
    await tx.post.updateMany({ where: { hiddenBy: id }, data: { hiddenBy: null } })
    await tx.postReport.updateMany({ where: { resolvedBy: id }, data: { resolvedBy: null } })
    await tx.verificationToken.deleteMany({ where: { identifier: email } })
    await tx.auditLog.updateMany({ where: { target: { in: [id, email] } }, data: { target: null } })
    await tx.auditLog.updateMany({ where: { actorId: id }, data: { actorId: null } })
    // The rest goes with it: its foreign keys say so.
    await tx.user.delete({ where: { id }, select: { id: true } })
    await tx.auditLog.create({ data: { action: 'user.delete', requestId: requestId ?? null } })
  }
  await transaction(work, { timeoutMs: DELETION_MS_MAX })
}

async function requireProof(id: string, proof: DeletionProof): Promise<void> {
  const user = await db().user.findUniqueOrThrow({
    where: { id },
    select: { email: true, passwordHash: true },
  })
  if ('password' in proof) {
    if (await verifyPassword(user.passwordHash, proof.password)) return
    throw new Refusal(
      'wrong-credentials',
      user.passwordHash === null
        ? 'This account has no password. Type its email address instead.'
        : 'The password is wrong, so nothing was deleted. Check it and try again.',
    )
  }
  if (user.passwordHash !== null)
    throw new Refusal(
      'wrong-credentials',
      'This account has a password, and deleting it asks for that. Nothing was deleted.',
    )
  if (normalizeEmail(proof.email) === user.email) return
  throw new Refusal(
    'wrong-credentials',
    `'${proof.email}' came, the email address of this account was expected. Nothing was deleted.`,
  )
}
