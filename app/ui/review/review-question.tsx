'use client'
import { useEffect, useRef, useState } from 'react'
import type { Question } from '@/lib/content/index.ts'
import { type Answer, judge } from '@/lib/quiz/index.ts'
import type { RatingName } from '@/lib/review/index.ts'
import { Button } from '../button.tsx'
import { getPreferences } from '../preferences/store.ts'
import { QuizQuestion } from '../quiz/question.tsx'
import { interval } from './when.ts'

interface Props {
  lesson: string
  question: Question
  outlook: Record<RatingName, string>
  onRate: (answer: Answer, rating: RatingName) => Promise<void>
}

const says: readonly { rating: RatingName; label: string }[] = [
  { rating: 'again', label: 'Again' },
  { rating: 'hard', label: 'Hard' },
  { rating: 'good', label: 'Good' },
  { rating: 'easy', label: 'Easy' },
]

/** A question of the queue: answered, explained, then rated. Keys: 1 to 9 choose, Enter answers; then 1 to 4 rate. */
export function ReviewQuestion({ lesson, question, outlook, onRate }: Props) {
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [revealed, setRevealed] = useState(false)
  const [sending, setSending] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const right = answer !== null && judge(question, answer) === true
  const choices = right ? says : says.slice(0, 1)

  const rate = async (rating: RatingName) => {
    if (answer === null || sending) return
    setSending(true)
    await onRate(answer, rating)
    setSending(false)
  }
  const act = useRef<(event: KeyboardEvent) => void>(() => undefined)
  act.current = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return
    if (!getPreferences().singleKeys) return
    const target = event.target as HTMLElement
    // A text field keeps its digits, and whatever is above the page has its own keys.
    if (target.closest('input:not([type="radio"], [type="checkbox"]), textarea, select, [role="dialog"]'))
      return
    const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : null
    if (!revealed && answer === null) {
      const options = form.current?.querySelectorAll<HTMLInputElement>(
        'input[type="radio"], input[type="checkbox"]',
      )
      const option = digit === null ? undefined : options?.[digit - 1]
      if (option) {
        option.click()
        option.focus()
        event.preventDefault()
      } else if (event.key === 'Enter' && !target.closest('button, a, summary')) {
        form.current?.requestSubmit()
        event.preventDefault()
      }
      return
    }
    if (!revealed) return
    const choice = digit === null ? undefined : choices[digit - 1]
    if (choice) void rate(choice.rating)
    else if (event.key === 'Enter' && !target.closest('button, a, summary'))
      void rate(right ? 'good' : 'again')
    else return
    event.preventDefault()
  }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => act.current(event)
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  useEffect(() => {
    if (revealed) box.current?.scrollIntoView({ block: 'nearest' })
  }, [revealed])

  return (
    <>
      <QuizQuestion
        lesson={lesson}
        question={question}
        answered={answer ?? undefined}
        onAnswer={setAnswer}
        again={false}
        onReveal={() => setRevealed(true)}
        formRef={form}
      />
      {revealed && (
        <div ref={box} className="mt-8 border-hairline border-t pt-4">
          <fieldset>
            <legend className="mb-3">{right ? 'How well did you know it?' : 'It comes back soon.'}</legend>
            <div className="flex flex-wrap gap-2">
              {choices.map(({ rating, label }, at) => (
                <Button
                  key={rating}
                  look={rating === (right ? 'good' : 'again') ? 'primary' : 'plain'}
                  disabled={sending}
                  className="px-3"
                  onClick={() => void rate(rating)}
                >
                  {right ? label : 'Next'}
                  <span className="font-normal opacity-80">
                    {interval(new Date(outlook[rating]), new Date())}
                  </span>
                  <kbd className="font-mono text-note opacity-80 pointer-coarse:hidden" aria-hidden>
                    {at + 1}
                  </kbd>
                </Button>
              ))}
            </div>
          </fieldset>
        </div>
      )}
      <p className="mt-6 text-muted text-note pointer-coarse:hidden">
        {revealed
          ? right
            ? 'Keys: 1 to 4 say how well you knew it, Enter is Good.'
            : 'Keys: Enter goes on.'
          : 'options' in question
            ? 'Keys: 1 to 9 choose, Enter answers.'
            : 'Keys: Enter answers.'}
      </p>
    </>
  )
}
