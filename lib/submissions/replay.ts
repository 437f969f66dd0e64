import { z } from 'zod'
import { db } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'
import type { Counterexample, Verdict } from '../suite/index.ts'
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
  /** Of an inverse exercise: the implementation whose exposing run is meant. */
  mutant: z.string().max(64).optional(),
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
  const run = runOf(original.verdict as Verdict | null, input.mutant)
  if (!run) {
    throw new Refusal(
      'nothing-to-replay',
      'Only a failed submission, or an implementation that was exposed, has a run to replay. Submit again, or run the visible suite in the browser.',
    )
  }
  const unknown = input.withoutFaults.filter((fault) => !run.faults.some((known) => known.id === fault))
  if (unknown.length > 0) {
    const known = run.faults.map((fault) => fault.id).join(', ') || 'none'
    throw new Refusal(
      'invalid-body',
      `withoutFaults: '${unknown.join(', ')}' came; this run has the faults ${known}.`,
    )
  }
  const exercise = requireExercise(original.slug)
  const code = input.code ?? original.code
  requireSource(code)
  const faults = run.faults.filter((fault) => !input.withoutFaults.includes(fault.id))
  const { id: replayId, repeated } = await enqueue(userId, {
    kind: 'REPLAY',
    stage: original.stage,
    exerciseUuid: exercise.uuid,
    slug: exercise.slug,
    code,
    idempotencyKey: input.idempotencyKey,
    requestHash: sha256(JSON.stringify(['REPLAY', id, run.seed, code, faults.map((fault) => fault.id)])),
    suiteVersion: exercise.version,
    suiteHash: exercise.suiteHash,
    replayOf: id,
    seed: run.seed,
    faults,
  })
  const changed = original.suiteHash !== exercise.suiteHash
  return { id: replayId, repeated, suite: { version: exercise.version, hash: exercise.suiteHash, changed } }
}

/** The run that the learner was shown: nothing else of the suite can be played. */
function runOf(v: Verdict | null, mutant?: string): Pick<Counterexample, 'seed' | 'faults'> | undefined {
  if (mutant !== undefined) {
    const mutants = v?.outcome === 'passed' || v?.outcome === 'failed' ? v.mutants : undefined
    return mutants?.results.find((m) => m.id === mutant)?.kill
  }
  return v?.outcome === 'failed' && v.seed !== '' ? v : undefined
}
