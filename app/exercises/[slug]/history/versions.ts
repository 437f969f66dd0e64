import 'server-only'
import { notFound, redirect } from 'next/navigation'
import { readerClock } from '@/app/reader-clock.ts'
import { findUser } from '@/app/session.ts'
import { becauseOf, outcomeOf } from '@/app/ui/history/words.ts'
import { urls } from '@/app/urls.ts'
import type { SessionUser } from '@/lib/auth/index.ts'
import { Refusal } from '@/lib/errors/index.ts'
import { type Exercise, findExercise } from '@/lib/exercises/index.ts'
import { findDraft, requireCopy, requireSubmission, type Submission } from '@/lib/submissions/index.ts'

export const FILE = 'solution.ts'

/** Something of the learner's that can be opened, compared and restored. */
export interface Version {
  /** Its name in an address. */
  version: string
  /** 'Failed, 2026-11-21, 22:06', as the reader's clock shows it. */
  label: string
  code: string
  submission: Submission | null
}

/** The exercise and who asks; a visitor is sent to sign in and comes back to `page`. */
export async function requireLearner(
  slug: string,
  page: string,
): Promise<{ exercise: Exercise; user: SessionUser }> {
  const exercise = findExercise(slug)
  if (!exercise) notFound()
  const user = await findUser()
  if (!user) redirect(urls.signIn(page))
  return { exercise, user }
}

/** What an address names: 's-<id>', 'c-<id>' or 'draft'. What is not this learner's is as absent as what never was. */
export async function requireVersion(userId: string, exercise: Exercise, version: string): Promise<Version> {
  try {
    return await readVersion(userId, exercise, version)
  } catch (error) {
    if (error instanceof Refusal) notFound()
    throw error
  }
}

async function readVersion(userId: string, { uuid, starter }: Exercise, version: string): Promise<Version> {
  const { minute } = await readerClock()
  if (version === 'draft') {
    const draft = await findDraft(userId, uuid, FILE)
    const label = draft
      ? `In the editor, saved ${minute(draft.updatedAt)}`
      : 'The starter: nothing was saved yet'
    return { version, label, code: draft?.code ?? starter, submission: null }
  }
  const id = version.slice(2)
  if (version.startsWith('c-')) {
    const copy = await requireCopy(userId, uuid, id)
    const label = `${becauseOf(copy.because)}, ${minute(copy.createdAt)}`
    return { version, label, code: copy.code, submission: null }
  }
  const submission = version.startsWith('s-') ? await requireSubmission(userId, id) : notFound()
  if (submission.exerciseUuid !== uuid || submission.kind !== 'SUBMISSION') notFound()
  const outcome = submission.verdict?.outcome ?? null
  const label = `${outcomeOf({ state: submission.state, outcome })}, ${minute(submission.createdAt)}`
  return { version, label, code: submission.code, submission }
}
