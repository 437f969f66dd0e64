import { db, type KeptBecause, type Tx } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'
import { isId } from './id.ts'
import { requireSource } from './source.ts'

export interface KeptCopy {
  id: string
  file: string
  code: string
  because: KeptBecause
  createdAt: Date
}

/** So many kept copies of one learner and exercise; the oldest beyond that goes. */
export const KEPT_COPIES_MAX = 100

const copy = { id: true, file: true, code: true, because: true, createdAt: true } as const

/**
 * Keeps text that something else is about to replace. A text is kept once: the same again only becomes the newest, so a
 * request whose answer was lost can be repeated.
 */
export async function keepCopy(
  userId: string,
  exerciseUuid: string,
  { file, code, because }: Pick<KeptCopy, 'file' | 'code' | 'because'>,
  tx: Pick<Tx, 'keptCopy'> = db(),
): Promise<{ createdAt: Date }> {
  requireSource(code)
  const createdAt = new Date()
  const { count } = await tx.keptCopy.updateMany({
    where: { userId, exerciseUuid, file, code },
    data: { because, createdAt },
  })
  if (count > 0) return { createdAt }
  await tx.keptCopy.create({
    data: { userId, exerciseUuid, file, code, because, createdAt },
    select: { id: true },
  })
  const beyond = await tx.keptCopy.findMany({
    where: { userId, exerciseUuid },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: KEPT_COPIES_MAX,
    select: { id: true },
  })
  if (beyond.length > 0)
    await tx.keptCopy.deleteMany({ where: { userId, id: { in: beyond.map((row) => row.id) } } })
  return { createdAt }
}

/** The copy that was kept last. */
export async function findNewestCopy(userId: string, exerciseUuid: string): Promise<KeptCopy | null> {
  return await db().keptCopy.findFirst({
    where: { userId, exerciseUuid },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: copy,
  })
}

/** The copy. Refused with 'not-found' unless it is this user's and of this exercise. */
export async function requireCopy(userId: string, exerciseUuid: string, id: string): Promise<KeptCopy> {
  const found = isId(id)
    ? await db().keptCopy.findFirst({ where: { id, userId, exerciseUuid }, select: copy })
    : null
  if (found) return found
  throw new Refusal(
    'not-found',
    `There is no such kept copy among yours. Only the newest ${KEPT_COPIES_MAX} of an exercise are kept: look in its history.`,
  )
}
