'use client'
import { History, Play, RotateCcw, Send, Square, Undo2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '@/app/ui/button.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Tooltip } from '@/app/ui/tooltip.tsx'
import { preloadPatternView } from '@/app/ui/views/index.ts'
import { urls } from '@/app/urls.ts'
import type { Counterexample, Verdict } from '@/lib/suite/index.ts'
import { Conflict } from './conflict.tsx'
import type { Undoable } from './draft-view.ts'
import { Layout } from './layout.tsx'
import { loadMonaco } from './load-monaco.ts'
import { Outcome } from './outcome.tsx'
import { fragmentOf, submissionLink } from './permalink.ts'
import { PlainEditor } from './plain-editor.tsx'
import { SavedMark } from './saved-mark.tsx'
import { SharedRun } from './shared-run.tsx'
import { NextStage, type StageMark, Stages } from './stages.tsx'
import { useDraft } from './use-draft.ts'
import { type Cursor, usePlace } from './use-place.ts'
import { usePlainEditor, wantsFullEditor } from './use-plain-editor.ts'
import { type RunState, useRunner } from './use-runner.ts'
import { useSharedRun } from './use-shared-run.ts'
import { type LastSubmission, type SubmissionView, useSubmission } from './use-submission.ts'
import { undoTitle, useWorkbenchKeys } from './use-workbench-keys.ts'

const loadEditor = async () => {
  try {
    const [module] = await Promise.all([import('./editor.tsx'), loadMonaco()])
    return await module.loadEditor()
  } catch (error) {
    // A lost connection takes colours and completion from the learner, not the exercise.
    console.error('The editor did not load; a text area takes its place.', error)
    return PlainEditor
  }
}
const Editor = dynamic(loadEditor, {
  ssr: false,
  loading: () => <p className="p-4 text-muted">Loading the editor.</p>,
})

// Before React needs it.
if (typeof window !== 'undefined' && wantsFullEditor()) void loadEditor()

export interface WorkbenchProps {
  exercise: { slug: string; title: string; suiteHash: string; runnerUrl: string; isGameDay: boolean }
  starter: string
  draft: { code: string; revision: number } | null
  /** What a reset or a restored version took out of the editor, when nothing was typed since. */
  undoable?: Undoable | null
  /** The learner's newest submission, shown until something else runs. */
  last: LastSubmission | null
  /** Faults that the page's address wants left out of the run of `last`. */
  withoutFaults?: readonly string[]
  /** Id of the learner's account; null for a visitor. */
  account: string | null
  /** Where the learner was, on whatever device. */
  place?: (Cursor & { stage: string | null }) | null
  signInUrl: string
  typings: { module: string; globals: string }
  /** Server-rendered prompt and extras of the left pane. */
  prompt: ReactNode
  /** Of a staged exercise. */
  stages: readonly StageMark[]
  stage: string | null
  /** Rendered hints by hint id. */
  hints: Readonly<Record<string, ReactNode>>
}

type FailedVerdict = Extract<Verdict, { outcome: 'failed' }>

/** The failing run of which a variation is shown. */
export type Original = ({ from: 'run' } & Varied) | ({ from: 'submission'; id: string } & Varied)

interface Varied {
  verdict: FailedVerdict
  /** Inverse exercises: the implementation whose run it is, and the verdict that it is a part of. */
  mutant?: { id: string; whole: Verdict }
}

/** Where the shown outcome came from: decides how it is replayed. */
type Shown = 'run' | 'submission' | null

export function Workbench(props: WorkbenchProps) {
  const { exercise, account } = props
  const signedIn = account !== null
  const place = usePlace({
    slug: exercise.slug,
    stage: props.stage,
    account,
    start: props.place ?? null,
  })
  const draft = useDraft({
    slug: exercise.slug,
    account,
    initial: props.draft,
    starter: props.starter,
    undoable: props.undoable ?? null,
  })
  const runner = useRunner(exercise.runnerUrl)
  const submission = useSubmission(exercise.slug, exercise.suiteHash, props.last, props.stage, account)
  const [shown, setShown] = useState<Shown>(
    props.last && (props.last.pending || props.last.verdict) ? 'submission' : null,
  )
  const [original, setOriginal] = useState<Original | null>(null)
  const [asksSignIn, setAsksSignIn] = useState(false)
  const [reveal, setReveal] = useState<{ line: number } | null>(null)
  const [pane, setPane] = useState<'task' | 'code' | 'outcome'>('task')
  const plain = usePlainEditor()
  const code = useRef(draft.code)
  code.current = draft.code

  // The Worker loads while the prompt is read.
  useEffect(() => {
    runner.prepare()
  }, [runner.prepare])
  useEffect(() => preloadPatternView(exercise.slug), [exercise.slug])

  const { shared, dismiss } = useSharedRun()
  useEffect(() => {
    if (shared) setPane('outcome')
  }, [shared])
  // Where one pane is shown at a time, the question stands over the code.
  const hasConflict = draft.save.kind === 'conflict'
  useEffect(() => {
    if (hasConflict) setPane('code')
  }, [hasConflict])

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

  const staged =
    props.stage === null
      ? null
      : { slug: exercise.slug, stages: props.stages, current: props.stage, save: draft.flush }
  const locked = props.stages.some((s) => s.id === props.stage && s.state === 'locked') && signedIn
  const passed = isPass(submission.view) && original === null
  const router = useRouter()
  // What a stage's pass opens is known to the server.
  useEffect(() => {
    if (passed) router.refresh()
  }, [passed, router])

  const busy = runner.state.kind === 'running' || isPending(submission.view.kind)
  const stop = () => (runner.state.kind === 'running' ? runner.cancel() : void submission.cancel())
  useWorkbenchKeys({
    run,
    submit,
    save: () => void draft.flush(),
    reset: draft.reset,
    undo: draft.undoable && { because: draft.undoable.because, run: draft.undo },
    cancel: busy ? stop : null,
    edit() {
      setPane('code')
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>('[aria-label^="Your solution"]')?.focus(),
      )
    },
  })

  const toolbar = (
    <>
      <SavedMark
        save={draft.save}
        signedIn={signedIn}
        untouched={draft.code === props.starter && draft.undoable === null}
      />
      {draft.undoable && (
        <Button look="quiet" size="small" onClick={draft.undo}>
          <Undo2 size={16} strokeWidth={1.75} aria-hidden />
          {undoTitle(draft.undoable.because)}
        </Button>
      )}
      {draft.undoable?.because !== 'RESET' && (
        <Tooltip content="Back to the starter. You can undo it.">
          <Button look="quiet" size="icon" aria-label="Reset to the starter" onClick={draft.reset}>
            <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
          </Button>
        </Tooltip>
      )}
      {signedIn && (
        <Tooltip content="Your submissions and kept copies">
          <Button look="quiet" size="icon" asChild>
            <Link href={urls.history(exercise.slug)} className="" aria-label="History">
              <History size={16} strokeWidth={1.75} aria-hidden />
            </Link>
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
      <Tooltip
        content={
          locked
            ? `Opens when stage ${lockedAfter(props)} is passed. Run works.`
            : 'The hidden suite, on the server (Shift + Ctrl or ⌘ + Enter)'
        }
      >
        <Button look="primary" size="small" onClick={submit} disabled={busy || locked}>
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
    <PlainEditor code={draft.code} onChange={draft.change} reveal={reveal} place={place} />
  ) : (
    <Editor
      code={draft.code}
      epoch={draft.epoch}
      onChange={draft.change}
      place={place}
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
      showsPicture={original !== null || failedOf(shown, runner.state, submission.view)}
      task={
        <>
          {staged && <Stages {...staged} />}
          {props.prompt}
        </>
      }
      code={
        <>
          {draft.save.kind === 'conflict' && (
            <Conflict
              mine={draft.code}
              theirs={draft.save.theirs}
              isKept={draft.save.isKept}
              onChoose={draft.resolve}
            />
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
          {staged && shown === 'submission' && passed && <NextStage {...staged} />}
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
            lockedAfter={locked ? lockedAfter(props) : undefined}
            runState={runner.state}
            submission={submission.view}
            asksSignIn={asksSignIn}
            signInUrl={props.signInUrl}
            hints={props.hints}
            isGameDay={exercise.isGameDay}
            onOpenLine={openLine}
            original={original}
            onBack={() => {
              const whole = original?.mutant?.whole ?? original?.verdict
              if (original?.from === 'run' && whole) runner.show(whole, code.current)
              if (original?.from === 'submission' && whole) submission.show(original.id, whole, code.current)
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
              const ids = [...gone.map((f) => f.id), ...without]
              void submission.replay(id, code.current, ids, original?.mutant?.id)
            }}
            onReplayKill={(whole, [mutant, kill, without], id) => {
              const run = { verdict: failureOf(kill, whole), mutant: { id: mutant, whole } }
              setOriginal(id === undefined ? { from: 'run', ...run } : { from: 'submission', id, ...run })
              const faults = kill.faults.filter((f) => !without.includes(f.id))
              if (id === undefined) runner.replay(code.current, kill.seed, faults)
              else void submission.replay(id, code.current, without, mutant)
            }}
            onRun={run}
          />
        </>
      }
    />
  )
}

/** The number of the stage before, counted from 1. */
function lockedAfter({ stages, stage }: WorkbenchProps): number {
  return stages.findIndex((s) => s.id === stage)
}

function isPass(view: SubmissionView): boolean {
  return view.kind === 'over' && view.verdict.outcome === 'passed' && view.note === undefined
}

/** Whether what is shown is a failure, which comes with the run that shows it. */
function failedOf(shown: Shown, run: RunState, view: SubmissionView): boolean {
  const state = shown === 'run' ? run : view
  return shown !== null && state.kind === 'over' && state.verdict.outcome === 'failed'
}

/** The run that exposed an implementation, as the failure that it is. */
function failureOf(kill: Counterexample, whole: Verdict): FailedVerdict {
  const { seeds, events, ms } = { seeds: 1, events: kill.trace.length, ms: 0, ...whole }
  return { ...kill, outcome: 'failed', kind: 'safety', scenario: '', seeds, events, console: [], ms }
}

function isPending(kind: string): boolean {
  return kind === 'sending' || kind === 'queued' || kind === 'exploring'
}
