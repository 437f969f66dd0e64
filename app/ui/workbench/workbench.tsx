'use client'
import { Play, RotateCcw, Send, Square, Undo2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '@/app/ui/button.tsx'
import { Tooltip } from '@/app/ui/tooltip.tsx'
import type { Verdict } from '@/lib/suite/index.ts'
import { Conflict } from './conflict.tsx'
import { Layout } from './layout.tsx'
import { Outcome } from './outcome.tsx'
import { fragmentOf, submissionLink } from './permalink.ts'
import { PlainEditor } from './plain-editor.tsx'
import { SavedMark } from './saved-mark.tsx'
import { SharedRun } from './shared-run.tsx'
import { useCoarsePointer } from './use-coarse-pointer.ts'
import { useDraft } from './use-draft.ts'
import { useRunner } from './use-runner.ts'
import { useSharedRun } from './use-shared-run.ts'
import { type LastSubmission, useSubmission } from './use-submission.ts'

const Editor = dynamic(() => import('./editor.tsx').then((m) => m.Editor), {
  ssr: false,
  loading: () => <p className="p-4 text-muted">Loading the editor.</p>,
})

export interface WorkbenchProps {
  exercise: { slug: string; title: string; suiteHash: string; runnerUrl: string }
  starter: string
  draft: { code: string; revision: number } | null
  /** The learner's newest submission, shown until something else runs. */
  last: LastSubmission | null
  /** Faults that the page's address wants left out of the run of `last`. */
  withoutFaults?: readonly string[]
  signedIn: boolean
  signInUrl: string
  typings: { module: string; globals: string }
  /** Server-rendered prompt and extras of the left pane. */
  prompt: ReactNode
  /** Rendered hints by hint id. */
  hints: Readonly<Record<string, ReactNode>>
}

type FailedVerdict = Extract<Verdict, { outcome: 'failed' }>

/** The failing run of which a variation is shown. */
export type Original =
  | { from: 'run'; verdict: FailedVerdict }
  | { from: 'submission'; id: string; verdict: FailedVerdict }

/** Where the shown outcome came from: decides how it is replayed. */
type Shown = 'run' | 'submission' | null

export function Workbench(props: WorkbenchProps) {
  const { exercise, signedIn } = props
  const draft = useDraft({ slug: exercise.slug, signedIn, initial: props.draft, starter: props.starter })
  const runner = useRunner(exercise.runnerUrl)
  const submission = useSubmission(exercise.slug, exercise.suiteHash, props.last)
  const [shown, setShown] = useState<Shown>(
    props.last && (props.last.pending || props.last.verdict) ? 'submission' : null,
  )
  const [original, setOriginal] = useState<Original | null>(null)
  const [asksSignIn, setAsksSignIn] = useState(false)
  const [reveal, setReveal] = useState<{ line: number } | null>(null)
  const [pane, setPane] = useState<'task' | 'code' | 'outcome'>('task')
  const plain = useCoarsePointer()
  const code = useRef(draft.code)
  code.current = draft.code

  // The Worker loads while the prompt is read.
  useEffect(() => {
    runner.prepare()
  }, [runner.prepare])

  const { shared, dismiss } = useSharedRun()
  useEffect(() => {
    if (shared) setPane('outcome')
  }, [shared])

  // A link to one's own submission less some faults: replayed once, with the code that was judged.
  const varied = useRef(false)
  useEffect(() => {
    const { last, withoutFaults = [] } = props
    if (varied.current || withoutFaults.length === 0 || last?.verdict?.outcome !== 'failed') return
    varied.current = true
    setOriginal({ from: 'submission', id: last.id, verdict: last.verdict })
    setPane('outcome')
    void submission.replay(last.id, last.code, withoutFaults)
  }, [props, submission.replay])

  const run = useCallback(() => {
    setShown('run')
    setOriginal(null)
    setAsksSignIn(false)
    setPane('outcome')
    runner.run(code.current)
  }, [runner.run])

  const submit = useCallback(() => {
    void draft.flush()
    setPane('outcome')
    if (!signedIn) return setAsksSignIn(true)
    setShown('submission')
    setOriginal(null)
    void submission.submit(code.current)
  }, [draft.flush, signedIn, submission.submit])

  const openLine = useCallback((line: number) => {
    setReveal({ line })
    setPane('code')
  }, [])

  const busy = runner.state.kind === 'running' || isPending(submission.view.kind)
  const stop = () => (runner.state.kind === 'running' ? runner.cancel() : void submission.cancel())
  useShortcuts({ onRun: run, onSubmit: submit, onSave: draft.flush })

  const toolbar = (
    <>
      <SavedMark save={draft.save} signedIn={signedIn} />
      {draft.undo ? (
        <Button look="quiet" size="small" onClick={draft.undo}>
          <Undo2 size={16} strokeWidth={1.75} aria-hidden />
          Undo reset
        </Button>
      ) : (
        <Tooltip content="Back to the starter. You can undo it.">
          <Button look="quiet" size="icon" aria-label="Reset to the starter" onClick={draft.reset}>
            <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
          </Button>
        </Tooltip>
      )}
      {busy && (
        <Button size="small" onClick={stop}>
          <Square size={14} strokeWidth={1.75} aria-hidden />
          Cancel
        </Button>
      )}
      <Tooltip content="The visible suite, in this browser (Ctrl or ⌘ + Enter)">
        <Button size="small" onClick={run} disabled={busy}>
          <Play size={14} strokeWidth={1.75} aria-hidden />
          Run
        </Button>
      </Tooltip>
      <Tooltip content="The hidden suite, on the server (Shift + Ctrl or ⌘ + Enter)">
        <Button look="primary" size="small" onClick={submit} disabled={busy}>
          <Send size={14} strokeWidth={1.75} aria-hidden />
          Submit
        </Button>
      </Tooltip>
    </>
  )

  const editorProps = useMemo(
    () => ({ onRun: run, onSubmit: submit, onSave: () => void draft.flush() }),
    [run, submit, draft.flush],
  )
  const editor = plain ? (
    <PlainEditor code={draft.code} onChange={draft.change} reveal={reveal} />
  ) : (
    <Editor
      code={draft.code}
      epoch={draft.epoch}
      onChange={draft.change}
      typings={props.typings}
      reveal={reveal}
      {...editorProps}
    />
  )

  return (
    <Layout
      title={exercise.title}
      toolbar={toolbar}
      pane={pane}
      onPane={setPane}
      task={props.prompt}
      code={
        <>
          {draft.save.kind === 'conflict' && (
            <Conflict mine={draft.code} theirs={draft.save.theirs} onChoose={draft.resolve} />
          )}
          <div className="min-h-0 flex-1">{editor}</div>
        </>
      }
      outcome={
        <>
          {shared && (
            <SharedRun
              shared={shared}
              onReplay={(run) => {
                setShown('run')
                setOriginal(null)
                setAsksSignIn(false)
                runner.replay(run.code, run.seed, run.faults)
              }}
              onTake={(text) => {
                draft.take(text)
                setPane('code')
              }}
              onDismiss={dismiss}
            />
          )}
          <Outcome
            slug={exercise.slug}
            linkTo={async (failed, id) => {
              const { origin, pathname } = location
              if (id === undefined) {
                const state = runner.state
                const text = state.kind === 'over' ? state.code : code.current
                return `${origin}${pathname}${await fragmentOf({ code: text, seed: failed.seed, faults: failed.faults })}`
              }
              const all = original?.from === 'submission' ? original.verdict.faults : failed.faults
              const gone = all.filter((f) => !failed.faults.some((k) => k.id === f.id))
              return submissionLink(
                origin,
                exercise.slug,
                id,
                gone.map((f) => f.id),
              )
            }}
            shown={shown}
            runState={runner.state}
            submission={submission.view}
            asksSignIn={asksSignIn}
            signInUrl={props.signInUrl}
            hints={props.hints}
            onOpenLine={openLine}
            original={original}
            onBack={() => {
              if (original?.from === 'run') runner.show(original.verdict, code.current)
              if (original?.from === 'submission')
                submission.show(original.id, original.verdict, code.current)
              setOriginal(null)
            }}
            onReplayRun={(failed, without) => {
              setOriginal((o) => o ?? { from: 'run', verdict: failed })
              runner.replay(
                code.current,
                failed.seed,
                failed.faults.filter((f) => !without.includes(f.id)),
              )
            }}
            onReplaySubmission={(id, failed, without) => {
              setOriginal((o) => o ?? { from: 'submission', id, verdict: failed })
              const gone = original
                ? original.verdict.faults.filter((f) => !failed.faults.some((k) => k.id === f.id))
                : []
              void submission.replay(id, code.current, [...gone.map((f) => f.id), ...without])
            }}
            onRun={run}
          />
        </>
      }
    />
  )
}

function isPending(kind: string): boolean {
  return kind === 'sending' || kind === 'queued' || kind === 'exploring'
}

/** The same keys outside the editor as in it. */
function useShortcuts(o: { onRun: () => void; onSubmit: () => void; onSave: () => void }) {
  const latest = useRef(o)
  latest.current = o
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (!(e.ctrlKey || e.metaKey) || e.defaultPrevented) return
      if (e.target instanceof Element && e.target.closest('.monaco-editor')) return
      if (e.key === 'Enter') {
        e.preventDefault()
        if (e.shiftKey) latest.current.onSubmit()
        else latest.current.onRun()
      }
      if (e.key === 's') {
        e.preventDefault()
        latest.current.onSave()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
