import { z } from 'zod'
import { can, type SessionUser } from '../auth/index.ts'
import { db, type Prisma, transaction } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'
import { listExercises } from '../exercises/index.ts'
import { reasonSchema } from './body.ts'
import { noPost } from './write.ts'

export const moderationSchema = z.discriminatedUnion('decision', [
  /** Out of view for all but its author and moderators; its open reports are settled. */
  z.strictObject({ decision: z.literal('hide'), reason: reasonSchema }),
  z.strictObject({ decision: z.literal('unhide'), reason: reasonSchema }),
  /** The post stays; its open reports are settled. */
  z.strictObject({ decision: z.literal('keep') }),
])

export type Decision = z.output<typeof moderationSchema>

export interface ReportedPost {
  id: string
  exercise: { slug: string; title: string }
  author: string | null
  body: string
  spoiler: boolean
  createdAt: Date
  hiddenAt: Date | null
  hiddenReason: string | null
  /** The open ones, the oldest first. */
  reports: { reason: string; by: string | null; at: Date }[]
}

const POSTS_MAX = 100

/** Posts with open reports, longest waiting first, then those that are hidden, the latest first. */
export async function listOpenReports(
  moderator: SessionUser,
): Promise<{ open: ReportedPost[]; hidden: ReportedPost[] }> {
  requireModerator(moderator)
  const reported = await db().$queryRaw<{ id: string }[]>`
    select p."id" from "Post" p join "PostReport" r on r."postId" = p."id"
    where p."deletedAt" is null and r."resolvedAt" is null and p."exerciseUuid" = any(${known()}::uuid[])
    group by p."id" order by min(r."createdAt"), p."id" limit ${POSTS_MAX}::int`
  const ids = reported.map(({ id }) => id)
  const open = new Map((await posts({ id: { in: ids } })).map((post) => [post.id, post]))
  const hidden = await posts({
    deletedAt: null,
    hiddenAt: { not: null },
    reports: { none: { resolvedAt: null } },
    exerciseUuid: { in: known() },
  })
  return { open: ids.flatMap((id) => open.get(id) ?? []), hidden }
}

/** Posts of exercises that the course has no more take no place in a list. */
function known(): string[] {
  return listExercises().map(({ uuid }) => uuid)
}

/** Decides on a post, and writes down who did and why. */
export async function moderate(
  moderator: SessionUser,
  id: string,
  decision: Decision,
  requestId?: string,
): Promise<void> {
  requireModerator(moderator)
  if (!z.uuid().safeParse(id).success) throw noPost()
  const now = new Date()
  await transaction(async (tx) => {
    const { count } = await tx.post.updateMany({
      where: { id, deletedAt: null },
      data: changeOf(decision, moderator, now),
    })
    if (count === 0) throw noPost()
    const { count: settled } = await tx.postReport.updateMany({
      where: { postId: id, resolvedAt: null },
      data: { resolvedAt: now, resolvedBy: moderator.id },
    })
    await tx.auditLog.create({
      data: {
        actorId: moderator.id,
        action: `post.${decision.decision}`,
        target: id,
        data: { ...('reason' in decision ? { reason: decision.reason } : {}), reports: settled },
        requestId: requestId ?? null,
      },
      select: { id: true },
    })
  })
}

function changeOf(decision: Decision, moderator: SessionUser, now: Date) {
  switch (decision.decision) {
    case 'hide':
      return { hiddenAt: now, hiddenBy: moderator.id, hiddenReason: decision.reason }
    case 'unhide':
      return { hiddenAt: null, hiddenBy: null, hiddenReason: null }
    case 'keep':
      return {}
  }
}

function requireModerator(user: SessionUser): void {
  if (can(user.role, 'teach')) return
  throw new Refusal(
    'not-allowed',
    'Only instructors and administrators moderate. Report a contribution instead.',
  )
}

/** The latest hidden first. */
async function posts(where: Prisma.PostWhereInput): Promise<ReportedPost[]> {
  const rows = await db().post.findMany({
    where,
    take: POSTS_MAX,
    orderBy: [{ hiddenAt: 'desc' }, { id: 'desc' }],
    select: {
      id: true,
      exerciseUuid: true,
      body: true,
      spoiler: true,
      createdAt: true,
      hiddenAt: true,
      hiddenReason: true,
      user: { select: { name: true } },
      reports: {
        where: { resolvedAt: null },
        orderBy: { createdAt: 'asc' },
        select: { reason: true, createdAt: true, user: { select: { name: true } } },
      },
    },
  })
  const exercises = new Map(listExercises().map((exercise) => [exercise.uuid, exercise]))
  return rows.flatMap(({ exerciseUuid, user, reports, ...row }) => {
    const exercise = exercises.get(exerciseUuid)
    if (!exercise) return []
    return [
      {
        ...row,
        exercise: { slug: exercise.slug, title: exercise.title },
        author: user?.name ?? null,
        reports: reports.map(({ reason, createdAt, user: by }) => ({ reason, at: createdAt, by: by.name })),
      },
    ]
  })
}
