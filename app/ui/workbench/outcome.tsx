'use client'
import { type ReactNode, useEffect, useState } from 'react'
import { Button } from '@/app/ui/button.tsx'
import { Link } from '@/app/ui/link.tsx'
import { RunNotes } from '@/app/ui/notes/event-notes.tsx'
import { type ReplayKill, VerdictPanel, wordOf } from '@/app/ui/verdict/index.ts'
import { urls } from '@/app/urls.ts'
import type { Mutants, Verdict } from '@/lib/suite/index.ts'
import type { RunState } from './use-runner.ts'
import type { SubmissionView } from './use-submission.ts'
import type { Original } from './workbench.tsx'

interface Props {
  slug: string
  /** Which of the two spoke last. */
  shown: 'run' | 'submission' | null
  /** The number of the stage that has to be passed first. */
  lockedAfter: number | undefined
  runState: RunState
  submission: SubmissionView
  asksSignIn: boolean
  signInUrl: string
  hints: Readonly<Record<string, ReactNode>>
  /** Its submissions have a postmortem. */
  isGameDay: boolean
  onOpenLine: (line: number) => void
  /** Set while a replay of this run is shown. */
  original: Original | null
  onBack: () => void
  onReplayRun: (failed: FailedVerdict, withoutFaults: readonly string[]) => void
  onReplaySubmission: (id: string, failed: FailedVerdict, withoutFaults: readonly string[]) => void
  onRun: () => void
  /** The address of a failing run: of the visible suite's, or of submission `id`. */
  linkTo: (failed: FailedVerdict, id?: string) => Promise<string>
  /** Inverse exercises: plays the run that exposed an implementation again, from a run or from submission `id`. */
  onReplayKill: (whole: Verdict, kill: Parameters<ReplayKill>, id?: string) => void
}

/** The right pane: nothing yet, a run under way, a verdict, or why there is none. */
export function Outcome(props: Props) {
  return (
    <>
      {/* Here before the verdict comes, so that it is announced; the drawing and the hints wait to be read. */}
      <p className="sr-only" role="status">
        {announced(props)}
      </p>
      <Shown {...props} />
    </>
  )
}

function announced({ asksSignIn, shown, runState, submission, original }: Props): string {
  const state = shown === 'run' ? runState : submission
  if (asksSignIn || shown === null || state.kind !== 'over') return ''
  if (original) return 'The replay is over.'
  return `Verdict of the ${shown === 'run' ? 'visible' : 'hidden'} suite: ${wordOf[state.verdict.outcome]}.`
}

function Shown(props: Props) {
  if (props.asksSignIn) return <AskSignIn url={props.signInUrl} />
  if (props.shown === 'run') return <RunOutcome {...props} />
  if (props.shown === 'submission') return <SubmissionOutcome {...props} />
  if (props.lockedAfter !== undefined)
    return (
      <Message title={`Opens when stage ${props.lockedAfter} is passed`}>
        <p>
          Until then you can read this stage and Run its visible suite. Submit waits; the code is one for all
          stages and comes with you.
        </p>
        <Button size="small" onClick={props.onRun} className="w-fit">
          Run what is in the editor
        </Button>
      </Message>
    )
  return (
    <Message title="Nothing has run yet">
      <p>
        Run plays the visible suite in this browser, as often as you like. Submit plays the hidden suite on
        the server, and that verdict counts.
      </p>
      <p className="text-muted">
        A failure comes back as the shortest run that shows it, drawn event by event.
      </p>
      <Button size="small" onClick={props.onRun} className="w-fit">
        Run what is in the editor
      </Button>
    </Message>
  )
}

