'use client'
import { useId, useState } from 'react'
import type { Question } from '@/lib/content/index.ts'
import { Button } from '../button.tsx'
import { Inline } from '../inline.tsx'
import { ScrollBox } from '../table.tsx'
import { NumberInput, Options, Ordering } from './inputs.tsx'
import { type Answer, judge, shuffledIds } from './judge.ts'

const instructions = {
  single: null,
  predict: 'Predict, then check.',
  multiple: 'Choose all that hold.',
  order: 'Put these in order.',
  numeric: null,
} satisfies Record<Question['kind'], string | null>

/** One question: answer, check, read why. */
export function QuizQuestion({
  number,
  question,
  answered,
  onAnswer,
}: {
  number: number
  question: Question
  answered: Answer | undefined
  /** Null takes the answer back. */
  onAnswer: (answer: Answer | null) => void
}) {
  const promptId = useId()
  const initial = question.kind === 'order' ? shuffledIds(question) : question.kind === 'numeric' ? '' : []
  const [draft, setDraft] = useState<Answer>(initial)
  const shown = answered ?? draft
  const verdict = answered === undefined ? null : judge(question, answered)
  const done = answered !== undefined
  const shared = { labelledBy: promptId, done, value: shown, onChange: setDraft }
  const instruction = instructions[question.kind]
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (judge(question, draft) !== null) onAnswer(draft)
      }}
    >
      <p id={promptId} className="font-serif text-read">
        <span className="text-muted tabular-nums">{number}.</span> <Inline text={question.prompt} />
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
      <div className="mt-4">
        {done ? (
          <Button
            size="small"
            onClick={() => {
              setDraft(initial)
              onAnswer(null)
            }}
          >
            Answer again
          </Button>
        ) : (
          <Button size="small" type="submit" disabled={judge(question, draft) === null}>
            Check
          </Button>
        )}
      </div>
      <div aria-live="polite">
        {done && (
          <div className="mt-4 border-stroke border-l-2 pl-4">
            <p className="font-medium">{verdict ? 'Right.' : 'Not this.'}</p>
            {question.kind === 'predict' && (
              <p className="mt-1">
                <Inline text={question.outcome} />
              </p>
            )}
            <p className="mt-1">
              <Inline text={question.explain} />
            </p>
          </div>
        )}
      </div>
    </form>
  )
}
