import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { urls } from '@/app/urls.ts'
import type { Exercise } from '@/lib/exercises/index.ts'
import type { Draft, HistoryEntry } from '@/lib/submissions/index.ts'
import type { Cost } from '@/lib/suite/index.ts'
import { Button } from '../button.tsx'
import type { Clock } from '../clock/clock.ts'
import { Link } from '../link.tsx'
import { type Column, Table } from '../table.tsx'
import { costText } from '../verdict/words.ts'
import { becauseOf, outcomeOf, versionOf } from './words.ts'

/** A line: an entry, or what is in the editor. */
type Row = HistoryEntry | { kind: 'draft'; id: string; createdAt: Date }

const nameOf = (row: Row) => (row.kind === 'draft' ? 'draft' : versionOf(row))

/** A form: two of its lines can be chosen, and are compared. It works without scripts. */
export function HistoryList({
  exercise,
  entries,
  draft,
  clock,
}: {
  exercise: Exercise
  entries: readonly HistoryEntry[]
  draft: Draft | null
  clock: Clock
}) {
  const { slug, stages } = exercise
  const rows: Row[] = [
    ...(draft ? [{ kind: 'draft' as const, id: 'draft', createdAt: draft.updatedAt }] : []),
    ...entries,
  ]
  const stageTitle = (id: string | null) => {
    const at = stages.findIndex((s) => s.id === id)
    return at < 0 ? (id ?? '') : `${at + 1}. ${stages[at]?.title}`
  }
  const columns: Column<Row>[] = [
    { head: 'From', cell: (row) => <Pick side="from" row={row} clock={clock} checked={row === rows[1]} /> },
    { head: 'To', cell: (row) => <Pick side="to" row={row} clock={clock} checked={row === rows[0]} /> },
    {
      head: 'What',
      cell: (row) => (
        <>
          <What row={row} slug={slug} />
          {row.kind === 'submission' && <InLines row={row} stage={stageTitle(row.stage)} />}
        </>
      ),
    },
    {
      head: 'When',
      cell: (row) => (
        <time dateTime={row.createdAt.toISOString()} className="whitespace-nowrap tabular-nums">
          {clock.minute(row.createdAt)}
        </time>
      ),
    },
    ...(stages.length > 0
      ? [
          {
            head: 'Stage',
            wideOnly: true,
            cell: (row: Row) => (row.kind === 'submission' ? stageTitle(row.stage) : ''),
          },
        ]
      : []),
    {
      head: 'First failed property',
      wideOnly: true,
      cell: (row) =>
        row.kind === 'submission' && row.property ? (
          <span className="whitespace-nowrap font-mono text-note">{row.property}</span>
        ) : (
          ''
        ),
    },
    {
      head: 'Costs',
      wideOnly: true,
      cell: (row) => (row.kind === 'submission' ? <CostList costs={row.costs} /> : ''),
    },
  ]
  return (
    <form method="get" action={`${urls.history(slug)}/compare`}>
      <Table caption="Submissions and kept copies" columns={columns} rows={rows} rowKey={nameOf} />
      {rows.length > 1 && (
        <div className="sticky bottom-0 -mt-px border-hairline border-t bg-paper py-3">
          <Button size="small" look="primary" type="submit">
            Compare the two
          </Button>
        </div>
      )}
    </form>
  )
}

function Pick({
  side,
  row,
  clock,
  checked,
}: {
  side: 'from' | 'to'
  row: Row
  clock: Clock
  checked: boolean
}) {
  const which =
    row.kind === 'draft' ? 'what is in the editor' : `the version of ${clock.minute(row.createdAt)}`
  return (
    <label className="relative top-1 -m-1 inline-flex p-1">
      <input
        type="radio"
        name={side}
        value={nameOf(row)}
        defaultChecked={checked}
        aria-label={side === 'from' ? `Compare ${which}` : `with ${which}`}
        className="size-4 accent-accent"
      />
    </label>
  )
}

function What({ row, slug }: { row: Row; slug: string }): ReactNode {
  if (row.kind === 'draft')
    return (
      <Link href={urls.exercise(slug)} className="link whitespace-nowrap">
        In the editor
      </Link>
    )
  const to = urls.version(slug, versionOf(row))
  if (row.kind === 'copy')
    return (
      <Link href={to} className="link whitespace-nowrap">
        {becauseOf(row.because)}
      </Link>
    )
  const word = outcomeOf(row)
  const [Icon, tone] =
    row.outcome === 'passed'
      ? [Check, 'text-pass']
      : row.outcome === 'failed'
        ? [X, 'text-fault']
        : [null, '']
  return (
    <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      {Icon && <Icon size={14} strokeWidth={1.75} aria-hidden className={`self-center ${tone}`} />}
      <Link href={to}>{word}</Link>
    </span>
  )
}

/** What stands in columns of its own on a wider page. */
function InLines({ row, stage }: { row: HistoryEntry & { kind: 'submission' }; stage: string }) {
  return (
    <div className="text-muted text-note sm:hidden">
      {stage && <p>{stage}</p>}
      {row.property && <p className="break-words font-mono">{row.property}</p>}
      <CostList costs={row.costs} />
    </div>
  )
}

function CostList({ costs }: { costs: readonly Cost[] }) {
  if (costs.length === 0) return ''
  return (
    <ul className="whitespace-nowrap tabular-nums">
      {costs.map((c) => (
        <li key={c.property}>
          {costText(c)}
          {c.stars && <span className="text-muted">, {c.stars} of 3 stars</span>}
        </li>
      ))}
    </ul>
  )
}
