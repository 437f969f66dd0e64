import type { CostDistribution } from '@/lib/progress/index.ts'
import { amount, binText, type CostRow, linesOf, spreadText } from './words.ts'

/** One cost: what the learner, the reference and the budget have, and how those who passed are spread. */
export function CostComparison({ cost, reference, spread }: CostRow) {
  return (
    <section
      aria-labelledby={`cost-${cost.property}`}
      className="flex flex-col gap-4 border-hairline border-t pt-5"
    >
      <div className="max-w-measure">
        <h3 id={`cost-${cost.property}`} className="font-serif text-read">
          {cost.sentence}
        </h3>
        <p className="mt-1 text-muted">In {cost.unit}.</p>
      </div>
      <dl className="grid max-w-measure grid-cols-3 gap-x-6">
        <Figure name="Your best" value={amount(cost.value)} strong />
        <Figure name="Reference" value={reference === undefined ? 'Not measured' : amount(reference)} />
        <Figure name="Budget" value={amount(cost.max)} />
      </dl>
      {spread ? (
        <>
          <p className="max-w-measure">{spreadText(cost, spread)}</p>
          <Histogram cost={cost} reference={reference} spread={spread} />
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

/** A bar for each cost, the cheapest on top: a table, so that every bar has its cost and its number in words. */
function Histogram({ cost, reference, spread }: CostRow & { spread: CostDistribution }) {
  const lines = linesOf(spread, { you: cost.value, reference })
  const highest = Math.max(...lines.map((line) => line.learners))
  return (
    <table className="w-full max-w-measure text-left">
      <caption className="sr-only">How many learners have which cost</caption>
      <thead className="text-muted text-note">
        <tr>
          <th scope="col" className="w-px whitespace-nowrap pr-4 pb-1 font-normal">
            {cost.unit}
          </th>
          <th scope="col" className="pb-1 font-normal">
            learners
          </th>
        </tr>
      </thead>
      <tbody className="tabular-nums">
        {lines.map((line) => (
          <tr key={line.from} className="align-middle">
            <th
              scope="row"
              className="w-px whitespace-nowrap border-stroke border-r py-1 pr-4 text-right font-normal"
            >
              {binText(line)}
            </th>
            <td className="py-1">
              <span className="flex items-center gap-2">
                {line.learners > 0 && (
                  <span
                    aria-hidden
                    className={`h-4 ${line.isYours ? 'bg-accent' : 'bg-stroke'}`}
                    // What stands behind the longest bar needs its room too.
                    style={{ width: `max(3px, ${(60 * line.learners) / highest}%)` }}
                  />
                )}
                <span className={line.learners > 0 ? '' : 'pl-2 text-muted'}>{line.learners}</span>
                {line.isYours && <span className="text-accent">you</span>}
                {line.isReference && <span className="text-muted">reference</span>}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
