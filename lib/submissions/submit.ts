import { z } from 'zod'
import { db, type Tx } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'
import { type Exercise, findExercise } from '../exercises/index.ts'
import { findProgress } from '../progress/index.ts'
import { newId } from './id.ts'
import { requireSource, sha256 } from './source.ts'

/** The queue's name for our one kind of job. */
export const GRADE_TASK = 'grade'

/** So many submissions of one learner may wait or run at the same time; one person must not fill the queue. */
const PENDING_MAX = 6

/** Made by the client, once per click. */
export const idempotencyKey = z
  .string()
  .regex(/^[\w-]{8,64}$/, '8 to 64 letters, digits, - or _ were expected, such as a UUID.')

export const submitSchema = z.strictObject({
  slug: z.string().min(1).max(100),
  code: z.string(),
  idempotencyKey,
  /** Of a staged exercise: what is to be judged, the stages before it included. */
  stage: z.string().max(64).optional(),
  /** Hash of the suite that the page showed, to notice that it has changed since. */
  suiteHash: z.string().max(128).optional(),
})

export interface Accepted {
  id: string
  /** The same key came before, with the same request: nothing new was queued. */
  repeated: boolean
  /** The suite that will grade. `changed`: not the one that the client saw. */
  suite: { version: number; hash: string; changed: boolean }
}

/**
 * Takes code in for grading: the submission and its job, both or neither. The same idempotency key with the same
 * request returns the submission made before; with another request it is refused with 'idempotency-conflict'.
 * Other refusals: 'unknown-exercise', 'unknown-stage', 'stage-locked', 'source-too-large', 'invalid-text', 'too-many-running'.
 */
export async function submit(userId: string, input: z.infer<typeof submitSchema>): Promise<Accepted> {
  const exercise = requireExercise(input.slug)
  requireSource(input.code)
  const stage = requireStage(exercise, input.stage)
  await requireUnlocked(userId, exercise, stage)
  const { id, repeated } = await enqueue(userId, {
    kind: 'SUBMISSION',
    stage,
    exerciseUuid: exercise.uuid,
    slug: exercise.slug,
    code: input.code,
    idempotencyKey: input.idempotencyKey,
    requestHash: sha256(
      JSON.stringify(['SUBMISSION', exercise.uuid, input.code, ...(stage === null ? [] : [stage])]),
    ),
    suiteVersion: exercise.version,
    suiteHash: exercise.suiteHash,
  })
  const changed = input.suiteHash !== undefined && input.suiteHash !== exercise.suiteHash
  return { id, repeated, suite: { version: exercise.version, hash: exercise.suiteHash, changed } }
}

export function requireExercise(slug: string): Exercise {
  const exercise = findExercise(slug)
  if (exercise) return exercise
  throw new Refusal(
    'unknown-exercise',
    `There is no exercise '${slug.slice(0, 100)}'. It may have been renamed: open it again from the list of exercises.`,
  )
}

/** Null for an exercise without stages. Refused with 'unknown-stage' when the one asked for is none of the exercise's. */
function requireStage(exercise: Exercise, asked: string | undefined): string | null {
  const ids = exercise.stages.map((s) => s.id)
  if (ids.length === 0 && asked === undefined) return null
  if (asked !== undefined && ids.includes(asked)) return asked
  const came = asked === undefined ? 'No stage' : `The stage '${asked}'`
  const has = ids.length === 0 ? `'${exercise.slug}' has no stages` : `one of ${ids.join(', ')} was expected`
  throw new Refusal('unknown-stage', `${came} came; ${has}. Open the exercise again and submit from there.`, {
    stages: ids,
  })
}

