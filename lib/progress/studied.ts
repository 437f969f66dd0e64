import { db } from '../db/index.ts'
import { LEARNERS_MIN } from './costs.ts'

/** How many learners have tried an exercise, and how many of them passed. */
export interface Studied {
  exerciseUuid: string
  learners: number
  passed: number
}

/** With fewer learners in all, an order of exercises would tell what single people did. */
export const STUDIED_LEARNERS_MIN = 20

/**
 * The exercises that most learners have tried, most first. Empty below `STUDIED_LEARNERS_MIN` learners in all; an exercise
 * that fewer than `LEARNERS_MIN` have tried is left out.
 */
export async function listMostStudied(limit: number): Promise<Studied[]> {
  return await db().$queryRaw<Studied[]>`
    select "exerciseUuid"::text, count(*)::int as "learners",
           (count(*) filter (where "state" = 'PASSED'))::int as "passed"
    from "Progress"
    where (select count(distinct "userId") from "Progress") >= ${STUDIED_LEARNERS_MIN}
    group by "exerciseUuid"
    having count(*) >= ${LEARNERS_MIN}
    order by 2 desc, 3 desc, 1
    limit ${limit}`
}
