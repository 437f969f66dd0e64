import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { findUser } from '@/app/session.ts'
import { Heartbeat } from '@/app/ui/activity/heartbeat.tsx'
import { FILES_META, OWNER_META } from '@/app/ui/offline/rules.ts'
import { EditorPreload } from '@/app/ui/workbench/editor-preload.tsx'
import { serviceScripts } from '@/app/ui/workbench/editor-url.ts'
import type { StageMark } from '@/app/ui/workbench/stages.tsx'
import { Task } from '@/app/ui/workbench/task.tsx'
import { renderHints } from '@/app/ui/workbench/task-text.tsx'
import { learnerTypings } from '@/app/ui/workbench/typings.ts'
import { Workbench } from '@/app/ui/workbench/workbench.tsx'
import { urls } from '@/app/urls.ts'
import { Refusal } from '@/lib/errors/index.ts'
import { bundleSuite, findExercise, type Stage } from '@/lib/exercises/index.ts'
import { type ExerciseProgress, findPlace, findProgress } from '@/lib/progress/index.ts'
import {
  type Draft,
  findDraft,
  findNewestCopy,
  type KeptCopy,
  listSubmissions,
  requireSubmission,
  type Submission,
} from '@/lib/submissions/index.ts'

interface Props {
  params: Promise<{ slug: string }>
  /** A stage of a staged exercise; a link to one's own submission, less some of its faults. */
  searchParams: Promise<{
    submission?: string | string[]
    without?: string | string[]
    stage?: string | string[]
    /** Read in the browser: where the cursor stands in the run. */
    event?: string | string[]
  }>
}

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const exercise = findExercise((await params).slug)
  return { title: exercise ? `${exercise.title}, exercise` : undefined }
}

/** The workbench. Only what every learner may see goes into the payload: no hidden suite, no solution, no seed. */
export default async function ExercisePage({ params, searchParams }: Props) {
  const { slug } = await params
  const query = await searchParams
  const { submission: asked, without, stage: askedStage } = query
  const exercise = findExercise(slug)
  if (!exercise) notFound()
  const user = await findUser()
  // What the link names belongs to somebody: only they see it, and have to say who they are first.
  if (typeof asked === 'string' && !user) redirect(urls.signIn(addressOf(slug, query)))
  const named = user && typeof asked === 'string' ? await requireOwn(user.id, slug, asked) : null
  const [progress, place] = user
    ? await Promise.all([findProgress(user.id, exercise.uuid), findPlace(user.id, exercise.uuid)])
    : [null, null]
  const stages = marksOf(exercise.stages, progress)
  const stage = stages.find((s) => s.id === (named?.stage ?? askedStage))
  // The address says which stage it is, or passing one would turn the page to the next.
  const first = firstOf(stages, place?.stage)
  if (!stage && first) redirect(urls.exercise(slug, first.id))
  const [draft, newestCopy, last, runner, hints] = await Promise.all([
    user ? findDraft(user.id, exercise.uuid, 'solution.ts') : null,
    user ? findNewestCopy(user.id, exercise.uuid) : null,
    user ? findLast(user.id, exercise.uuid, named, stage?.id) : null,
    bundleSuite(slug, 'visible', 'worker', { stage: stage?.id }),
    renderHints(exercise),
  ])
  const runnerUrl = `${urls.exercise(slug)}/runner?${stage ? `stage=${stage.id}&` : ''}v=${runner.hash}`
  return (
    <>
      <meta name={OWNER_META} content={user?.id ?? ''} />
      <meta name={FILES_META} content={[runnerUrl, ...serviceScripts].join(' ')} />
      <EditorPreload />
      <Heartbeat />
      <Workbench
        key={stage?.id ?? ''}
        exercise={{
          slug,
          title: exercise.title,
          suiteHash: exercise.suiteHash,
          isGameDay: exercise.isGameDay,
          runnerUrl,
        }}
        starter={exercise.starter}
        draft={draft && { code: draft.code, revision: draft.revision }}
        undoable={undoableOf(exercise.starter, draft, newestCopy)}
        last={last}
        withoutFaults={typeof asked === 'string' && typeof without === 'string' ? without.split(',') : []}
        place={place && { stage: place.stage, line: place.line, column: place.column }}
        account={user?.id ?? null}
        signInUrl={urls.signIn(urls.exercise(slug, stage?.id))}
        typings={learnerTypings()}
        stages={stages}
        stage={stage?.id ?? null}
        prompt={<Task exercise={exercise} stage={stage?.id} passed={progress?.state === 'PASSED'} />}
        hints={hints}
      />
    </>
  )
}

/** What took the last text out of the editor, if nothing has been typed since: the starter stands there, or what was restored. */
function undoableOf(starter: string, draft: Draft | null, copy: KeptCopy | null) {
  if (!draft || !copy || copy.because === 'CONFLICT') return null
  const untouched = copy.because === 'RESET' ? draft.code === starter : draft.updatedAt <= copy.createdAt
  return untouched ? { because: copy.because, code: copy.code } : null
}

/** A stage opens when the one before is passed. */
function marksOf(stages: readonly Stage[], progress: ExerciseProgress | null): StageMark[] {
  const isPassed = (s: Stage | undefined) => s !== undefined && progress?.stages[s.id]?.state === 'PASSED'
  return stages.map((s, i) => ({
    id: s.id,
    title: s.title,
    state: isPassed(s) ? 'passed' : i === 0 || isPassed(stages[i - 1]) ? 'open' : 'locked',
  }))
}

/** With which stage to open an exercise of which none was named: where the learner was, unless that is done; else the first to do. */
function firstOf(stages: readonly StageMark[], left: string | null | undefined): StageMark | undefined {
  const stood = stages.find((s) => s.id === left && s.state !== 'passed')
  return stood ?? stages.find((s) => s.state === 'open') ?? stages.at(-1)
}

/** The address as it came, to come back to: with the faults that were taken out, and the event that a note stands at. */
function addressOf(slug: string, query: Awaited<Props['searchParams']>): string {
  const given = Object.entries(query).filter((e): e is [string, string] => typeof e[1] === 'string')
  return `${urls.exercise(slug)}?${new URLSearchParams(given)}`
}

/** The submission that the address names, else the learner's newest: under way, judged, or neither. */
async function findLast(userId: string, uuid: string, named: Submission | null, stage: string | undefined) {
  const found = named ?? (await findNewest(userId, uuid, stage))
  if (!found) return null
  const pending = found.state === 'QUEUED' || found.state === 'RUNNING'
  return { id: found.id, pending, verdict: found.verdict, code: found.code }
}

async function findNewest(userId: string, exerciseUuid: string, stage: string | undefined) {
  const [newest] = await listSubmissions(userId, exerciseUuid, {
    limit: 1,
    ...(stage === undefined ? {} : { stage }),
  })
  return newest ? await requireSubmission(userId, newest.id) : null
}

/** Another's submission is as absent as one that never was. */
async function requireOwn(userId: string, slug: string, id: string): Promise<Submission> {
  try {
    const found = await requireSubmission(userId, id)
    if (found.slug === slug) return found
  } catch (e) {
    if (!(e instanceof Refusal)) throw e
  }
  return notFound()
}
