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
        {
          head: 'Less is better',
          cell: (s) => (
            <span className="inline-block sm:min-w-36">
              {s.title}
              {unitWord(s.unit) && <span className="text-muted sm:hidden">, {unitWord(s.unit)}</span>}
            </span>
          ),
        },
        ...(own
          ? [
              { head: 'You', numeric: true, cell: (s: Score) => <Own score={s} /> },
              { head: 'Against budget', wideOnly: true, cell: (s: Score) => <Against score={s} /> },
            ]
          : []),
        { head: 'Budget', numeric: true, cell: (s) => <Amount value={s.budget} unit={s.unit} /> },
        {
          head: 'Reference',
          numeric: true,
          cell: (s) => <Amount value={reference.scores[s.property]} unit={s.unit} />,
        },
        {
          head: 'No protection',
          numeric: true,
          cell: (s) => <Amount value={starter.scores[s.property]} unit={s.unit} />,
        },
      ]}
      rows={scores}
      rowKey={(s) => s.property}
    />
  )
}

function Own({ score: s }: { score: Score }): ReactNode {
  const over = s.value > s.budget
  return (
    <span className={over ? 'text-fault' : 'text-ink'}>
      <Amount value={s.value} unit={s.unit} />
      {/* On a phone here; a wider page has a column for it. */}
      <span className="block font-sans text-note sm:hidden">
        <Against score={s} />
      </span>
    </span>
  )
}

function Against({ score: s }: { score: Score }): ReactNode {
  return s.value > s.budget ? (
    <span className="text-fault">over budget</span>
  ) : (
    <span className="text-pass">within</span>
  )
}

/** On one line. On a phone the unit stands by the name, so that all columns are in sight. */
function Amount({ value, unit }: { value: number | undefined; unit: string }): ReactNode {
  if (value === undefined) return '–'
  const word = unitWord(unit)
  return (
    <span className="whitespace-nowrap">
      {told(value)}
      {word && <span className="max-sm:hidden">{`\u00a0${word}`}</span>}
    </span>
  )
}

/** Counts have none. */
function unitWord(unit: string): string | null {
  return unit === '%' || unit === 'ms' ? unit : null
}
