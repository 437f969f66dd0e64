import type { ReactNode } from 'react'
import { type Baselines, type Score, told } from '@/lib/gameday/index.ts'
import { Table } from '../table.tsx'

/** Each cost in this run beside its budget, the reference and no protection. `own` is absent where nothing was submitted. */
export function Scoreboard({
  scores,
  baselines,
  own,
}: {
  scores: readonly Score[]
  baselines: Baselines
  own: boolean
}) {
  const { reference, starter } = baselines
  return (
    <Table
      caption="Scoreboard of the scripted outage"
      columns={[
        { head: 'Less is better', cell: (s) => <span className="inline-block min-w-36">{s.title}</span> },
        ...(own
          ? [
              { head: 'You', numeric: true, cell: (s: Score) => <Own score={s} /> },
              { head: 'Against budget', cell: (s: Score) => <Against score={s} /> },
            ]
          : []),
        { head: 'Budget', numeric: true, cell: (s) => amount(s.budget, s.unit) },
        { head: 'Reference', numeric: true, cell: (s) => amount(reference.scores[s.property], s.unit) },
        { head: 'No protection', numeric: true, cell: (s) => amount(starter.scores[s.property], s.unit) },
      ]}
      rows={scores}
      rowKey={(s) => s.property}
    />
  )
}

function Own({ score: s }: { score: Score }): ReactNode {
  return <span className={s.value > s.budget ? 'text-fault' : 'text-ink'}>{amount(s.value, s.unit)}</span>
}

function Against({ score: s }: { score: Score }): ReactNode {
  return s.value > s.budget ? (
    <span className="text-fault">over budget</span>
  ) : (
    <span className="text-pass">within</span>
  )
}

/** On one line: a narrow page scrolls the table. */
function amount(value: number | undefined, unit: string): string {
  return value === undefined
    ? '–'
    : unit === '%'
      ? `${told(value)}\u00a0%`
      : unit === 'ms'
        ? `${told(value)}\u00a0ms`
        : told(value)
}
