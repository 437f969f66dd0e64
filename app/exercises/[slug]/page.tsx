import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { findUser } from '@/app/session.ts'
import { Task } from '@/app/ui/workbench/task.tsx'
import { renderHints } from '@/app/ui/workbench/task-text.tsx'
import { learnerTypings } from '@/app/ui/workbench/typings.ts'
import { Workbench } from '@/app/ui/workbench/workbench.tsx'
import { urls } from '@/app/urls.ts'
import { bundleSuite, findExercise } from '@/lib/exercises/index.ts'
import { findDraft, listSubmissions, requireSubmission } from '@/lib/submissions/index.ts'

interface Props {
  params: Promise<{ slug: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const exercise = findExercise((await params).slug)
  return { title: exercise ? `${exercise.title}, exercise` : undefined }
}

/** The workbench. Only what every learner may see goes into the payload: no hidden suite, no solution, no seed. */
export default async function ExercisePage({ params }: Props) {
  const { slug } = await params
  const exercise = findExercise(slug)
  if (!exercise) notFound()
  const user = await findUser()
  const [draft, last, runner, hints] = await Promise.all([
    user ? findDraft(user.id, exercise.uuid, 'solution.ts') : null,
    user ? findLast(user.id, exercise.uuid) : null,
    bundleSuite(slug, 'visible', 'worker'),
    renderHints(exercise),
  ])
  return (
    <Workbench
      exercise={{
        slug,
        title: exercise.title,
        suiteHash: exercise.suiteHash,
        runnerUrl: `${urls.exercise(slug)}/runner?v=${runner.hash}`,
      }}
      starter={exercise.starter}
      draft={draft && { code: draft.code, revision: draft.revision }}
      last={last}
      signedIn={user !== null}
      signInUrl={urls.signIn(urls.exercise(slug))}
      typings={learnerTypings()}
      prompt={<Task exercise={exercise} />}
      hints={hints}
    />
  )
}

/** The learner's newest submission: under way, judged, or neither. */
async function findLast(userId: string, exerciseUuid: string) {
  const [newest] = await listSubmissions(userId, exerciseUuid, { limit: 1 })
  if (!newest) return null
  const found = await requireSubmission(userId, newest.id)
  const pending = found.state === 'QUEUED' || found.state === 'RUNNING'
  return { id: found.id, pending, verdict: found.verdict, code: found.code }
}
