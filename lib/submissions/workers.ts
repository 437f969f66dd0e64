import { db, transaction } from '../db/index.ts'
import { putBack } from './record.ts'
import { addJob } from './submit.ts'

/** What a worker says of itself with every heartbeat. */
export interface Heartbeat {
  /** The name under which it locks jobs. */
  id: string
  host: string
  pid: number
  concurrency: number
  /** JSON: cage layers and counts of the grader. */
  status: object
  /** JSON: prom-client metrics. */
  metrics: unknown[]
}

export interface LiveWorker {
  id: string
  host: string
  concurrency: number
  startedAt: Date
  heartbeatAt: Date
  status: unknown
  metrics: unknown[]
}

/** How long a worker may be silent before its work is given to others. */
export const LEASE_MS = 10_000

/** Renews the worker's lease. Times are the database's, so that clocks of machines need not agree. */
export async function heartbeat({ id, host, pid, concurrency, status, metrics }: Heartbeat): Promise<void> {
  await db().$executeRaw`
    insert into "Worker" ("id", "host", "pid", "concurrency", "status", "metrics")
    values (${id}, ${host}, ${pid}::int, ${concurrency}::int, ${JSON.stringify(status)}::jsonb, ${JSON.stringify(metrics)}::jsonb)
    on conflict ("id") do update
    set "status" = excluded."status", "metrics" = excluded."metrics", "heartbeatAt" = now()`
}

/** A worker that ends by itself leaves nothing to take over. */
export async function leave(id: string): Promise<void> {
  await db().worker.deleteMany({ where: { id } })
}

/** The workers whose heartbeat is younger than the lease. */
export async function liveWorkers(leaseMs = LEASE_MS): Promise<LiveWorker[]> {
  return await db().$queryRaw<LiveWorker[]>`
    select "id", "host", "concurrency", "startedAt", "heartbeatAt", "status", "metrics" from "Worker"
    where "heartbeatAt" > now() - ${leaseMs / 1000}::float8 * interval '1 second' order by "startedAt"`
}

/**
 * Gives back what this worker is recorded to hold and does not: the answer to a claim was lost on its way when the
 * database went away. `held`: what it grades. Claims younger than `olderThanMs` may be on their way still. Returns how many.
 */
export async function giveBackUnheld(
  workerId: string,
  held: readonly string[],
  olderThanMs: number,
): Promise<number> {
  return await transaction(async (tx) => {
    const unheld = await tx.$queryRaw<{ id: string; fence: number; tries: number }[]>`
      select "id"::text, "fence", "tries" from "Submission"
      where "state" = 'RUNNING' and "workerId" = ${workerId} and "id" <> all(${held}::uuid[])
        and "startedAt" < now() - ${olderThanMs / 1000}::float8 * interval '1 second'
      for update skip locked`
    for (const claim of unheld) await putBack(tx, claim, { counts: false })
    return unheld.length
  })
}

export interface TakenOver {
  /** Workers declared dead. */
  workers: string[]
  queued: number
  cancelled: number
  quarantined: number
  /** Queued submissions whose job was lost, or locked by a worker that nobody knows. */
  rung: number
}

/**
 * Frees what dead workers held: their submissions go back to the queue (or, after too many tries, to quarantine), and
 * their locks on jobs are released. Also rings again for queued submissions without a job, so that each reaches an
 * end whatever was lost. Any number of workers may call it at once. A worker that was only slow loses nothing but its
 * work: its claims are not the newest any more.
 */
export async function takeOver(leaseMs = LEASE_MS): Promise<TakenOver> {
  const leaseS = leaseMs / 1000
  return await transaction(async (tx) => {
    const taken: TakenOver = { workers: [], queued: 0, cancelled: 0, quarantined: 0, rung: 0 }
    const dead = await tx.$queryRaw<{ id: string }[]>`
      delete from "Worker" where "heartbeatAt" < now() - ${leaseS}::float8 * interval '1 second' returning "id"`
    taken.workers = dead.map((row) => row.id)
    if (taken.workers.length > 0) {
      await tx.$executeRaw`select graphile_worker.force_unlock_workers(${taken.workers}::text[])`
    }
    const orphans = await tx.$queryRaw<{ id: string; fence: number; tries: number }[]>`
      select "id"::text, "fence", "tries" from "Submission"
      where "state" = 'RUNNING' and not exists (select from "Worker" w where w."id" = "workerId")
      for update skip locked`
    for (const orphan of orphans) {
      const became = await putBack(tx, orphan, { counts: true })
      if (became !== 'lost') taken[became]++
    }
    const silent = await tx.$queryRaw<{ id: string }[]>`
      select s."id"::text from "Submission" s
      where s."state" = 'QUEUED' and s."createdAt" < now() - ${leaseS}::float8 * interval '1 second'
        and not exists (
          select from graphile_worker.jobs j
          where j.key = s."id"::text and j.attempts < j.max_attempts
            and (j.locked_by is null or exists (select from "Worker" w where w."id" = j.locked_by)))
      for update of s skip locked`
    for (const { id } of silent) await addJob(tx, id)
    taken.rung = silent.length
    return taken
  })
}