/** A stage is judged once the one before it was passed; reading and running it is free. */
async function requireUnlocked(userId: string, exercise: Exercise, stage: string | null): Promise<void> {
  const at = exercise.stages.findIndex((s) => s.id === stage)
  const before = exercise.stages[at - 1]
  if (at < 1 || !before) return
  const progress = await findProgress(userId, exercise.uuid)
  if (progress?.stages[before.id]?.state === 'PASSED') return
  throw new Refusal(
    'stage-locked',
    `Stage ${at + 1} is judged after stage ${at}, '${before.title}', is passed. Submit for that one first; you can run this one meanwhile.`,
    { stage: before.id },
  )
}

interface NewSubmission {
  kind: 'SUBMISSION' | 'REPLAY'
  stage: string | null
  exerciseUuid: string
  slug: string
  code: string
  idempotencyKey: string
  requestHash: string
  suiteVersion: number
  suiteHash: string
  replayOf?: string
  seed?: string
  /** FaultOp[] as JSON. */
  faults?: object
}

/**
 * Stores the submission and its job. One statement is one transaction, and one round trip: this is on the way of every
 * learner who waits. What it did not store was either there already or one too many. `pending_of` (a migration) lets those of
 * one learner come one after another.
 */
export async function enqueue(
  userId: string,
  wanted: NewSubmission,
): Promise<{ id: string; repeated: boolean }> {
  const id = newId()
  const faults = wanted.faults === undefined ? null : JSON.stringify(wanted.faults)
  const made = await db().$queryRaw<unknown[]>`
    with "pending" as materialized (
      select pending_of(${userId}::uuid) as "n"
    ), "made" as (
      insert into "Submission" (
        "id", "userId", "exerciseUuid", "slug", "kind", "stage", "code", "codeHash", "idempotencyKey", "requestHash",
        "suiteVersion", "suiteHash", "replayOf", "seed", "faults"
      )
      select
        ${id}::uuid, ${userId}::uuid, ${wanted.exerciseUuid}::uuid, ${wanted.slug}, ${wanted.kind}::"SubmissionKind", ${wanted.stage},
        ${wanted.code}, ${sha256(wanted.code)}, ${wanted.idempotencyKey}, ${wanted.requestHash},
        ${wanted.suiteVersion}::int, ${wanted.suiteHash}, ${wanted.replayOf ?? null}::uuid, ${wanted.seed ?? null}, ${faults}::jsonb
      from "pending" where "n" < ${PENDING_MAX}::int
      on conflict ("userId", "idempotencyKey") do nothing
      returning "id"::text
    )
    select (graphile_worker.add_job(
      identifier := ${GRADE_TASK}, payload := json_build_object('id', "id"), job_key := "id"
    )).id::text from "made"`
  if (made.length > 0) return { id, repeated: false }
  const repeated = await findRepeated(userId, wanted)
  if (repeated) return repeated
  throw new Refusal(
    'too-many-running',
    `${PENDING_MAX} of your submissions are waiting or running. Wait for a verdict or cancel one, then submit again.`,
    {},
    { retryAfterS: 5 },
  )
}

async function findRepeated(
  userId: string,
  wanted: NewSubmission,
): Promise<{ id: string; repeated: true } | undefined> {
  const found = await db().submission.findUnique({
    where: { userId_idempotencyKey: { userId, idempotencyKey: wanted.idempotencyKey } },
    select: { id: true, requestHash: true },
  })
  if (!found) return undefined
  if (found.requestHash === wanted.requestHash) return { id: found.id, repeated: true }
  throw new Refusal(
    'idempotency-conflict',
    'This idempotency key was used for another submission. Make a new key for each new submission.',
    { id: found.id },
  )
}

/**
 * The doorbell for a worker. The submission's row says what is to be done; the job carries its id only, and its key
 * makes a second doorbell for the same submission replace the first.
 */
export async function addJob(tx: Tx, id: string, { delayMs = 0 }: { delayMs?: number } = {}): Promise<void> {
  await tx.$executeRaw`
    select graphile_worker.add_job(
      identifier := ${GRADE_TASK}, payload := json_build_object('id', ${id}::text), job_key := ${id}::text,
      run_at := now() + make_interval(secs => ${delayMs / 1000}::float8))`
}
