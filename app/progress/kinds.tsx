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
          <p className="mb-4 max-w-measure font-serif text-read">{summaryOf(reports)}</p>
          <Table
            caption="Failures by kind of property"
            columns={[
              { head: 'Property', cell: ({ kind }) => <KindName kind={kind} /> },
              { head: 'Failed', numeric: true, cell: ({ failures }) => failures },
              {
                head: 'In',
                cell: ({ exercises: n }) => (n === 0 ? '' : `${n} ${n === 1 ? 'exercise' : 'exercises'}`),
              },
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
            rows={reports.filter(({ verdict }) => verdict !== 'unknown')}
            rowKey={({ kind }) => kind}
          />
          <p className="mt-3 max-w-measure text-muted text-note">
            Counted is what a submission failed first, of the newest 200 that failed; what a run was stopped
            for counts as a limit.
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

function Now({ report, open }: { report: KindReport; open: readonly { slug: string; title: string }[] }) {
  if (report.verdict === 'clean') return 'never failed'
  if (report.verdict === 'mended') return 'passed since'
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

/** The one weak spot and the one strength that are worth a sentence. */
function summaryOf(reports: readonly KindReport[]): string {
  const [weakest] = reports.filter(({ failures }) => failures > 0)
  const strong = reports.filter(({ verdict }) => verdict === 'clean' || verdict === 'mended')
  if (!weakest) return 'No submission has failed so far.'
  const weak =
    weakest.verdict === 'open'
      ? `The weak spot is ${kinds[weakest.kind].inText}: ${times(weakest.failures)}, and not mended everywhere.`
      : `What failed most is ${kinds[weakest.kind].inText}: ${times(weakest.failures)}, all mended since.`
  const best = strong.find((report) => report.kind !== weakest.kind && report.verdict === 'clean')
  return best ? `${weak} ${capital(kinds[best.kind].inText)} has never failed.` : weak
}

function times(n: number): string {
  return n === 1 ? '1 submission failed there first' : `${n} submissions failed there first`
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
