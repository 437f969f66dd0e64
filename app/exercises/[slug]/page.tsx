import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { findUser } from '@/app/session.ts'
import { EditorPreload } from '@/app/ui/workbench/editor-preload.tsx'
import { Task } from '@/app/ui/workbench/task.tsx'
import { renderHints } from '@/app/ui/workbench/task-text.tsx'
import { learnerTypings } from '@/app/ui/workbench/typings.ts'
import { Workbench } from '@/app/ui/workbench/workbench.tsx'
import { urls } from '@/app/urls.ts'
import { Refusal } from '@/lib/errors/index.ts'
import { bundleSuite, findExercise } from '@/lib/exercises/index.ts'
import { findDraft, listSubmissions, requireSubmission } from '@/lib/submissions/index.ts'

interface Props {
  params: Promise<{ slug: string }>
  /** A link to one's own submission, less some of its faults. */
  searchParams: Promise<{ submission?: string | string[]; without?: string | string[] }>
}

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const exercise = findExercise((await params).slug)
  return { title: exercise ? `${exercise.title}, exercise` : undefined }
}

/** The workbench. Only what every learner may see goes into the payload: no hidden suite, no solution, no seed. */
export default async function ExercisePage({ params, searchParams }: Props) {
  const { slug } = await params
  const { submission: asked, without } = await searchParams
  const exercise = findExercise(slug)
  if (!exercise) notFound()
  const user = await findUser()
  // What the link names belongs to somebody: only they see it, and have to say who they are first.
  if (typeof asked === 'string' && !user)
    redirect(urls.signIn(`${urls.exercise(slug)}?${linkQuery(asked, without)}`))
  const [draft, last, runner, hints] = await Promise.all([
    user ? findDraft(user.id, exercise.uuid, 'solution.ts') : null,
    user ? findLast(user.id, exercise, asked) : null,
    bundleSuite(slug, 'visible', 'worker'),
    renderHints(exercise),
  ])
  return (
    <>
      <EditorPreload />
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
        withoutFaults={typeof asked === 'string' && typeof without === 'string' ? without.split(',') : []}
        signedIn={user !== null}
        signInUrl={urls.signIn(urls.exercise(slug))}
        typings={learnerTypings()}
        prompt={<Task exercise={exercise} />}
        hints={hints}
      />
    </>
  )
}

function linkQuery(submission: string, without: string | string[] | undefined): string {
  return new URLSearchParams({
    submission,
    ...(typeof without === 'string' ? { without } : {}),
  }).toString()
}

/** The submission that the address names, else the learner's newest: under way, judged, or neither. */
async function findLast(
  userId: string,
  { uuid, slug }: { uuid: string; slug: string },
  asked: string | string[] | undefined,
) {
  const found =
    typeof asked === 'string' ? await requireOwn(userId, slug, asked) : await findNewest(userId, uuid)
  if (!found) return null
  const pending = found.state === 'QUEUED' || found.state === 'RUNNING'
  return { id: found.id, pending, verdict: found.verdict, code: found.code }
}

async function findNewest(userId: string, exerciseUuid: string) {
  const [newest] = await listSubmissions(userId, exerciseUuid, { limit: 1 })
  return newest ? await requireSubmission(userId, newest.id) : null
}

/** Another's submission is as absent as one that never was. */
async function requireOwn(userId: string, slug: string, id: string) {
  try {
    const found = await requireSubmission(userId, id)
    if (found.slug === slug) return found
  } catch (e) {
    if (!(e instanceof Refusal)) throw e
  }
  return notFound()
}
