import { z } from 'zod'
import type { SessionUser } from '../auth/index.ts'
import { db, Prisma, type Tx, transaction } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'
import { listExercises } from '../exercises/index.ts'
import { bodySchema } from './body.ts'
import { type Reader, requireReader } from './reader.ts'
import { ANSWERS_MAX } from './threads.ts'

export const postSchema = z.strictObject({
  /** The first post of the thread that this one answers; null starts a thread. */
  parentId: z.uuid().nullable(),
  body: bodySchema,
  /** Folded until somebody opens it. Left out: as the author has passed the exercise or not. */
  spoiler: z.boolean().optional(),
})

/** Answers belong to threads of the same exercise; a thread that was taken back, hidden or is full takes none. */
export async function createPost(
  reader: Reader,
  { parentId, body, spoiler = reader.passed }: z.output<typeof postSchema>,
): Promise<{ id: string }> {
  const { exerciseUuid, userId } = reader
  return await transaction(async (tx) => {
    if (parentId !== null) await requireRoom(tx, parentId, exerciseUuid)
    return await tx.post.create({
      data: { exerciseUuid, userId, parentId, body, spoiler },
      select: { id: true },
    })
  })
}

/** That the thread is there, takes answers, and holds fewer than are shown. Until `tx` ends nobody else adds one. */
async function requireRoom(tx: Tx, threadId: string, exerciseUuid: string): Promise<void> {
  const open = await tx.$queryRaw<unknown[]>`
    select 1 from "Post"
    where "id" = ${threadId}::uuid and "exerciseUuid" = ${exerciseUuid}::uuid and "parentId" is null
      and "deletedAt" is null and "hiddenAt" is null
    for no key update`
  if (open.length === 0) throw noPost()
  if ((await tx.post.count({ where: { parentId: threadId } })) < ANSWERS_MAX) return
  throw new Refusal(
    'thread-full',
    `This thread has ${ANSWERS_MAX} answers, those that were taken back included, and takes no more. Start a new thread and say there what it goes on from.`,
  )
}

/** Changes one's own post. One that was taken back is there again with the new words; one that is hidden stays as it is. */
export async function editPost(
  user: SessionUser,
  id: string,
  { body, spoiler }: { body: string; spoiler: boolean },
): Promise<void> {
  const { reader, deleted } = await requireOwn(user, id)
  const { count } = await db().post.updateMany({
    where: { id, userId: reader.userId, hiddenAt: null },
    data: { body, spoiler, deletedAt: null, ...(deleted ? {} : { editedAt: new Date() }) },
  })
  if (count === 0) {
    throw new Refusal(
      'not-allowed',
      'A moderator has hidden this contribution, so it cannot be changed. Write a new one that does without what the reason names.',
    )
  }
}

/** Takes one's own post back. Its words are gone from the server; whoever wants it back sends them again. */
export async function deletePost(user: SessionUser, id: string): Promise<void> {
  const { reader } = await requireOwn(user, id)
  await db().post.updateMany({
    where: { id, userId: reader.userId },
    data: { body: '', deletedAt: new Date() },
  })
}

/** Tells the moderators. Once per person and post; not about one's own. */
export async function reportPost(user: SessionUser, id: string, reason: string): Promise<void> {
  const { post, reader } = await requirePost(user, id)
  if (post.userId === reader.userId) {
    throw new Refusal('not-allowed', 'This contribution is your own. Edit it or delete it instead.')
  }
  if (post.deletedAt || post.hiddenAt) throw noPost()
  try {
    await db().postReport.create({
      data: { postId: id, userId: reader.userId, reason },
      select: { id: true },
    })
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
      throw new Refusal(
        'already-reported',
        'You have reported this contribution before. The moderators see it; there is nothing more to do.',
      )
    }
    throw error
  }
}

async function requireOwn(user: SessionUser, id: string) {
  const { post, reader } = await requirePost(user, id)
  // Whose it is, is no secret; that it is not yours is what there is to say.
  if (post.userId !== reader.userId) {
    throw new Refusal('not-allowed', 'This contribution is somebody else’s. Only its author can change it.')
  }
  return { reader, deleted: post.deletedAt !== null }
}

/** A post that the user may know of. To who has not tried its exercise, it is as absent as one that never was. */
async function requirePost(user: SessionUser, id: string) {
  const found = z.uuid().safeParse(id).success
    ? await db().post.findUnique({
        where: { id },
        select: { exerciseUuid: true, userId: true, deletedAt: true, hiddenAt: true },
      })
    : null
  const slug = found && listExercises().find(({ uuid }) => uuid === found.exerciseUuid)?.slug
  if (!found || !slug) throw noPost()
  try {
    return { post: found, reader: await requireReader(user, slug) }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'attempt-required') throw noPost()
    throw error
  }
}

export function noPost(): Refusal {
  return new Refusal(
    'not-found',
    'There is no such contribution here, or not any more. Reload the page to see what there is.',
  )
}
