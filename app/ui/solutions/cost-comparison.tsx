import { Table } from '../table.tsx'
import { costText } from '../verdict/words.ts'
import { amount, binText, type CostRow, spreadText } from './words.ts'

/** One cost: what the learner, the reference and the budget have, and how those who passed are spread. */
export function CostComparison({ cost, reference, spread }: CostRow) {
  return (
    <section
      aria-labelledby={`cost-${cost.property}`}
      className="flex flex-col gap-4 border-hairline border-t pt-5"
    >
      <h3 id={`cost-${cost.property}`} className="max-w-measure font-serif text-read">
        {cost.sentence}
      </h3>
      <dl className="grid max-w-measure grid-cols-3 gap-x-6">
        <Figure name="Your best" value={costText(cost)} strong />
        <Figure name="Reference" value={reference === undefined ? 'Not measured' : amount(reference)} />
        <Figure name="Budget" value={amount(cost.max)} />
      </dl>
      {spread ? (
        <>
          <Histogram cost={cost} reference={reference} spread={spread} />
          <p className="max-w-measure">{spreadText(cost, spread)}</p>
          <details>
            <summary className="w-fit text-muted">As a table</summary>
            <div className="max-w-measure pt-2">
              <Table
                caption={`How many learners have which cost, in ${cost.unit}`}
                columns={[
                  { head: cost.unit, cell: binText },
                  { head: 'Learners', numeric: true, cell: (b) => b.learners },
                ]}
                rows={spread.bins}
                rowKey={(b) => String(b.from)}
              />
            </div>
          </details>
        </>
      ) : (
        <p className="text-muted">How others did is shown once five learners have passed.</p>
      )}
    </section>
  )
}

function Figure({ name, value, strong = false }: { name: string; value: string; strong?: boolean }) {
  return (
    <div>
      <dt className="text-muted text-note">{name}</dt>
      <dd className={`font-mono tabular-nums ${strong ? 'text-accent' : ''}`}>{value}</dd>
    </div>
  )
}

const [WIDTH, HEIGHT, TOP, SIDE, FOOT] = [560, 150, 34, 24, 34]

/** Bars over an axis from the least to the most, with the learner's own and the reference's places named. */
function Histogram({ cost, reference, spread }: Required<Pick<CostRow, 'cost'>> & CostRow) {
  const { bins } = spread as NonNullable<CostRow['spread']>
  const ends = [
    bins[0]?.from ?? 0,
    bins.at(-1)?.to ?? 0,
    cost.value,
    ...(reference === undefined ? [] : [reference]),
  ]
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  // Single values get bars of one width; what is one point only stands in the middle.
  const span = most - least || 1
  const from = most === least ? least - 0.5 : least
  const at = (value: number) => SIDE + ((value - from) / span) * (WIDTH - 2 * SIDE)
  const highest = Math.max(...bins.map((b) => b.learners))
  const base = HEIGHT - FOOT
  const isSingle = bins.every((b) => b.from === b.to)
  const gap = Math.min(...bins.slice(1).map((b, i) => at(b.from) - at(bins[i]?.from ?? 0)), 44)
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={spreadText(cost, spread as NonNullable<CostRow['spread']>)}
      className="w-full max-w-measure text-note"
    >
      {bins.map((b) => {
        const left = isSingle ? at(b.from) - Math.max(4, gap - 4) / 2 : at(b.from) + 1
        const width = isSingle ? Math.max(4, gap - 4) : Math.max(2, at(b.to) - at(b.from) - 2)
        const height = b.learners === 0 ? 0 : Math.max(2, (b.learners / highest) * (base - TOP))
        return (
          <g key={b.from}>
            <rect x={left} y={base - height} width={width} height={height} className="fill-stroke" />
            {b.learners > 0 && (
              <text x={left + width / 2} y={base - height - 4} textAnchor="middle" className="fill-muted">
                {b.learners}
              </text>
            )}
          </g>
        )
      })}
      <line x1={SIDE / 2} x2={WIDTH - SIDE / 2} y1={base} y2={base} className="stroke-stroke" />
      <Mark x={at(cost.value)} label="you" tone="fill-accent stroke-accent" row={0} base={base} />
      {reference !== undefined && (
        <Mark
          x={at(reference)}
          label="reference"
          tone="fill-ink stroke-ink"
          row={Math.abs(at(reference) - at(cost.value)) < 70 ? 1 : 0}
          base={base}
        />
      )}
      <text x={SIDE / 2} y={HEIGHT - 4} className="fill-muted">
        {amount(least)}
      </text>
      <text x={WIDTH - SIDE / 2} y={HEIGHT - 4} textAnchor="end" className="fill-muted">
        {amount(most)} {cost.unit}
      </text>
    </svg>
  )
}

/** A line through the bars with its name on top. */
function Mark({
  x,
  label,
  tone,
  row,
  base,
}: {
  x: number
  label: string
  tone: string
  row: number
  base: number
}) {
  const anchor = x > WIDTH - 60 ? 'end' : x < 60 ? 'start' : 'middle'
  return (
    <g className={tone}>
      <line
        x1={x}
        x2={x}
        y1={row * 14 + 14}
        y2={base + 5}
        strokeWidth={1.5}
        strokeDasharray={row ? '3 2' : undefined}
      />
      <text x={x} y={row * 14 + 10} textAnchor={anchor} stroke="none">
        {label}
      </text>
    </g>
  )
}
