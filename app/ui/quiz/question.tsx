'use client'
import { lazy, type RefObject, Suspense, useId, useState } from 'react'
import type { Question } from '@/lib/content/index.ts'
import { type Answer, judge, shuffledIds } from '@/lib/quiz/index.ts'
import { Button } from '../button.tsx'
import { Inline } from '../inline.tsx'
import { ScrollBox } from '../table.tsx'
import { NumberInput, Options, Ordering } from './inputs.tsx'

// The simulator comes with the first run that somebody wants to see.
const PredictedRun = lazy(async () => ({ default: (await import('./predicted-run.tsx')).PredictedRun }))

const instructions = {
  single: null,
  predict: 'Predict, then check.',
  multiple: 'Choose all that hold.',
  order: 'Put these in order.',
  numeric: null,
} satisfies Record<Question['kind'], string | null>

interface Props {
  /** Stands before the prompt. */
  number?: number
  lesson: string
  question: Question
  answered: Answer | undefined
  /** Null takes the answer back. */
  onAnswer: (answer: Answer | null) => void
  /** In review an answer stands, and what comes next is said below the question. */
  again?: boolean
  /** Told when the answer's reasons are on the page: at once, or when the run has been watched. */
  onReveal?: () => void
  formRef?: RefObject<HTMLFormElement | null>
}

/** One question: answer, watch the run if it has one, read why. */
export function QuizQuestion(props: Props) {
  const { number, lesson, question, answered, onAnswer, again = true, onReveal, formRef } = props
  const promptId = useId()
  const initial = question.kind === 'order' ? shuffledIds(question) : question.kind === 'numeric' ? '' : []
  const [draft, setDraft] = useState<Answer>(initial)
  const [run, setRun] = useState<'none' | 'watching' | 'watched'>('none')
  const done = answered !== undefined
  const revealed = done && run !== 'watching'
  const runId = question.kind === 'predict' ? question.run : undefined
  const shared = { labelledBy: promptId, done, revealed, value: answered ?? draft, onChange: setDraft }
  const instruction = runId ? 'Predict, then watch the run.' : instructions[question.kind]
  const submit = () => {
    if (done || judge(question, draft) === null) return
    if (runId) setRun('watching')
    else onReveal?.()
    onAnswer(draft)
  }
  return (
    <form
      ref={formRef}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <p id={promptId} className="font-serif text-read">
        {number !== undefined && <span className="text-muted tabular-nums">{number}.</span>}{' '}
        <Inline text={question.prompt} />
      </p>
      {instruction && <p className="mt-1 text-muted">{instruction}</p>}
      {question.kind === 'predict' && (
        <ScrollBox label="Given">
          <pre className="mt-3 w-max min-w-full rounded-md border border-hairline bg-sunken p-4 font-mono text-ui">
            {question.given.text}
          </pre>
        </ScrollBox>
      )}
      <div className="mt-4">
        {'options' in question && <Options question={question} {...shared} />}
        {question.kind === 'order' && <Ordering question={question} {...shared} />}
        {question.kind === 'numeric' && <NumberInput question={question} {...shared} />}
      </div>
      <div className="mt-4 flex flex-wrap gap-3">
        {!done && (
          <Button size="small" type="submit" disabled={judge(question, draft) === null}>
            {runId ? 'Run it' : 'Check'}
          </Button>
        )}
        {revealed && again && (
          <Button
            size="small"
            onClick={() => {
              setDraft(initial)
              setRun('none')
              onAnswer(null)
            }}
          >
            Answer again
          </Button>
        )}
        {revealed && runId && run === 'none' && (
          <Button size="small" onClick={() => setRun('watched')}>
            Watch the run
          </Button>
        )}
      </div>
      {done && runId && run !== 'none' && (
        <Suspense fallback={<p className="mt-4 min-h-64 text-muted">Loading the simulator.</p>}>
          <PredictedRun
            lesson={lesson}
            run={runId}
            onEnd={() => {
              if (run !== 'watching') return
              setRun('watched')
              onReveal?.()
            }}
          />
        </Suspense>
      )}
      <div aria-live="polite">{revealed && <Why question={question} answered={answered} />}</div>
    </form>
  )
}

function Why({ question, answered }: { question: Question; answered: Answer }) {
  return (
    <div className="mt-4 border-stroke border-l-2 pl-4">
      <p className="font-medium">{judge(question, answered) ? 'Right.' : 'Not this.'}</p>
      {question.kind === 'predict' && (
        <p className="mt-1">
          <Inline text={question.outcome} />
        </p>
      )}
      <p className="mt-1">
        <Inline text={question.explain} />
      </p>
    </div>
  )
}
