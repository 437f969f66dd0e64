import type { CostDistribution } from '@/lib/progress/index.ts'
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

/** Per cent of the width at either end that stays free, so that the outermost bars and names have room. */
const SIDE = 6

/** Bars over an axis from the least to the most; under it the places of the learner and of the reference, by name. */
function Histogram({ cost, reference, spread }: CostRow & { spread: CostDistribution }) {
  const { bins } = spread
  const ends = [
    ...[bins[0]?.from ?? 0, bins.at(-1)?.to ?? 0, cost.value],
    ...(reference === undefined ? [] : [reference]),
  ]
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  // What is one value only stands in the middle.
  const at = (value: number) =>
    most === least ? 50 : SIDE + ((value - least) / (most - least)) * (100 - 2 * SIDE)
  const highest = Math.max(...bins.map((b) => b.learners))
  const places = bins.map((b) => at(b.from))
  const gap = Math.min(8, ...places.slice(1).map((place, i) => place - (places[i] ?? 0)))
  return (
    <div role="img" aria-label={spreadText(cost, spread)} className="max-w-measure text-note tabular-nums">
      <div className="relative h-32 border-stroke border-b">
        {bins.map((b) => {
          const isSingle = b.from === b.to
          const width = isSingle ? gap * 0.8 : at(b.to) - at(b.from)
          const left = isSingle ? at(b.from) - width / 2 : at(b.from)
          return (
            <div
              key={b.from}
              className="absolute bottom-0 flex flex-col items-center justify-end px-px"
              style={{ left: `${left}%`, width: `${width}%`, height: '100%' }}
            >
              {b.learners > 0 && <span className="text-muted">{b.learners}</span>}
              <span className="w-full bg-stroke" style={{ height: `${(80 * b.learners) / highest}%` }} />
            </div>
          )
        })}
      </div>
      <Mark at={at(cost.value)} label={`you, ${amount(cost.value)}`} tone="border-accent text-accent" />
      {reference !== undefined && (
        <Mark at={at(reference)} label={`reference, ${amount(reference)}`} tone="border-ink" />
      )}
      <p className="flex justify-between pt-1 text-muted">
        <span>{amount(least)}</span>
        <span>
          {amount(most)} {cost.unit}
        </span>
      </p>
    </div>
  )
}

/** A tick under the axis with its name beside it, on the side where there is room. */
function Mark({ at, label, tone }: { at: number; label: string; tone: string }) {
  const place = at > 50 ? { right: `${100 - at}%` } : { left: `${at}%` }
  return (
    <p className="relative h-6">
      <span
        className={`absolute top-0 h-full whitespace-nowrap pt-0.5 ${at > 50 ? 'border-r-2 pr-1.5' : 'border-l-2 pl-1.5'} ${tone}`}
        style={place}
      >
        {label}
      </span>
    </p>
  )
}
