import type { Passed } from '@/lib/suite/index.ts'
import { CompareRuns } from './compare.tsx'
import { Costs } from './costs.tsx'
import { Disclosure } from './disclosure.tsx'
import { MutantList } from './mutants.tsx'
import type { VerdictPanelProps } from './verdict-panel.tsx'
import { count, survivedOf } from './words.ts'

/** What was survived, what it cost, and what the schedules reached. */
export function PassedView({
  verdict: v,
  compareWith,
  slug,
  ofMutant,
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
            : ofMutant
              ? 'The broken implementation kept its promise in this run: the mistake did not show.'
              : `Every property held in ${v.seeds === 1 ? 'this' : 'every'} schedule.`}
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
