import { db } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'
import { requireSource } from './source.ts'

export interface Draft {
  file: string
  code: string
  /** Grows by one with every save. */
  revision: number
  updatedAt: Date
}

const draft = { file: true, code: true, revision: true, updatedAt: true } as const

export async function findDraft(userId: string, exerciseUuid: string, file: string): Promise<Draft | null> {
  return await db().draft.findUnique({
    where: { userId_exerciseUuid_file: { userId, exerciseUuid, file } },
    select: draft,
  })
}

/**
 * Saves `code` over the revision that it was made from (0: there was none). When another tab or device has saved
 * meanwhile, nothing is overwritten: refused with 'draft-conflict', whose details hold the server's `draft`. Saving
 * what is already there succeeds, so a save whose answer was lost can be repeated.
 */
export async function saveDraft(
  userId: string,
  exerciseUuid: string,
  { file, code, revision }: { file: string; code: string; revision: number },
): Promise<Draft> {
  requireSource(code)
  const saved = revision === 0 ? await create() : await update()
  if (saved) return saved
  const current = await findDraft(userId, exerciseUuid, file)
  if (current?.code === code) return current
  throw new Refusal(
    'draft-conflict',
    current
      ? `This draft was saved elsewhere meanwhile (revision ${current.revision}, yours is based on ${revision}). Compare the two and choose.`
      : `There is no draft of revision ${revision} to save over. Save it as a new one (revision 0).`,
    { draft: current },
  )

  async function create(): Promise<Draft | undefined> {
    const rows = await db().draft.createManyAndReturn({
      data: [{ userId, exerciseUuid, file, code }],
      skipDuplicates: true,
      select: draft,
    })
    return rows[0]
  }

  async function update(): Promise<Draft | undefined> {
    const rows = await db().draft.updateManyAndReturn({
      where: { userId, exerciseUuid, file, revision },
      data: { code, revision: { increment: 1 } },
      select: draft,
    })
    return rows[0]
  }
}
