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
  const columns = [
    ...(own ? [{ head: 'You', cell: (s: Score) => <Own score={s} /> }] : []),
    { head: 'Budget', cell: (s: Score) => amount(s.budget, s.unit) },
    { head: 'Reference', cell: (s: Score) => amount(reference.scores[s.property], s.unit) },
    { head: 'No protection', cell: (s: Score) => amount(starter.scores[s.property], s.unit) },
  ].map((column) => ({ ...column, numeric: true }))
  return (
    <>
      <div className="max-sm:hidden">
        <Table
          caption="Scoreboard of the scripted outage"
          columns={[
            { head: 'Less is better', cell: (s) => s.title },
            ...columns.slice(0, own ? 1 : 0),
            ...(own ? [{ head: 'Against budget', cell: (s: Score) => <Against score={s} /> }] : []),
            ...columns.slice(own ? 1 : 0),
          ]}
          rows={scores}
          rowKey={(s) => s.property}
        />
      </div>
      {/* On a phone the name has a line of its own: beside it the numbers would not all be in sight. */}
      <div className="sm:hidden">
        <p className="border-stroke border-b pb-2 font-medium text-muted">Less is better</p>
        <ul>
          {scores.map((s) => (
            <li key={s.property} className="border-hairline border-b py-3">
              <p className="flex flex-wrap justify-between gap-x-4">
                {s.title}
                {own && <Against score={s} />}
              </p>
              <dl
                className={`mt-1 grid gap-x-3 text-note ${own ? 'grid-cols-[1fr_1fr_1fr_auto]' : 'grid-cols-[1fr_1fr_auto]'}`}
              >
                {columns.map(({ head, cell }) => (
                  <div key={head}>
                    <dt className="text-muted">{head}</dt>
                    <dd className="font-mono tabular-nums">{cell(s)}</dd>
                  </div>
                ))}
              </dl>
            </li>
          ))}
        </ul>
      </div>
    </>
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

/** On one line. */
function amount(value: number | undefined, unit: string): string {
  return value === undefined
    ? '–'
    : unit === '%'
      ? `${told(value)}\u00a0%`
      : unit === 'ms'
        ? `${told(value)}\u00a0ms`
        : told(value)
}
