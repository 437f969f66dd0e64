import { Link } from '@/app/ui/link.tsx'
import { Table } from '@/app/ui/table.tsx'
import { urls } from '@/app/urls.ts'
import type { ExerciseMeta } from '@/lib/exercises/index.ts'
import type { KindReport } from '@/lib/paths/index.ts'
import { Section } from './section.tsx'

/** Strengths and weak spots by the kind of property that a submission failed first. */
export function Kinds({
  reports,
  judged,
  exercises,
}: {
  reports: readonly KindReport[]
  judged: number
  exercises: readonly ExerciseMeta[]
}) {
  const find = (uuid: string) => exercises.find((exercise) => exercise.uuid === uuid)
  return (
    <Section id="kinds" title="Strengths and weak spots">
      {judged === 0 ? (
        <p className="max-w-measure text-muted">
          Empty until the first submission is judged. From then on it shows which kind of promise your code
          breaks first: safety, liveness, histories, costs.
        </p>
      ) : (
        <>
          <p className="mb-4 max-w-measure font-serif text-read">
            {summaryOf(reports, (uuid) => find(uuid)?.title ?? 'one exercise')}
          </p>
          <Table
            caption="Failures by kind of property"
            columns={[
              { head: 'Property', cell: ({ kind }) => <KindName kind={kind} /> },
              { head: 'Broke first', cell: (report) => <Broke report={report} /> },
              {
                head: 'Now',
                cell: (report) => (
                  <Now
                    report={report}
                    open={report.open
                      .flatMap((uuid) => find(uuid) ?? [])
                      .map(({ slug, title }) => ({ slug, title }))}
                  />
                ),
              },
            ]}
            rows={reports.filter(({ kind, failures }) => failures > 0 || ASKED_OF_ALL.includes(kind))}
            rowKey={({ kind }) => kind}
          />
          <p className="mt-3 max-w-measure text-muted text-note">
            Each of the newest 200 failed submissions counts once, under what it broke first. A run that was
            stopped counts under limits.
          </p>
        </>
      )}
    </Section>
  )
}

function KindName({ kind }: { kind: KindReport['kind'] }) {
  const { name, promise } = kinds[kind]
  return (
    <>
      {name}
      <span className="block text-muted text-note">{promise}</span>
    </>
  )
}

function Broke({ report: { failures, exercises } }: { report: KindReport }) {
  if (failures === 0) return <span className="text-muted">never</span>
  return (
    <>
      {failures === 1 ? 'once' : `${failures} times`}
      <span className="text-muted max-sm:hidden">
        {exercises === 1 ? ' in 1 exercise' : ` in ${exercises} exercises`}
      </span>
    </>
  )
}

function Now({ report, open }: { report: KindReport; open: readonly { slug: string; title: string }[] }) {
  if (report.verdict === 'clean') return 'nothing to mend'
  if (report.verdict === 'mended') return 'passed since'
  if (report.verdict === 'unknown') return <span className="text-muted">not judged often enough</span>
  return (
    <>
      to mend:{' '}
      {open.map(({ slug, title }, at) => (
        <span key={slug}>
          {at > 0 && ', '}
          <Link href={urls.exercise(slug)}>{title}</Link>
        </span>
      ))}
    </>
  )
}

/** What every exercise asks for: that one of these never failed first says something. */
const ASKED_OF_ALL: readonly KindReport['kind'][] = ['safety', 'liveness', 'cost']

/** The one weak spot and the one strength that are worth a sentence. */
function summaryOf(reports: readonly KindReport[], titleOf: (uuid: string) => string): string {
  const [weakest] = reports.filter(({ failures }) => failures > 0)
  if (!weakest) return 'No submission has failed so far.'
  const { failures, open, kind } = weakest
  const count = failures === 1 ? '1 submission broke it first' : `${failures} submissions broke it first`
  const weak = open[0]
    ? `The weak spot is ${kinds[kind].inText}: ${count}, and ${titleOf(open[0])} still waits for a pass.`
    : `What broke most is ${kinds[kind].inText}: ${count}, and all of those exercises are passed since.`
  const best = reports.find((report) => report.verdict === 'clean' && ASKED_OF_ALL.includes(report.kind))
  return best ? `${weak} ${capital(kinds[best.kind].inText)} was never the first to break.` : weak
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The authors' word for it in brackets, as suites are written. */
const kinds = {
  safety: { name: 'Safety (always)', inText: 'safety', promise: 'Something bad never happens.' },
  liveness: {
    name: 'Liveness (eventually)',
    inText: 'liveness',
    promise: 'Something good happens in time.',
  },
  history: {
    name: 'History',
    inText: 'histories',
    promise: 'One order of the operations explains all answers.',
  },
  cost: { name: 'Cost', inText: 'cost', promise: 'Messages, saves and time stay within a budget.' },
  threw: { name: 'Exceptions', inText: 'exceptions', promise: 'Nothing is thrown that nobody catches.' },
  survived: {
    name: 'Finding faults (sometimes)',
    inText: 'finding faults',
    promise: 'A schedule of yours breaks each wrong implementation.',
  },
  limit: {
    name: 'Limits',
    inText: 'limits',
    promise: 'A run ends within its time, memory, events and output.',
  },
} as const satisfies Record<KindReport['kind'], { name: string; inText: string; promise: string }>
