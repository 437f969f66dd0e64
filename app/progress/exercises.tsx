import type { Clock } from '@/app/ui/clock/clock.ts'
import { Stars } from '@/app/ui/course/marks.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Table } from '@/app/ui/table.tsx'
import { urls } from '@/app/urls.ts'
import type { ExerciseMeta } from '@/lib/exercises/index.ts'
import type { ExerciseProgress } from '@/lib/progress/index.ts'
import { Section } from './section.tsx'

/** Every exercise with what was submitted to it; those that were not tried are counted, not listed. */
export function Exercises({
  progress,
  exercises,
  clock,
}: {
  progress: readonly ExerciseProgress[]
  exercises: readonly ExerciseMeta[]
  clock: Clock
}) {
  const rows = exercises
    .flatMap((exercise) => {
      const entry = progress.find((candidate) => candidate.exerciseUuid === exercise.uuid)
      return entry ? [{ exercise, entry }] : []
    })
    .sort((a, b) => b.entry.updatedAt.getTime() - a.entry.updatedAt.getTime())
  const untried = exercises.length - rows.length
  const attempts = rows.reduce((sum, { entry }) => sum + entry.attempts, 0)
  return (
    <Section id="exercises" title="Attempts">
      {rows.length === 0 ? (
        <p className="max-w-measure text-muted">
          No submission yet. Write an exercise and press Submit: the hidden suite judges it on the server, and
          the verdict is kept here.
        </p>
      ) : (
        <>
          <Table
            caption="Exercises that you submitted to"
            columns={[
              {
                head: 'Exercise',
                cell: ({ exercise }) => <Link href={urls.exercise(exercise.slug)}>{exercise.title}</Link>,
              },
              {
                head: 'State',
                cell: ({ exercise, entry }) => (
                  <span className="flex flex-wrap items-baseline gap-x-3">
                    <span>{stateOf(exercise, entry)}</span>
                    <Stars stars={starsOf(entry)} />
                  </span>
                ),
              },
              { head: 'Attempts', numeric: true, cell: ({ entry }) => entry.attempts },
              {
                head: 'First passed',
                wideOnly: true,
                cell: ({ entry }) => <Day date={entry.firstPassedAt} clock={clock} />,
              },
              { head: 'Last submitted', cell: ({ entry }) => <Day date={entry.updatedAt} clock={clock} /> },
            ]}
            rows={rows}
            rowKey={({ exercise }) => exercise.uuid}
          />
          <p className="mt-3 text-muted text-note">
            {attempts} {attempts === 1 ? 'attempt' : 'attempts'} in all
            {untried > 0 && `; ${untried} ${untried === 1 ? 'exercise' : 'exercises'} not tried`}. What did
            not compile, was cancelled or failed through our fault is no attempt.
            {rows.some(({ entry }) => starsOf(entry).length > 0) &&
              ' Where several costs are judged, the stars are the fewest of them.'}
          </p>
        </>
      )}
    </Section>
  )
}

function stateOf(exercise: ExerciseMeta, entry: ExerciseProgress) {
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

function starsOf(entry: ExerciseProgress) {
  return Object.values(entry.bestCosts).flatMap(({ stars }) => stars ?? [])
}

function Day({ date, clock }: { date: Date | null; clock: Clock }) {
  if (!date) return <span className="text-muted">–</span>
  return (
    <time dateTime={date.toISOString()} className="whitespace-nowrap">
      {clock.day(date)}
    </time>
  )
}
