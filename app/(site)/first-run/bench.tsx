'use client'
import { Play, RotateCcw, Square } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '@/app/ui/button.tsx'
import { Link } from '@/app/ui/link.tsx'
import { useDraft } from '@/app/ui/workbench/use-draft.ts'
import { type RunState, useRunner } from '@/app/ui/workbench/use-runner.ts'
import { urls } from '@/app/urls.ts'
import { CodeField } from './code-field.tsx'

const loadPanel = () => import('@/app/ui/verdict/index.ts').then((m) => m.VerdictPanel)
const VerdictPanel = dynamic(loadPanel, { loading: () => <p className="text-muted">Drawing the run.</p> })

interface Props {
  slug: string
  starter: string
  runnerUrl: string
  /** By hint id. */
  hints: Readonly<Record<string, ReactNode>>
  /** What stands where the verdict will come. */
  before: ReactNode
}

/** Run, see it fail, change a line, run again: without an account. What is typed goes on in the workbench. */
export function Bench({ slug, starter, runnerUrl, hints, before }: Props) {
  const draft = useDraft({ slug, account: null, initial: null, starter, undoable: null })
  const { state, prepare, run, cancel } = useRunner(runnerUrl)
  const [reveal, setReveal] = useState<{ line: number } | null>(null)
  const outcome = useRef<HTMLDivElement>(null)
  const running = state.kind === 'running'
  const over = state.kind === 'over'

  // Made ready when somebody comes near, not while the page loads, and after what they came for has been drawn.
  const ready = () => {
    const make = () => {
      prepare()
      void loadPanel()
    }
    if ('requestIdleCallback' in window) requestIdleCallback(make, { timeout: 1_000 })
    else setTimeout(make, 200)
  }
  useEffect(() => {
    // On a phone the outcome is below the code.
    if (over && outcome.current && outcome.current.getBoundingClientRect().top > innerHeight * 0.8)
      outcome.current.scrollIntoView({ block: 'start' })
  }, [over])

  return (
    <section
      aria-labelledby="first-run"
      className="grid border-hairline border-y lg:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)]"
      onPointerEnter={ready}
      onFocus={ready}
    >
      <div className="min-w-0 py-6 lg:border-hairline lg:border-r lg:pr-8">
        <div className="lg:sticky lg:top-6">
          <div className="flex items-center justify-between gap-4">
            <h2 id="first-run" className="font-serif text-head">
              Charge once
            </h2>
            {running ? (
              <Button onClick={cancel}>
                <Square size={14} strokeWidth={1.75} aria-hidden />
                Cancel
              </Button>
            ) : (
              <Button look="primary" onClick={() => run(draft.code)}>
                <Play size={14} strokeWidth={1.75} aria-hidden />
                Run
              </Button>
            )}
          </div>
          <p className="mt-2 max-w-measure text-pretty">
            A shop has the bank charge a card. For each <code>key</code> the bank takes money once, however
            often it is asked. The bank’s answer may get lost, so the shop asks again after a second. This
            code is wrong: run it.
          </p>
          <div className="mt-4">
            <CodeField code={draft.code} onChange={draft.change} reveal={reveal} />
          </div>
          <div className="mt-3 flex min-h-8 flex-wrap items-center justify-between gap-3">
            <Link href={urls.exercise(slug)}>Open it in the workbench</Link>
            {draft.code !== starter && (
              <Button look="quiet" size="small" onClick={draft.reset}>
                <RotateCcw size={14} strokeWidth={1.75} aria-hidden />
                Back to the first version
              </Button>
            )}
          </div>
        </div>
      </div>
      <div ref={outcome} className="min-w-0 scroll-mt-16 border-hairline border-t py-6 lg:border-t-0 lg:pl-8">
        <p className="sr-only" role="status">
          {said(state)}
        </p>
        <Outcome
          state={state}
          hints={hints}
          before={before}
          slug={slug}
          onOpenLine={(line) => setReveal({ line })}
        />
      </div>
    </section>
  )
}

function said(state: RunState): string {
  if (state.kind === 'over') return `The run is over: ${state.verdict.outcome}.`
  return state.kind === 'running' ? 'Running.' : ''
}

function Outcome({
  state,
  hints,
  before,
  slug,
  onOpenLine,
}: Pick<Props, 'hints' | 'before' | 'slug'> & { state: RunState; onOpenLine: (line: number) => void }) {
  switch (state.kind) {
    case 'idle':
      return before
    case 'running':
      return <p className="text-muted">Playing the stories of the visible suite.</p>
    case 'broken':
      return (
        <p>
          The suite itself stopped: {state.message} This says nothing about your code. Run again; if it
          happens again, it is ours to mend.
        </p>
      )
    case 'over': {
      const { verdict } = state
      const hint = verdict.outcome === 'failed' ? hints[verdict.property] : undefined
      return (
        <>
          <VerdictPanel
            verdict={verdict}
            slug={slug}
            judge="the visible suite"
            onOpenLine={onOpenLine}
            hint={hint}
          />
          {verdict.outcome === 'passed' && (
            <p className="mt-4 max-w-measure">
              The shop charges once, whatever is lost, and across a crash. The hidden suite plays more
              schedules: <Link href={urls.exercise(slug)}>submit it in the workbench</Link>, where your code
              is waiting.
            </p>
          )}
        </>
      )
    }
  }
}