function RunOutcome(props: Props) {
  const state = props.runState
  switch (state.kind) {
    case 'idle':
      return <Message title="Cancelled">The run was stopped before it had a verdict.</Message>
    case 'running':
      return <Progress what="Running the visible suite" done={state.done} of={state.of || null} />
    case 'broken':
      return (
        <Message title="Our fault">
          <p>The suite itself stopped: {state.message}</p>
          <p>
            This says nothing about your code. Run again; if it happens again, report it with the name of the
            exercise.
          </p>
        </Message>
      )
    case 'over': {
      const v = state.verdict
      return (
        <Judged
          slug={props.slug}
          verdict={v}
          judge="the visible suite"
          original={props.original}
          onBack={props.onBack}
          hints={props.hints}
          onOpenLine={props.onOpenLine}
          onReplayKill={(...kill) => props.onReplayKill(v, kill)}
          {...(v.outcome === 'failed' && v.seed !== ''
            ? { ...replays(v, (w) => props.onReplayRun(v, w)), permalink: () => props.linkTo(v) }
            : {})}
        />
      )
    }
  }
}

function SubmissionOutcome(props: Props) {
  const view = props.submission
  switch (view.kind) {
    case 'idle':
      return null
    case 'sending':
      return <Progress what="Sending" done={0} of={null} />
    case 'queued': {
      const eta = view.etaMs === null ? '' : `, about ${Math.max(1, Math.round(view.etaMs / 1000))} s`
      return (
        <Progress
          what={view.position > 1 ? `Queued: number ${view.position}${eta}` : 'Queued: next'}
          done={0}
          of={null}
        />
      )
    }
    case 'exploring':
      return <Progress what="Exploring hidden schedules" done={view.done} of={view.of} />
    case 'cancelled':
      return (
        <Message title="Cancelled">
          The submission was stopped and does not count. Your code is as you left it.
        </Message>
      )
    case 'refused':
      return (
        <Message
          title={
            view.error.code === 'unsure' ? 'It is not known whether this was submitted' : 'Not submitted'
          }
        >
          <p>{view.error.message}</p>
          {view.error.code === 'sign-in-required' || view.error.code === 'session-ended' ? (
            <p>
              <a className="link" href={props.signInUrl}>
                Sign in
              </a>
              . Your code is kept.
            </p>
          ) : null}
          {view.error.requestId && <p className="text-muted text-note">Request {view.error.requestId}</p>}
        </Message>
      )
    case 'over': {
      const v = view.verdict
      return (
        <>
          {view.note && <p className="border-hairline border-b px-4 py-2 text-muted">{view.note}</p>}
          {props.isGameDay && !props.original && (
            <p className="border-hairline border-b px-4 py-3">
              <Link className="link" href={urls.postmortem(props.slug, view.id)}>
                Open the postmortem of this submission
              </Link>
            </p>
          )}
          {/* A replay is another run than the submission's, and nobody's to come back to. */}
          <RunNotes submission={v.outcome === 'failed' && !props.original ? view.id : null}>
            <Judged
              slug={props.slug}
              verdict={v}
              judge="the hidden suite"
              original={props.original}
              onBack={props.onBack}
              hints={props.hints}
              onOpenLine={props.onOpenLine}
              onReplayKill={(...kill) => props.onReplayKill(v, kill, view.id)}
              {...(v.outcome === 'failed' && v.seed !== ''
                ? {
                    ...replays(v, (w) => props.onReplaySubmission(view.id, v, w)),
                    ...(props.original?.mutant ? {} : { permalink: () => props.linkTo(v, view.id) }),
                  }
                : {})}
            />
          </RunNotes>
        </>
      )
    }
  }
}

type FailedVerdict = Extract<Verdict, { outcome: 'failed' }>
type Mutant = NonNullable<Original['mutant']>

function replays(v: FailedVerdict, replay: (withoutFaults: readonly string[]) => void) {
  return {
    onReplay: () => replay([]),
    onDeleteFault: (id: string) => replay([id]),
    ...(v.faults.length > 0 ? { onCompare: () => replay(v.faults.map((f) => f.id)) } : {}),
  }
}

