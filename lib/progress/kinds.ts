import { db } from '../db/index.ts'
import type { Failed } from '../suite/index.ts'

/** What kind of promise a submission broke first; 'limit' for one that was stopped. */
export type PropertyKind = Failed['kind'] | 'limit'

/** How one learner's submissions to one exercise fared at one kind of promise. */
export interface KindTally {
  exerciseUuid: string
  kind: PropertyKind
  failures: number
  lastAt: Date
  /** Of the newest of these failures; null for 'limit'. */
  sentence: string | null
  submissionId: string
}

/** Of so many of the newest failures: a verdict carries its whole counterexample, and each has to be opened. */
const NEWEST = 200

/** Own submissions that failed or were stopped, by exercise and kind, the kind that failed last first. Replays are not counted. */
export async function listFailureKinds(userId: string): Promise<KindTally[]> {
  return await db().$queryRaw<KindTally[]>`
    with "failed" as materialized (
      select "id", "exerciseUuid", "createdAt",
        case "outcome" when 'failed' then "verdict"->>'kind' else 'limit' end as "kind",
        case "outcome" when 'failed' then "verdict"->>'sentence' end as "sentence"
      from "Submission"
      where "userId" = ${userId}::uuid and "kind" = 'SUBMISSION' and "outcome" in ('failed', 'exceeded')
      order by "id" desc limit ${NEWEST}::int
    )
    select "exerciseUuid"::text, "kind", count(*)::int as "failures", max("createdAt") as "lastAt",
      (array_agg("sentence" order by "id" desc))[1] as "sentence",
      (array_agg("id"::text order by "id" desc))[1] as "submissionId"
    from "failed" group by 1, 2 order by max("createdAt") desc`
}
