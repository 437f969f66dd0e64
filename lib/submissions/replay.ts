import { z } from 'zod'
import { db } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'
import type { Verdict } from '../suite/index.ts'
import { isId } from './id.ts'
import { notFound } from './read.ts'
import { requireSource, sha256 } from './source.ts'
import { type Accepted, enqueue, idempotencyKey, requireExercise } from './submit.ts'

export const replaySchema = z.strictObject({
  idempotencyKey,
  /** Edited code; the submission's own unless given. */
  code: z.string().optional(),
  /** Ids of faults of the shown run to leave out. */
  withoutFaults: z.array(z.string().max(32)).max(200).default([]),
})

/**
 * Runs the counterexample of a failed submission again: its seed, its faults less those left out, its code or an
 * edited one. The client can only take faults away, so a replay shows nothing of the suite beyond the run already
 * shown. Refused with 'not-found' for other people's submissions, 'nothing-to-replay' without a seed.
 */
export async function replay(
  userId: string,
  id: string,
  input: z.infer<typeof replaySchema>,
): Promise<Accepted> {
  const original = isId(id)
    ? await db().submission.findFirst({
        where: { id, userId },
        select: { slug: true, stage: true, code: true, verdict: true, suiteHash: true },
      })
    : null
  if (!original) throw notFound()
  const verdict = original.verdict as Verdict | null
  if (verdict?.outcome !== 'failed') {
    throw new Refusal(
      'nothing-to-replay',
      'Only a failed submission has a run to replay. Submit again, or run the visible suite in the browser.',
    )
  }
  const unknown = input.withoutFaults.filter((fault) => !verdict.faults.some((known) => known.id === fault))
  if (unknown.length > 0) {
    const known = verdict.faults.map((fault) => fault.id).join(', ') || 'none'
    throw new Refusal(
      'invalid-body',
      `withoutFaults: '${unknown.join(', ')}' came; this run has the faults ${known}.`,
    )
  }
  const exercise = requireExercise(original.slug)
  const code = input.code ?? original.code
  requireSource(code)
  const faults = verdict.faults.filter((fault) => !input.withoutFaults.includes(fault.id))
  const { id: replayId, repeated } = await enqueue(userId, {
    kind: 'REPLAY',
    stage: original.stage,
    exerciseUuid: exercise.uuid,
    slug: exercise.slug,
    code,
    idempotencyKey: input.idempotencyKey,
    requestHash: sha256(JSON.stringify(['REPLAY', id, code, faults.map((fault) => fault.id)])),
    suiteVersion: exercise.version,
    suiteHash: exercise.suiteHash,
    replayOf: id,
    seed: verdict.seed,
    faults,
  })
  const changed = original.suiteHash !== exercise.suiteHash
  return { id: replayId, repeated, suite: { version: exercise.version, hash: exercise.suiteHash, changed } }
}
