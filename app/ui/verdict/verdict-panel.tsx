'use client'
import type { ReactNode } from 'react'
import type { Exceeded, Failed, OurFault, Rejected, Verdict } from '@/lib/suite/index.ts'
import { FailedView } from './failed.tsx'
import type { ReplayKill } from './mutants.tsx'
import { PassedView } from './passed.tsx'
import { elapsed, exceededBecause, rejectedBecause, withoutPlace, wordOf } from './words.ts'

export interface VerdictPanelProps {
  verdict: Verdict
  /** The exercise, whose view.ts draws the pattern over the diagram. */
  slug?: string
  /** Who judged: 'the hidden suite'. */
  judge?: string
  onOpenLine?: (line: number) => void
  /** Runs the same seed again with the present code. */
  onReplay?: () => void
  /** Runs the same seed again without one of its faults. */
  onDeleteFault?: (id: string) => void
  /** Runs the same seed again without any of its faults, to lay the two runs side by side. */
  onCompare?: () => void
  /** The failing run that a passing replay varies. */
  compareWith?: Failed
  /** Of an inverse exercise: the run is of a broken implementation, for which to hold is not to pass. */
  ofMutant?: boolean
  /** An address that shows this run again. */
  permalink?: () => Promise<string>
  /** Of an inverse exercise: plays the run that exposed an implementation again, less some faults. */
  onReplayKill?: ReplayKill
  /** The hint of the failed property, rendered. */
  hint?: ReactNode
}

const tone = {
  passed: 'text-pass',
  failed: 'text-fault',
  rejected: 'text-ink',
  exceeded: 'text-ink',
  'our-fault': 'text-ink',
} as const satisfies Record<Verdict['outcome'], string>

const mutantWords: Partial<Record<Verdict['outcome'], string>> = { passed: 'Not exposed', failed: 'Exposed' }

/** What a learner is told about one run or submission: one word, why in sentences, then everything needed to see for oneself. */
export function VerdictPanel(props: VerdictPanelProps) {
  const { verdict, judge, ofMutant } = props
  const mutantWord = ofMutant ? mutantWords[verdict.outcome] : undefined
  return (
    <article className="@container flex flex-col gap-4 text-ui" data-outcome={verdict.outcome}>
      <header className="flex items-baseline justify-between gap-4">
        <h2 className={`font-serif text-title ${mutantWord ? 'text-ink' : tone[verdict.outcome]}`}>
          {mutantWord ?? wordOf[verdict.outcome]}
        </h2>
        {judge && <p className="text-muted text-note">by {judge}</p>}
      </header>
      <Body {...props} />
    </article>
  )
}

function Body({ verdict: v, ...props }: VerdictPanelProps) {
  switch (v.outcome) {
    case 'passed':
      return <PassedView {...props} verdict={v} />
    case 'failed':
      return <FailedView {...props} verdict={v} />
    case 'rejected':
      return <RejectedView verdict={v} onOpenLine={props.onOpenLine} />
    case 'exceeded':
      return <ExceededView verdict={v} />
    case 'our-fault':
      return <OurFaultView verdict={v} />
  }
}

function RejectedView({
  verdict: v,
  onOpenLine,
}: {
  verdict: Rejected
  onOpenLine: VerdictPanelProps['onOpenLine']
}) {
  const { line } = v
  const where =
    line === undefined ? undefined : `Line ${line}${v.column === undefined ? '' : `, column ${v.column}`}`
  return (
    <div className="flex max-w-measure flex-col gap-3">
      <p className="font-serif text-read">{rejectedBecause[v.reason]}</p>
      <p className="whitespace-pre-wrap break-words rounded-md bg-sunken px-4 py-3 font-mono">
        {line === undefined ? v.message : withoutPlace(v.message)}
      </p>
      {where &&
        (line !== undefined && onOpenLine ? (
          <p>
            <button type="button" className="link" onClick={() => onOpenLine(line)}>
              {where}
            </button>
          </p>
        ) : (
          <p>{where}</p>
        ))}
    </div>
  )
}

function ExceededView({ verdict: v }: { verdict: Exceeded }) {
  const { what, look } = exceededBecause[v.limit]
  return (
    <div className="flex max-w-measure flex-col gap-3">
      <p className="font-serif text-read">{what}</p>
      <p className="font-serif text-read">{v.message}</p>
      <p>{look}</p>
      <p className="text-muted">Stopped after {elapsed(v.ms)}.</p>
      {v.seed && <SeedLine seed={v.seed} />}
    </div>
  )
}

const ourFaults = {
  vacuous: 'The suite did not reach what it promises to test.',
  nondeterministic: 'The same seed gave two different runs, so the finding cannot be trusted.',
  undecided: 'A checker ran out of its budget before it knew the answer.',
  crashed: 'The grader stopped while it judged this code.',
} as const satisfies Record<OurFault['kind'], string>

function OurFaultView({ verdict: v }: { verdict: OurFault }) {
  return (
    <div className="flex max-w-measure flex-col gap-3">
      <p className="font-serif text-read">
        {ourFaults[v.kind]} The mistake is ours, and this does not count as an attempt.
      </p>
      <p className="break-words">{v.message}</p>
      <p className="text-muted">
        Your code is kept. Submit again; if the same comes back, it needs a person on our side.
      </p>
      {v.seed && <SeedLine seed={v.seed} />}
    </div>
  )
}

function SeedLine({ seed }: { seed: string }) {
  return (
    <p className="text-muted">
      Seed <code className="font-mono text-ink">{seed}</code>
    </p>
  )
}
