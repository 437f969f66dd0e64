import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { findUser } from '@/app/session.ts'
import { Task } from '@/app/ui/workbench/task.tsx'
import { renderHints } from '@/app/ui/workbench/task-text.tsx'
import { learnerTypings } from '@/app/ui/workbench/typings.ts'
import { Workbench } from '@/app/ui/workbench/workbench.tsx'
import { urls } from '@/app/urls.ts'
import { bundleSuite, findExercise } from '@/lib/exercises/index.ts'
import { findDraft } from '@/lib/submissions/index.ts'

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
  const [draft, runner, hints] = await Promise.all([
    user ? findDraft(user.id, exercise.uuid, 'solution.ts') : null,
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
      signedIn={user !== null}
      signInUrl={urls.signIn(urls.exercise(slug))}
      typings={learnerTypings()}
      prompt={<Task exercise={exercise} />}
      hints={hints}
    />
  )
}
