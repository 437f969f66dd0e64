import { can, type SessionUser } from '../auth/index.ts'
import { Refusal } from '../errors/index.ts'
import { findExercise } from '../exercises/index.ts'
import { findProgress } from '../progress/index.ts'

/** Somebody who may read and write the discussion of one exercise. Made by `requireReader` only. */
export interface Reader {
  userId: string
  exerciseUuid: string
  slug: string
  /** Has passed the exercise: what they write is taken for a spoiler unless they say otherwise. */
  passed: boolean
  moderates: boolean
}

/**
 * The rule of discussions: open from the first attempt that was judged, and for who teaches. Refused with
 * 'attempt-required' before, and with 'unknown-exercise'.
 */
export async function requireReader(user: SessionUser, slug: string): Promise<Reader> {
  const exercise = findExercise(slug)
  if (!exercise) {
    throw new Refusal(
      'unknown-exercise',
      `There is no exercise '${slug.slice(0, 100)}'. Check its name in the address.`,
    )
  }
  const progress = await findProgress(user.id, exercise.uuid)
  const moderates = can(user.role, 'teach')
  if (!moderates && (progress?.attempts ?? 0) === 0) {
    throw new Refusal(
      'attempt-required',
      'The discussion opens with your first judged submission: what others found would spoil it. Submit first; a failed attempt counts.',
    )
  }
  return {
    userId: user.id,
    exerciseUuid: exercise.uuid,
    slug: exercise.slug,
    passed: progress?.state === 'PASSED',
    moderates,
  }
}

/** The same as a question, for links. */
export async function isReader(user: SessionUser, slug: string): Promise<boolean> {
  try {
    await requireReader(user, slug)
    return true
  } catch (error) {
    if (error instanceof Refusal && error.code === 'attempt-required') return false
    throw error
  }
}
