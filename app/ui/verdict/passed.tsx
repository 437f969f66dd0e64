import { Star } from 'lucide-react'
import type { Cost, Passed } from '@/lib/suite/index.ts'
import { CompareRuns } from './compare.tsx'
import { Disclosure } from './disclosure.tsx'
import { MutantList } from './mutants.tsx'
import type { VerdictPanelProps } from './verdict-panel.tsx'
import { costText, count, shareOf, survivedOf } from './words.ts'

/** What was survived, what it cost, and what the schedules reached. */
export function PassedView({
  verdict: v,
  compareWith,
  slug,
  onReplayKill,
}: Omit<VerdictPanelProps, 'verdict'> & { verdict: Passed }) {
  const [seeds, events, ...faults] = survivedOf(v)
  const reached = Object.entries(v.sometimes)
  return (
    <>
      <div className="flex max-w-measure flex-col gap-3">
        <p className="font-serif text-read">
          {v.mutants
            ? 'Your faults expose enough of the broken implementations, and the correct one survives them.'
            : 'Every property held in every schedule.'}
        </p>
        <p className="font-serif text-read">{[seeds, events, ...faults].join(', ')}.</p>
      </div>
      {compareWith && v.run && <CompareRuns failing={compareWith} passing={v.run} />}
      {v.mutants && <MutantList mutants={v.mutants} slug={slug} onReplayKill={onReplayKill} />}
      {v.costs.length > 0 && <Costs costs={v.costs} />}
      {reached.length > 0 && (
        <Disclosure
          title={`What the schedules reached, ${count(reached.length, ['situation', 'situations'])}`}
        >
          <ul className="tabular-nums">
            {reached.map(([name, n]) => (
              <li key={name} className="flex justify-between gap-6 border-hairline border-t py-1.5">
                <span>{name}</span>
                <span className="shrink-0 text-muted">{count(n, ['schedule', 'schedules'])}</span>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </>
  )
}

function Costs({ costs }: { costs: readonly Cost[] }) {
  return (
    <section aria-label="Costs in the worst schedule" className="max-w-measure">
      <h3 className="text-muted">What it cost, in the worst schedule</h3>
      <ul className="mt-2 flex flex-col gap-4">
        {costs.map((c) => (
          <li key={c.property}>
            <p className="flex flex-wrap items-baseline justify-between gap-x-6">
              <span>{c.sentence}</span>
              <span className="font-mono text-note tabular-nums">{costText(c)}</span>
            </p>
            {c.stars && <Stars of={c} stars={c.stars} />}
            {/* The full width is the budget. */}
            <div className="relative mt-1.5 h-1.5 border-stroke border-r-2 bg-sunken" aria-hidden>
              {c.reference !== undefined && (
                <div
                  className="absolute -inset-y-1 border-stroke border-r-2"
                  style={{ left: `${Math.min(100, 100 * shareOf({ ...c, value: c.reference }))}%` }}
                />
              )}
              <div
                className="h-full bg-ink"
                style={{ width: `${Math.min(100, 100 * shareOf(c))}%`, minWidth: c.value > 0 ? 2 : 0 }}
              />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Drawn and said: three of three is as good as the reference. */
function Stars({ of: c, stars }: { of: Cost; stars: 1 | 2 | 3 }) {
  const reference =
    c.reference === undefined ? '' : `; the reference solution: ${costText({ ...c, value: c.reference })}`
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 text-muted text-note">
      <span className="inline-flex" aria-hidden>
        {[1, 2, 3].map((n) => (
          <Star key={n} size={14} strokeWidth={1.75} className={n <= stars ? 'fill-current text-ink' : ''} />
        ))}
      </span>
      <span>
        {stars} of 3 stars{reference}
      </span>
    </p>
  )
}
