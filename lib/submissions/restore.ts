import { transaction } from '../db/index.ts'
import { keepCopy, requireCopy } from './copies.ts'
import type { Draft } from './drafts.ts'
import { notFound, requireSubmission } from './read.ts'

const draft = { file: true, code: true, revision: true, updatedAt: true } as const

/** What goes back into the editor: one of the learner's own submissions, or a kept copy. */
export type RestoreFrom = { submission: string } | { copy: string }

/**
 * Puts an earlier text into the draft. What stands there is kept first, in the same transaction, whoever saved it last: so
 * no revision has to be named. Refused with 'not-found' for what is not this learner's, or of another exercise.
 */
export async function restore(
  userId: string,
  exerciseUuid: string,
  file: string,
  from: RestoreFrom,
): Promise<Draft> {
  const code = await sourceOf(userId, exerciseUuid, from)
  return await transaction(async (tx) => {
    // Where there is none yet this makes it, or waits for whoever is making it: then there is one to lock.
    const [made] = await tx.draft.createManyAndReturn({
      data: [{ userId, exerciseUuid, file, code }],
      skipDuplicates: true,
      select: draft,
    })
    if (made) return made
    await tx.$queryRaw`
      select 1 from "Draft"
      where "userId" = ${userId}::uuid and "exerciseUuid" = ${exerciseUuid}::uuid and "file" = ${file}
      for update`
    const where = { userId_exerciseUuid_file: { userId, exerciseUuid, file } }
    const present = await tx.draft.findUniqueOrThrow({ where, select: { code: true } })
    // The draft is as old as the copy until something is typed: that is how a page knows what can be undone.
    const kept =
      present.code === code
        ? null
        : await keepCopy(userId, exerciseUuid, { file, code: present.code, because: 'RESTORE' }, tx)
    return await tx.draft.update({
      where,
      data: { code, revision: { increment: 1 }, ...(kept ? { updatedAt: kept.createdAt } : {}) },
      select: draft,
    })
  })
}

async function sourceOf(userId: string, exerciseUuid: string, from: RestoreFrom): Promise<string> {
  if ('copy' in from) return (await requireCopy(userId, exerciseUuid, from.copy)).code
  const found = await requireSubmission(userId, from.submission)
  if (found.exerciseUuid !== exerciseUuid) throw notFound()
  return found.code
}
