import { db, Prisma, type SubmissionKind, type Tx, transaction } from '../db/index.ts'
import { recordVerdict } from '../progress/index.ts'
import type { FaultOp } from '../sim/index.ts'
import type { OurFault, Verdict } from '../suite/index.ts'
import { EVENT_CHANNEL, notify } from './events.ts'
import { FIRST } from './queue.ts'
import { storable } from './source.ts'
import { addJob } from './submit.ts'

/** A submission whose worker died, or whose grading broke, this often is given up. */
export const TRIES_MAX = 3

/** The right to grade one submission, until someone else gets it. */
export interface Claim {
  id: string
  /** Grows with every claim: a verdict is recorded only under the newest. */
  fence: number
  /** This one included. */
  tries: number
  userId: string
  exerciseUuid: string
  slug: string
  stage: string | null
  kind: SubmissionKind
  code: string
  seed: string | null
  faults: readonly FaultOp[] | null
  /** From submit to this claim. */
  waitMs: number
}

/**
 * Takes the submission whose turn it is for `workerId`, because a job rang: that of `rung` or of another one, so that one
 * person's many submissions leave room for everybody else's. Null when none waits: the job is an echo. Afterwards each
 * waiting submission has a job of its own, as before.
 */
export async function claimNext(rung: string, workerId: string): Promise<Claim | null> {
  return await transaction(async (tx) => {
    // One choice at a time: two at once would both see the same person with nothing running. Nobody waits for the disk
    // here: a claim that a crash of the database takes back leaves a submission that waits (docs/decisions/0089).
    await tx.$executeRaw`
      select set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock(${CLAIM_LOCK}::bigint)`
    for (;;) {
      const held = await take(tx, FIRST, workerId)
      if (!held) {
        // Nobody, or one who was cancelled a moment ago.
        if ((await tx.submission.count({ where: { state: 'QUEUED' } })) > 0) continue
        return null
      }
      if (held.id !== rung) await swapJobs(tx, held.id, rung)
      return held
    }
  })
}

/** Any number, as long as nothing else in this database locks by it. */
const CLAIM_LOCK = 7_041_978

/** The job of `rung` was used up for `taken`; the job of `taken` is not needed any more. */
async function swapJobs(tx: Tx, taken: string, rung: string): Promise<void> {
  await tx.$executeRaw`select graphile_worker.remove_job(${taken}::text)`
  const stillWaits = await tx.submission.count({ where: { id: rung, state: 'QUEUED' } })
  if (stillWaits > 0) await addJob(tx, rung)
}

/** Takes this queued submission, whoever's turn it is. Null when it is not queued any more. */
export async function claim(id: string, workerId: string): Promise<Claim | null> {
  return await take(db(), Prisma.sql`${id}::uuid`, workerId)
}

/** `which`: an SQL expression, the id. */
async function take(
  tx: Pick<Tx, '$queryRaw'>,
  which: ReturnType<typeof Prisma.sql>,
  workerId: string,
): Promise<Claim | null> {
  const rows = await tx.$queryRaw<(Omit<Claim, 'faults'> & { faults: unknown })[]>`
    with claimed as (
      update "Submission"
      set "state" = 'RUNNING', "fence" = "fence" + 1, "tries" = "tries" + 1, "workerId" = ${workerId}, "startedAt" = now()
      where "id" = ${which} and "state" = 'QUEUED'
      returning "id"::text, "fence", "tries", "userId"::text, "exerciseUuid"::text, "slug", "kind"::text, "stage", "code", "seed",
        "faults", (extract(epoch from now() - "createdAt") * 1000)::float8 as "waitMs"
    )
    select claimed.*, pg_notify(${EVENT_CHANNEL}, json_build_object('id', "id", 'kind', 'running')::text)::text as "notified"
    from claimed`
  const [row] = rows
  return row ? { ...row, faults: readFaults(row.faults) } : null
}

export interface Graded {
  /** All stages of a staged exercise, in order. */
  stages?: readonly string[]
  verdict: Verdict
  suiteVersion: number
  suiteHash: string
  engineVersion: string
}

/**
 * Records the verdict and the progress that follows from it, once: false when the claim is not the newest any more, in
 * which case nothing was written.
 */
