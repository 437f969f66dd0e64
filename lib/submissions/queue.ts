import { db, Prisma } from '../db/index.ts'
import { liveWorkers } from './workers.ts'

export interface QueueState {
  queued: number
  running: number
  /** Age of the oldest waiting submission; 0 when none waits. */
  oldestWaitMs: number
  /** Jobs of the queue that broke and wait for another try. */
  failing: number
}

/** The queue as a whole, for operators. */
export async function queueState(): Promise<QueueState> {
  const [row] = await db().$queryRaw<QueueState[]>`
    select
      count(*) filter (where "state" = 'QUEUED')::int as "queued",
      count(*) filter (where "state" = 'RUNNING')::int as "running",
      coalesce(extract(epoch from now() - min("createdAt") filter (where "state" = 'QUEUED')) * 1000, 0)::float8 as "oldestWaitMs",
      (select count(*) from graphile_worker.jobs where last_error is not null)::int as "failing"
    from "Submission" where "state" in ('QUEUED', 'RUNNING')`
  return row as QueueState
}

export interface Place {
  /** 1: next. */
  position: number
  /** Until its verdict, guessed from recent gradings; null when no worker is there. */
  etaMs: number | null
}

const RECENT = 50
const GUESS_MS = 500

/**
 * Whose turn it is (columns id, position). Round-robin between people: who has the fewest running or ahead of this one
 * comes first, then who was served longest ago, then who came first. Everybody who was there before is passed at most
 * once by each other person, so nobody starves. See docs/decisions/0079.
 */
export const TURNS = Prisma.sql`
  select s."id", row_number() over (order by s."nth" + coalesce(r."running", 0), l."servedAt" nulls first, s."id") as "position"
  from (
    select "id", "userId", row_number() over (partition by "userId" order by "id") as "nth"
    from "Submission" where "state" = 'QUEUED'
  ) s
  left join (
    select "userId", count(*) as "running" from "Submission" where "state" = 'RUNNING' group by "userId"
  ) r using ("userId")
  cross join lateral (select max("startedAt") as "servedAt" from "Submission" where "userId" = s."userId") l`

/** Its id, as an expression; null when nobody waits. */
export const FIRST = Prisma.sql`(select "id" from (${TURNS}) waiting order by "position" limit 1)`

/** Where in the queue these submissions stand; those that wait no more are left out. One query, however many. */
export async function placesOf(ids: readonly string[]): Promise<Map<string, Place>> {
  const [rows, workers, [pace]] = await Promise.all([
    db().$queryRaw<{ id: string; position: number }[]>`
      select "id"::text, "position"::int from (${TURNS}) waiting where "id" = any(${ids}::uuid[])`,
    liveWorkers(),
    db().$queryRaw<{ ms: number | null }[]>`
      select avg(extract(epoch from "finishedAt" - "startedAt") * 1000)::float8 as "ms" from (
        select "finishedAt", "startedAt" from "Submission" where "finishedAt" is not null and "startedAt" is not null
        order by "finishedAt" desc limit ${RECENT}::int
      ) recent`,
  ])
  const lanes = workers.reduce((sum, worker) => sum + worker.concurrency, 0)
  const gradingMs = pace?.ms ?? GUESS_MS
  const etaMs = (position: number) =>
    lanes === 0 ? null : Math.round(Math.ceil(position / lanes) * gradingMs)
  return new Map(rows.map(({ id, position }) => [id, { position, etaMs: etaMs(position) }]))
}
