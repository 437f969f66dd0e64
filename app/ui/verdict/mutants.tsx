'use client'
import { Check, Minus } from 'lucide-react'
import type { Counterexample, MutantResult, Mutants } from '@/lib/suite/index.ts'
import { SpaceTime } from '../spacetime/index.ts'
import { usePatternView } from '../views/index.ts'
import { Disclosure } from './disclosure.tsx'
import { count, shrunkOf } from './words.ts'

export type ReplayKill = (mutant: string, kill: Counterexample, withoutFaults: readonly string[]) => void

/** What the learner's faults brought to light: each broken implementation, and the run that exposes it. */
export function MutantList({
  mutants: m,
  slug,
  onReplayKill,
}: {
  mutants: Mutants
  slug: string | undefined
  onReplayKill: ReplayKill | undefined
}) {
  return (
    <section aria-label="Broken implementations" className="flex flex-col gap-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-6">
        <span>
          {m.killed} of {m.of} broken implementations exposed, {m.needed} needed
        </span>
        <span className="text-muted">at most {count(m.faults, ['fault', 'faults'])} in a round</span>
      </p>
      <div className="relative my-1 h-1.5 bg-sunken" aria-hidden>
        <div className="h-full bg-accent" style={{ width: `${(100 * m.killed) / m.of}%` }} />
        <div
          className="absolute -inset-y-1 border-ink border-r-2"
          style={{ left: `calc(${(100 * m.needed) / m.of}% - 2px)` }}
        />
      </div>
      <ol>
        {m.results.map((r) => (
          <li key={r.id} className="border-hairline border-t py-1">
            <Row result={r} slug={slug} onReplayKill={onReplayKill} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Row({
  result: { id, title, kill },
  slug,
  onReplayKill,
}: {
  result: MutantResult
  slug: string | undefined
  onReplayKill: ReplayKill | undefined
}) {
  if (!kill)
    return (
      <p className="flex min-h-8 items-center gap-2">
        <Minus size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
        <span>{title}</span>
        <span className="mr-5.5 ml-auto shrink-0 text-muted">survived</span>
      </p>
    )
  return (
    <Disclosure icon={Check} title={title} state="exposed" wide>
      <Kill id={id} kill={kill} slug={slug} onReplayKill={onReplayKill} />
    </Disclosure>
  )
}

/** Mounted when the row is opened, so that a dozen diagrams cost nothing until they are looked at. */
function Kill({
  id,
  kill,
  slug,
  onReplayKill,
}: {
  id: string
  kill: Counterexample
  slug: string | undefined
  onReplayKill: ReplayKill | undefined
}) {
  const view = usePatternView(slug)
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-measure font-serif text-read">{kill.because}</p>
      <p className="text-muted">{shrunkOf(kill)}</p>
      <SpaceTime
        trace={kill.trace}
        nodes={kill.nodes}
        witness={kill.witness}
        at={kill.at}
        faults={kill.faults}
        title={`the run ${kill.seed}`}
        {...(view ? { view } : {})}
        {...(onReplayKill ? { onDeleteFault: (fault: string) => onReplayKill(id, kill, [fault]) } : {})}
      />
    </div>
  )
}
