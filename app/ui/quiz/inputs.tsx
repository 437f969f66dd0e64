'use client'
import { ArrowDown, ArrowUp, Check, X } from 'lucide-react'
import { useId } from 'react'
import type { Question } from '@/lib/content/index.ts'
import { Button } from '../button.tsx'
import { Inline } from '../inline.tsx'
import type { Answer } from './judge.ts'
import { plain } from './plain.ts'

interface InputProps<K extends Question['kind']> {
  question: Extract<Question, { kind: K }>
  labelledBy: string
  value: Answer
  done: boolean
  onChange: (value: Answer) => void
}

/** One or several of a list. After the answer each option says why it is right or wrong. */
export function Options({
  question,
  labelledBy,
  value,
  done,
  onChange,
}: InputProps<'single' | 'multiple' | 'predict'>) {
  const name = useId()
  const multiple = question.kind === 'multiple'
  const right = [question.answer].flat()
  const toggle = (id: string) => {
    if (!multiple) return onChange([id])
    onChange(value.includes(id) ? [...value].filter((other) => other !== id) : [...value, id])
  }
  return (
    <fieldset aria-labelledby={labelledBy} className="flex flex-col">
      {question.options.map((option) => {
        const isRight = right.includes(option.id)
        return (
          <label
            key={option.id}
            className="grid grid-cols-[1.25rem_1fr_auto] gap-x-3 border-hairline border-t px-1 py-3 last:border-b has-checked:bg-accent-wash"
          >
            <input
              type={multiple ? 'checkbox' : 'radio'}
              name={name}
              className="mt-0.5 size-4 accent-accent"
              value={option.id}
              checked={value.includes(option.id)}
              disabled={done}
              onChange={() => toggle(option.id)}
            />
            <span>
              <Inline text={option.text} />
            </span>
            {done && (
              <>
                <Mark right={isRight} />
                <span className="col-start-2 mt-1 text-muted">
                  <Inline text={option.because} />
                </span>
              </>
            )}
          </label>
        )
      })}
    </fieldset>
  )
}

/** A list moved up and down by buttons, so that pointer, keyboard and touch work alike. */
export function Ordering({ question, labelledBy, value, done, onChange }: InputProps<'order'>) {
  const ids = [...value]
  const move = (from: number, to: number) => {
    const moved = ids.toSpliced(from, 1)
    onChange(moved.toSpliced(to, 0, ids[from] as string))
  }
  return (
    <ol aria-labelledby={labelledBy} className="flex flex-col">
      {ids.map((id, at) => {
        const item = question.items.find((candidate) => candidate.id === id)
        if (!item) return null
        return (
          <li key={id} className="flex items-center gap-3 border-hairline border-t px-1 py-2 last:border-b">
            <span className="w-5 text-muted tabular-nums">{at + 1}</span>
            <span className="flex-1">
              <Inline text={item.text} />
            </span>
            {done ? (
              <Mark right={question.items[at]?.id === id} />
            ) : (
              <span className="flex">
                <Button
                  look="quiet"
                  size="icon"
                  aria-label={`Move up: ${plain(item.text)}`}
                  disabled={at === 0}
                  onClick={() => move(at, at - 1)}
                >
                  <ArrowUp size={16} strokeWidth={1.75} aria-hidden />
                </Button>
                <Button
                  look="quiet"
                  size="icon"
                  aria-label={`Move down: ${plain(item.text)}`}
                  disabled={at === ids.length - 1}
                  onClick={() => move(at, at + 1)}
                >
                  <ArrowDown size={16} strokeWidth={1.75} aria-hidden />
                </Button>
              </span>
            )}
          </li>
        )
      })}
    </ol>
  )
}

export function NumberInput({ question, labelledBy, value, done, onChange }: InputProps<'numeric'>) {
  return (
    <div className="flex items-center gap-3">
      <input
        inputMode="decimal"
        autoComplete="off"
        aria-labelledby={labelledBy}
        className="h-10 w-32 rounded-md border border-stroke bg-raised px-3 font-mono tabular-nums hover:border-ink disabled:bg-sunken"
        value={String(value)}
        disabled={done}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {question.unit && <span>{question.unit}</span>}
      {done && (
        <span className="text-muted">
          expected{' '}
          <span className="font-mono tabular-nums">
            {question.answer.toLocaleString('en')} {question.unit}
          </span>
        </span>
      )}
    </div>
  )
}

function Mark({ right }: { right: boolean }) {
  const Icon = right ? Check : X
  return (
    <span className="flex items-center gap-1 text-muted">
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span className="sr-only">{right ? 'right' : 'wrong'}</span>
    </span>
  )
}
