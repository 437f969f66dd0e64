'use client'
import { ArrowDown, ArrowUp, Check, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { Question } from '@/lib/content/index.ts'
import type { Answer } from '@/lib/quiz/index.ts'
import { Button } from '../button.tsx'
import { Inline } from '../inline.tsx'
import { plain } from './plain.ts'

interface InputProps<K extends Question['kind']> {
  question: Extract<Question, { kind: K }>
  labelledBy: string
  value: Answer
  /** It has been answered: nothing can be changed. */
  done: boolean
  /** What is right and wrong is shown. */
  revealed: boolean
  onChange: (value: Answer) => void
}

/** One or several of a list. After the answer each option says why it is right or wrong. */
export function Options({
  question,
  labelledBy,
  value,
  done,
  revealed,
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
            {revealed && (
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

/** A list moved up and down by buttons, or by the arrow keys on them, so that pointer, keyboard and touch work alike. */
export function Ordering({ question, labelledBy, value, done, revealed, onChange }: InputProps<'order'>) {
  const ids = [...value]
  const list = useRef<HTMLOListElement>(null)
  // The item that was moved last, and the button that moved it: the focus goes with the item.
  const [moved, setMoved] = useState<{ id: string; by: 'up' | 'down' } | null>(null)
  useEffect(() => {
    if (!moved) return
    const buttons = [
      ...(list.current?.querySelectorAll<HTMLButtonElement>(`[data-item="${moved.id}"]`) ?? []),
    ]
    const button =
      buttons.find((b) => b.dataset.by === moved.by && !b.disabled) ?? buttons.find((b) => !b.disabled)
    button?.focus()
  }, [moved])
  const move = (from: number, by: 'up' | 'down') => {
    const to = by === 'up' ? from - 1 : from + 1
    if (to < 0 || to >= ids.length) return
    const id = ids[from] as string
    onChange(ids.toSpliced(from, 1).toSpliced(to, 0, id))
    setMoved({ id, by })
  }
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    const by = { ArrowUp: 'up' as const, ArrowDown: 'down' as const }[event.key]
    if (!by) return
    event.preventDefault()
    move(at, by)
  }
  const place = moved ? ids.indexOf(moved.id) : -1
  const name = question.items.find((item) => item.id === moved?.id)?.text ?? ''
  return (
    <>
      <ol ref={list} aria-labelledby={labelledBy} className="flex flex-col">
        {ids.map((id, at) => {
          const item = question.items.find((candidate) => candidate.id === id)
          if (!item) return null
          return (
            <li key={id} className="flex items-center gap-3 border-hairline border-t px-1 py-2 last:border-b">
              <span className="w-5 text-muted tabular-nums">{at + 1}</span>
              <span className="flex-1">
                <Inline text={item.text} />
              </span>
              {revealed && <Mark right={question.items[at]?.id === id} />}
              {!done && (
                <span className="flex">
                  {(['up', 'down'] as const).map((by) => (
                    <Button
                      key={by}
                      look="quiet"
                      size="icon"
                      data-item={id}
                      data-by={by}
                      aria-label={`Move ${by}: ${plain(item.text)}`}
                      disabled={at === (by === 'up' ? 0 : ids.length - 1)}
                      onClick={() => move(at, by)}
                      onKeyDown={(event) => onKeyDown(event, at)}
                    >
                      {by === 'up' ? (
                        <ArrowUp size={16} strokeWidth={1.75} aria-hidden />
                      ) : (
                        <ArrowDown size={16} strokeWidth={1.75} aria-hidden />
                      )}
                    </Button>
                  ))}
                </span>
              )}
            </li>
          )
        })}
      </ol>
      {!done && (
        <p className="sr-only" aria-live="polite">
          {place < 0 ? '' : `${plain(name)}: now ${place + 1} of ${ids.length}`}
        </p>
      )}
    </>
  )
}

export function NumberInput({
  question,
  labelledBy,
  value,
  done,
  revealed,
  onChange,
}: InputProps<'numeric'>) {
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
      {revealed && (
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
