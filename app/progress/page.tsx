import type { Metadata } from 'next'
import { findUser } from '@/app/session.ts'
import { Button } from '@/app/ui/button.tsx'
import { EmptyState } from '@/app/ui/empty-state.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { Table } from '@/app/ui/table.tsx'
import { urls } from '@/app/urls.ts'
import { type ExerciseMeta, listExercises } from '@/lib/exercises/index.ts'
import { type ExerciseProgress, listProgress } from '@/lib/progress/index.ts'

export const metadata: Metadata = { title: 'Progress', robots: { index: false } }

export default async function ProgressPage() {
  const user = await findUser()
  return (
    <Page>
      <PageHeader title="Progress" lede={user ? 'What you submitted, and how it was judged.' : undefined} />
      {user ? <Exercises progress={await listProgress(user.id)} /> : <SignedOut />}
    </Page>
  )
}

function SignedOut() {
  return (
    <EmptyState
      title="Progress is kept with an account"
      action={
        <span className="flex gap-3">
          <Button asChild look="primary">
            <Link href={urls.signIn(urls.progress())} className="">
              Sign in
            </Link>
          </Button>
          <Button asChild>
            <Link href={urls.signUp(urls.progress())} className="">
              Sign up
            </Link>
          </Button>
        </span>
      }
    >
      Lessons and the Run button work without one. Submissions, and what they prove, are recorded for an
      account.
    </EmptyState>
  )
}

function Exercises({ progress }: { progress: readonly ExerciseProgress[] }) {
  const exercises = listExercises()
  const passed = progress.filter((entry) => entry.state === 'PASSED').length
  const rows = exercises.map((exercise) => ({
    exercise,
    entry: progress.find((candidate) => candidate.exerciseUuid === exercise.uuid) ?? null,
  }))
  if (rows.length === 0) {
    return <EmptyState title="No exercise yet">Exercises appear here as they are written.</EmptyState>
  }
  return (
    <div className="max-w-[60rem]">
      <p className="mb-4 font-serif text-read">
        {passed} of {exercises.length} exercises passed.
      </p>
      <Table
        caption="Exercises"
        columns={[
          {
            head: 'Exercise',
            cell: ({ exercise }) => <Link href={urls.exercise(exercise.slug)}>{exercise.title}</Link>,
          },
          { head: 'State', cell: ({ exercise, entry }) => stateOf(exercise, entry) },
          { head: 'Attempts', numeric: true, cell: ({ entry }) => entry?.attempts ?? 0 },
          { head: 'First passed', cell: ({ entry }) => <Day date={entry?.firstPassedAt ?? null} /> },
          { head: 'Last submitted', cell: ({ entry }) => <Day date={entry?.updatedAt ?? null} /> },
        ]}
        rows={rows}
        rowKey={({ exercise }) => exercise.uuid}
      />
    </div>
  )
}

function stateOf(exercise: ExerciseMeta, entry: ExerciseProgress | null) {
  if (!entry) return <span className="text-muted">not submitted</span>
  const { stages } = exercise
  if (entry.state !== 'PASSED' && stages.length > 0) {
    const passed = stages.filter((s) => entry.stages[s.id]?.state === 'PASSED').length
    return `${passed} of ${stages.length} stages passed`
  }
  if (entry.state !== 'PASSED') return 'attempted'
  const old = entry.passedSuiteVersion !== null && entry.passedSuiteVersion < exercise.version
  return (
    <>
      <span className="text-pass">passed</span>
      {old && <span className="text-muted"> under an earlier suite</span>}
    </>
  )
}

/** ISO, in UTC: the server does not know the reader's calendar. */
function Day({ date }: { date: Date | null }) {
  if (!date) return <span className="text-muted">–</span>
  return <time dateTime={date.toISOString()}>{date.toISOString().slice(0, 10)}</time>
}
