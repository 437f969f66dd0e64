import { db, type KeptBecause, Prisma, type SubmissionState } from '../db/index.ts'
import type { Cost, Verdict } from '../suite/index.ts'
import { isId } from './id.ts'

/** One line of the history of an exercise: what was submitted, and what was kept when something took its place. */
export type HistoryEntry = PastSubmission | PastCopy

export interface PastSubmission {
  kind: 'submission'
  id: string
  createdAt: Date
  state: SubmissionState
  outcome: Verdict['outcome'] | null
  stage: string | null
  suiteVersion: number
  /** Of a failure: the property that was violated first. */
  property: string | null
  costs: Cost[]
}

export interface PastCopy {
  kind: 'copy'
  id: string
  createdAt: Date
  because: KeptBecause
}

export interface HistoryPage {
  entries: HistoryEntry[]
  /** Where the next page goes on; null on the last. */
  next: string | null
}

/** The code that this learner passed with last: of a staged exercise, its last stage. Null when they have not. */
export async function findPassedCode(
  userId: string,
  exerciseUuid: string,
  stage?: string,
): Promise<{ id: string; code: string; createdAt: Date } | null> {
  return await db().submission.findFirst({
    where: {
      ...{ userId, exerciseUuid, kind: 'SUBMISSION', outcome: 'passed' },
      ...(stage === undefined ? {} : { stage }),
    },
    orderBy: { id: 'desc' },
    select: { id: true, code: true, createdAt: true },
  })
}

type Row = Omit<PastSubmission, 'kind'> & Omit<PastCopy, 'kind'> & { kind: string }

/**
 * A learner's submissions and kept copies for an exercise, newest first. Of the verdicts only what a list shows is read: a
 * verdict carries a whole trace. `before`: `next` of the page before.
 */
export async function listHistory(
  userId: string,
  exerciseUuid: string,
  { before, limit = 50 }: { before?: string; limit?: number } = {},
): Promise<HistoryPage> {
  const from = parseCursor(before)
  const older = from
    ? Prisma.sql`and ("createdAt", "id") < (${from.createdAt}::timestamptz, ${from.id}::uuid)`
    : Prisma.empty
  const rows = await db().$queryRaw<Row[]>`
    select * from (
      select 'submission' as "kind", "id", "createdAt", "state"::text, "outcome", "stage", "suiteVersion",
        "verdict"->>'property' as "property", coalesce("verdict"->'costs', '[]') as "costs", null as "because"
      from "Submission"
      where "userId" = ${userId}::uuid and "exerciseUuid" = ${exerciseUuid}::uuid and "kind" = 'SUBMISSION' ${older}
      union all
      select 'copy', "id", "createdAt", null, null, null, 0, null, '[]', "because"::text
      from "KeptCopy"
      where "userId" = ${userId}::uuid and "exerciseUuid" = ${exerciseUuid}::uuid ${older}
    ) as "all"
    order by "createdAt" desc, "id" desc
    limit ${limit + 1}::int`
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last ? `${last.createdAt.toISOString()}~${last.id}` : null
  return { entries: page.map(entryOf), next }
}

function entryOf(row: Row): HistoryEntry {
  const { kind, id, createdAt, because, ...rest } = row
  return kind === 'copy'
    ? { kind: 'copy', id, createdAt, because }
    : { kind: 'submission', id, createdAt, ...rest }
}

/** What does not parse begins at the newest, and so does a time that PostgreSQL would not take. */
function parseCursor(text: string | undefined): { createdAt: Date; id: string } | null {
  const [at = '', id = ''] = text?.split('~') ?? []
  const createdAt = new Date(at)
  const year = createdAt.getUTCFullYear()
  return year >= 2000 && year <= 9999 && isId(id) ? { createdAt, id } : null
}