/** Over a replay: which run it varies, what it shows, and the way back. */
function Variation({
  verdict,
  original,
  onBack,
}: {
  verdict: Verdict
  original: Original
  onBack: () => void
}) {
  const { mutant } = original
  const what = mutant ? aboutMutant(verdict, original, mutant) : aboutRun(verdict, original)
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-hairline border-b px-4 py-3">
      <p className="max-w-measure">{what}</p>
      <Button size="small" onClick={onBack}>
        {mutant ? 'Back to the list' : 'Back to the failing run'}
      </Button>
    </div>
  )
}

function aboutRun(verdict: Verdict, original: Original): string {
  if (verdict.outcome === 'passed')
    return 'This one schedule holds now. It is a replay of the failing run, with the faults that you left in it and the code as it is; it does not count.'
  const all = original.verdict.faults.length
  return verdict.outcome === 'failed' && verdict.faults.length < all
    ? `The failing run again, with ${verdict.faults.length} of its ${all} faults.`
    : 'The failing run again, with the code as it is now.'
}

function aboutMutant(verdict: Verdict, original: Original, { id, whole }: Mutant): string {
  const { mutants } = whole as { mutants?: Mutants }
  const title = mutants?.results.find((r) => r.id === id)?.title ?? 'A broken implementation'
  const all = original.verdict.faults.length
  const again = `${title}: the run that exposed it, again`
  if (verdict.outcome === 'passed') return `${again}, without what you took out of it. It does not count.`
  return verdict.outcome === 'failed'
    ? `${again}, with ${verdict.faults.length} of its ${all} faults. It does not count.`
    : `${again}.`
}

function Judged(props: {
  slug: string
  verdict: Verdict
  original: Original | null
  onBack: () => void
  judge: string
  hints: Readonly<Record<string, ReactNode>>
  onOpenLine: (line: number) => void
  onReplay?: () => void
  onDeleteFault?: (id: string) => void
  onCompare?: () => void
  onReplayKill: ReplayKill
  permalink?: () => Promise<string>
}) {
  const { verdict, hints, original, onBack, ...rest } = props
  const hint = verdict.outcome === 'failed' && verdict.hint ? hints[verdict.hint] : undefined
  return (
    <>
      {original && <Variation verdict={verdict} original={original} onBack={onBack} />}
      <div className="p-4">
        <VerdictPanel
          {...rest}
          verdict={verdict}
          {...(original ? { compareWith: original.verdict, ofMutant: original.mutant !== undefined } : {})}
          {...(hint ? { hint } : {})}
        />
      </div>
    </>
  )
}

function Progress({ what, done, of }: { what: string; done: number; of: number | null }) {
  const known = of !== null && of > 0
  const seconds = useSeconds()
  return (
    <div className="flex flex-col gap-3 p-4">
      <div className="flex justify-between gap-4">
        <p role="status">
          {what}
          {known ? `: ${done} of ${of} schedules` : ''}
        </p>
        <p className="text-muted tabular-nums">{seconds} s</p>
      </div>
      <div className="h-1 bg-sunken">
        <div className="h-full bg-accent" style={{ width: known ? `${(100 * done) / of}%` : '0%' }} />
      </div>
    </div>
  )
}

/** Whole seconds since this came on the screen. */
function useSeconds(): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((n) => n + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return seconds
}

function AskSignIn({ url }: { url: string }) {
  return (
    <Message title="Sign in to submit">
      <p>
        Submissions and progress belong to an account. Your code is kept in this browser and will be here when
        you come back.
      </p>
      <div>
        <Button look="primary" asChild>
          <a href={url}>Sign in or create an account</a>
        </Button>
      </div>
      <p className="text-muted">Run works without one.</p>
    </Message>
  )
}

function Message({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex max-w-measure flex-col gap-3 p-4">
      <h2 className="font-serif text-read">{title}</h2>
      {typeof children === 'string' ? <p>{children}</p> : children}
    </div>
  )
}
