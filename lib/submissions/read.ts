import { db, type SubmissionKind, type SubmissionState } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'
import type { Verdict } from '../suite/index.ts'
import { isId } from './id.ts'

const summary = {
  id: true,
  slug: true,
  kind: true,
  stage: true,
  state: true,
  outcome: true,
  suiteVersion: true,
  suiteHash: true,
  engineVersion: true,
  replayOf: true,
  codeHash: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
} as const

export interface SubmissionSummary {
  id: string
  slug: string
  kind: SubmissionKind
  stage: string | null
  state: SubmissionState
  outcome: string | null
  suiteVersion: number
  suiteHash: string
  engineVersion: string | null
  replayOf: string | null
  codeHash: string
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

export interface Submission extends SubmissionSummary {
  exerciseUuid: string
  code: string
  verdict: Verdict | null
}

/** The submission. Refused with 'not-found' unless it is this user's. */
export async function requireSubmission(userId: string, id: string): Promise<Submission> {
  if (!isId(id)) throw notFound()
  const row = await db().submission.findFirst({
    where: { id, userId },
    select: { ...summary, exerciseUuid: true, code: true, verdict: true },
  })
  if (!row) throw notFound()
  return { ...row, verdict: row.verdict as Verdict | null }
}

/** A learner's submissions for an exercise, newest first; replays are not among them. `before`: the id to go on from. */
export async function listSubmissions(
  userId: string,
  exerciseUuid: string,
  { before, stage, limit = 30 }: { before?: string; stage?: string; limit?: number } = {},
): Promise<SubmissionSummary[]> {
  return await db().submission.findMany({
    // Ids are UUIDs of version 7: they grow with time.
    where: {
      userId,
      exerciseUuid,
      kind: 'SUBMISSION',
      ...(stage === undefined ? {} : { stage }),
      ...(before && isId(before) ? { id: { lt: before } } : {}),
    },
    orderBy: { id: 'desc' },
    take: limit,
    select: summary,
  })
}

/** Other people's submissions look like ones that never were. */
export function notFound(): Refusal {
  return new Refusal(
    'not-found',
    'There is no such submission among yours. Sign in with the account that sent it, or submit the code again.',
  )
}
