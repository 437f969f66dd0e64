import { Star } from 'lucide-react'
import type { Cost } from '@/lib/suite/index.ts'
import { comparedText, costText, shareOf, starText } from './words.ts'

/** What a pass cost, each cost beside the reference's and the budget, and what its stars stand for. */
export function Costs({ costs }: { costs: readonly Cost[] }) {
  return (
    <section aria-label="Costs in the worst schedule" className="max-w-measure">
      <h3 className="text-muted">What it cost, in the worst schedule</h3>
      <ul className="mt-2 flex flex-col gap-6">
        {costs.map((c) => (
          <li key={c.property} className="flex flex-col gap-1">
            <p>{c.sentence}</p>
            <p className="mt-1 flex flex-wrap items-center justify-between gap-x-6">
              <span className="font-mono text-note tabular-nums">{costText(c)}</span>
              {c.stars && <Stars stars={c.stars} next={c.nextStar} />}
            </p>
            <Bar of={c} />
            <p className="text-muted text-note tabular-nums">
              {comparedText(c)} {starText(c)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Stars({ stars, next }: { stars: 1 | 2 | 3; next: string | undefined }) {
  return (
    <span className="inline-flex items-center gap-2 text-note">
      <span className="inline-flex gap-0.5" aria-hidden>
        {[1, 2, 3].map((n) => (
          <Star
            key={n}
            size={16}
            strokeWidth={1.75}
            className={n <= stars ? 'fill-current' : 'text-stroke'}
          />
        ))}
      </span>
      {stars} of 3 stars{next && `; ${next}`}
    </span>
  )
}

/** The full width is the budget, the tick the reference. */
function Bar({ of: c }: { of: Cost }) {
  const left = (share: number) => `${Math.min(100, 100 * share)}%`
  return (
    <div className="relative my-1 h-1.5 border-stroke border-r-2 bg-sunken" aria-hidden>
      {c.reference !== undefined && (
        <div
          className="absolute -inset-y-1 border-ink border-r-2"
          style={{ left: `calc(${left(shareOf({ ...c, value: c.reference }))} - 2px)` }}
        />
      )}
      <div className="h-full bg-accent" style={{ width: left(shareOf(c)), minWidth: c.value > 0 ? 2 : 0 }} />
    </div>
  )
}