export async function finish(claim: Claim, graded: Graded): Promise<boolean> {
  const verdict = storable(forLearners(graded.verdict))
  return await transaction(async (tx) => {
    const recorded = await settle(tx, claim, {
      state: 'DONE',
      verdict,
      suiteVersion: graded.suiteVersion,
      suiteHash: graded.suiteHash,
      engineVersion: graded.engineVersion,
    })
    if (recorded && claim.kind === 'SUBMISSION') {
      const stage = claim.stage === null ? null : { id: claim.stage, of: graded.stages ?? [claim.stage] }
      await recordVerdict(tx, { ...claim, suiteVersion: graded.suiteVersion, stage, verdict })
    }
    return recorded
  })
}

/** Without what only authors may read: the situations of a hidden suite. The worker's log has them. */
function forLearners(verdict: Verdict): Verdict {
  if (verdict.outcome !== 'our-fault') return verdict
  const { unseen: _, ...told } = verdict
  return told
}

/** Ends the claim without a verdict, because the learner asked for it. */
export async function finishCancelled(claim: Claim): Promise<boolean> {
  return await transaction(async (tx) => await settle(tx, claim, { state: 'CANCELLED' }))
}

/**
 * Gives the claim back, so that this or another worker tries again after `delayMs`. `counts: false` for a worker that
 * is shutting down: the submission has done nothing wrong. After too many tries it is quarantined instead.
 */
export async function requeue(
  claim: Pick<Claim, 'id' | 'fence' | 'tries'>,
  { counts, delayMs = 0 }: { counts: boolean; delayMs?: number },
): Promise<'queued' | 'cancelled' | 'quarantined' | 'lost'> {
  return await transaction(async (tx) => await putBack(tx, claim, { counts, delayMs }))
}

/** `requeue` within a transaction. */
export async function putBack(
  tx: Tx,
  claim: Pick<Claim, 'id' | 'fence' | 'tries'>,
  { counts, delayMs = 0 }: { counts: boolean; delayMs?: number },
): Promise<'queued' | 'cancelled' | 'quarantined' | 'lost'> {
  const held = { id: claim.id, fence: claim.fence, state: 'RUNNING' as const }
  const wantsCancel = await tx.submission.count({ where: { ...held, cancelRequestedAt: { not: null } } })
  if (wantsCancel > 0) return (await settle(tx, claim, { state: 'CANCELLED' })) ? 'cancelled' : 'lost'
  if (counts && claim.tries >= TRIES_MAX) {
    return (await settle(tx, claim, { state: 'QUARANTINED', verdict: crashed })) ? 'quarantined' : 'lost'
  }
  const { count } = await tx.submission.updateMany({
    where: held,
    data: { state: 'QUEUED', workerId: null, ...(counts ? {} : { tries: { decrement: 1 } }) },
  })
  if (count === 0) return 'lost'
  await addJob(tx, claim.id, { delayMs })
  await notify(tx, { id: claim.id, kind: 'queued' })
  return 'queued'
}

const crashed: OurFault = {
  outcome: 'our-fault',
  kind: 'crashed',
  message:
    `Our grader stopped ${TRIES_MAX} times while it ran this submission, so we gave up on it. This is our fault, does not count as an ` +
    'attempt, and is in our log. Change something and submit again.',
  ms: 0,
}

interface Settled {
  state: 'DONE' | 'CANCELLED' | 'QUARANTINED'
  verdict?: Verdict
  suiteVersion?: number
  suiteHash?: string
  engineVersion?: string
}

/** The one statement that makes a submission final, and tells. Whether the claim was still the newest. */
async function settle(tx: Tx, { id, fence }: Pick<Claim, 'id' | 'fence'>, to: Settled): Promise<boolean> {
  const event = JSON.stringify({ id, kind: 'final' })
  const verdict = to.verdict === undefined ? null : JSON.stringify(to.verdict)
  const rows = await tx.$queryRaw<unknown[]>`
    with "settled" as (
      update "Submission" set
        "state" = ${to.state}::"SubmissionState", "finishedAt" = now(),
        "verdict" = ${verdict}::jsonb, "outcome" = ${to.verdict?.outcome ?? null},
        "suiteVersion" = coalesce(${to.suiteVersion ?? null}::int, "suiteVersion"),
        "suiteHash" = coalesce(${to.suiteHash ?? null}, "suiteHash"),
        "engineVersion" = ${to.engineVersion ?? null}
      where "id" = ${id}::uuid and "fence" = ${fence}::int and "state" = 'RUNNING'
      returning 1
    )
    select pg_notify(${EVENT_CHANNEL}, ${event})::text from "settled"`
  return rows.length > 0
}

function readFaults(stored: unknown): readonly FaultOp[] | null {
  return Array.isArray(stored) ? (stored as FaultOp[]) : null
}
