'use client'
import { useCallback, useEffect, useState } from 'react'
import { urls } from '@/app/urls.ts'
import type { Question } from '@/lib/content/index.ts'
import type { Answer } from '@/lib/quiz/index.ts'
import type { RatingName } from '@/lib/review/index.ts'
import { Button } from '../button.tsx'
import { EmptyState } from '../empty-state.tsx'
import { Link } from '../link.tsx'
import { postJson } from '../post-json.ts'
import { tellDue, zone } from './due-store.ts'
import { ReviewQuestion } from './review-question.tsx'
import { inWords } from './when.ts'

/** The queue as it travels: dates are ISO 8601. */
export interface QueueView {
  due: number
  next: {
    lesson: string
    question: Question
    changed: 'no' | 'reworded' | 'replaced'
    lastReview: string | null
    outlook: Record<RatingName, string>
  } | null
  all: number
  nextDue: string | null
}

interface Props {
  lessons: Readonly<Record<string, { title: string; href: string }>>
}

/** Today's questions, one at a time, until none is left. */
export function ReviewSession({ lessons }: Props) {
  const [queue, setQueue] = useState<QueueView | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const [done, setDone] = useState(0)

  const load = useCallback(async () => {
    try {
      const response = await fetch(`/api/review?${new URLSearchParams({ zone: zone() })}`)
      const answer = await response.json()
      if (!response.ok) return setProblem(answer.error?.message ?? 'The server did not answer as expected.')
      setQueue(answer as QueueView)
      setProblem(null)
      tellDue((answer as QueueView).due)
    } catch {
      setProblem('The server did not answer. Check your connection and try again; nothing is lost.')
    }
  }, [])
  useEffect(() => {
    void load()
  }, [load])

  const rate = async (answer: Answer, rating: RatingName) => {
    const item = queue?.next
    if (!item) return
    const sent = await postJson<{ correct: boolean; due: string }>('/api/review', {
      lesson: item.lesson,
      question: item.question.id,
      answer,
      rating,
      lastReview: item.lastReview,
      zone: zone(),
    })
    if (!sent.ok && sent.code !== 'already-reviewed') return setProblem(sent.message)
    setSaid(sent.ok ? `That one comes back ${inWords(new Date(sent.value.due), new Date())}.` : sent.message)
    if (sent.ok) setDone((n) => n + 1)
    await load()
  }

  if (!queue) {
    return problem ? (
      <Problem text={problem} onRetry={load} />
    ) : (
      <p className="min-h-96 text-muted" role="status">
        Loading your questions.
      </p>
    )
  }
  if (!queue.next) return <Nothing queue={queue} done={done} />
  const { next } = queue
  const lesson = lessons[next.lesson]
  return (
    <div className="max-w-measure">
      <p className="mb-6 flex flex-wrap justify-between gap-x-6 gap-y-1 border-hairline border-b pb-3 text-muted">
        <span>
          {queue.due === 1 ? 'The last one for today' : `${queue.due} left today`}
          {lesson && (
            <>
              , from{' '}
              <Link href={`${lesson.href}#quiz`} className="link">
                {lesson.title}
              </Link>
            </>
          )}
        </span>
        <span aria-live="polite">{said}</span>
      </p>
      {next.changed !== 'no' && (
        <p className="mb-4 border-stroke border-l-2 pl-4 text-muted">
          {next.changed === 'reworded'
            ? 'This question has been reworded since you last answered it.'
            : 'This question has been replaced since you last answered it, so it starts anew.'}
        </p>
      )}
      {problem && <Problem text={problem} onRetry={load} />}
      <ReviewQuestion
        key={`${next.lesson} ${next.question.id} ${next.lastReview}`}
        lesson={next.lesson}
        question={next.question}
        outlook={next.outlook}
        onRate={rate}
      />
    </div>
  )
}

function Problem({ text, onRetry }: { text: string; onRetry: () => void }) {
  return (
    <div role="alert" className="mb-4 flex flex-wrap items-center gap-3">
      <p>{text}</p>
      <Button size="small" onClick={onRetry}>
        Load again
      </Button>
    </div>
  )
}

function Nothing({ queue, done }: { queue: QueueView; done: number }) {
  if (queue.all === 0) {
    return (
      <EmptyState
        title="Nothing to review yet"
        action={
          <Button asChild look="primary">
            <Link href={urls.learn()} className="">
              Choose a lesson
            </Link>
          </Button>
        }
      >
        Answer the quiz at the end of a lesson: each question comes back here, the first time after a day or a
        few.
      </EmptyState>
    )
  }
  const next = queue.nextDue ? ` The next is due ${inWords(new Date(queue.nextDue), new Date())}.` : ''
  return (
    <EmptyState
      title={done > 0 ? `Done for today: ${done} reviewed` : 'Nothing is due today'}
      action={
        <Button asChild>
          <Link href={urls.learn()} className="">
            Go on with a lesson
          </Link>
        </Button>
      }
    >
      {queue.all === 1 ? 'One question is' : `${queue.all} questions are`} in your review.{next}
    </EmptyState>
  )
}
