'use client'
import NextLink from 'next/link'
import { useEffect, useState } from 'react'
import { urls } from '@/app/urls.ts'
import type { Quiz as QuizData } from '@/lib/content/index.ts'
import { type Answer, judge } from '@/lib/quiz/index.ts'
import { Button } from '../button.tsx'
import { postJson } from '../post-json.ts'
import { askDue, zone } from '../review/due-store.ts'
import { useAccount } from '../site/account-store.ts'
import { personalKey } from '../site/personal.ts'
import { readStored, useStored } from '../stored.ts'
import { type Answers, combineAnswers, dropAnswer } from './kept-answers.ts'
import { QuizQuestion } from './question.tsx'

/** The questions at the end of a lesson. Answers are kept with the account of who is signed in, and in this browser until they are. */
export function Quiz({ slug, quiz }: { slug: string; quiz: QuizData }) {
  const account = useAccount()
  const id = account === 'unknown' ? null : (account?.id ?? null)
  const signedIn = id !== null
  const here = useKept(slug, id)
  const record = useRecord(slug, signedIn, here.drop)
  const { shown: answers, unsent } = combineAnswers(quiz.questions, { account: record.answers, ...here })
  const waiting = Object.keys(unsent).length
  const right = quiz.questions.filter((question) => judge(question, answers[question.id])).length
  const given = quiz.questions.filter((question) => answers[question.id] !== undefined).length
  return (
    <>
      <ol className="flex max-w-measure flex-col gap-12">
        {quiz.questions.map((question, at) => (
          <li key={question.id}>
            <QuizQuestion
              number={at + 1}
              lesson={slug}
              question={question}
              answered={answers[question.id]}
              onAnswer={(answer) => {
                if (answer === null) {
                  here.drop(question.id)
                  return record.reopen(question.id)
                }
                here.keep(question.id, answer)
                if (signedIn) void record.send({ [question.id]: answer })
              }}
            />
          </li>
        ))}
      </ol>
      <p className="mt-8 max-w-measure text-muted" aria-live="polite">
        {given === 0
          ? `${quiz.questions.length} questions.`
          : `${given} of ${quiz.questions.length} answered, ${right} right.`}{' '}
        {signedIn ? (
          <>
            What you answer comes back in your{' '}
            <NextLink href={urls.review()} prefetch={false} className="link">
              review
            </NextLink>
            .
          </>
        ) : (
          'Your answers stay in this browser; with an account they come back in review.'
        )}
      </p>
      {signedIn && record.loaded && waiting > 0 && (
        <div className="mt-3 flex max-w-measure flex-wrap items-center gap-3">
          <p className="text-muted">
            {record.problem ??
              `${waiting === 1 ? 'One answer is' : `${waiting} answers are`} only in this browser.`}
          </p>
          <Button size="small" disabled={record.sending} onClick={() => void record.send(unsent)}>
            Add to your account
          </Button>
        </div>
      )}
    </>
  )
}

/** The answers that this browser keeps: those of `account` that it could not send yet, and those of a visitor. */
function useKept(lesson: string, account: string | null) {
  const keys = { own: personalKey('quiz', account, lesson), left: personalKey('quiz', null, lesson) }
  const [own, setOwn] = useStored<Answers>(keys.own)
  const [left, setLeft] = useStored<Answers>(keys.left)
  const keep = (id: string, answer: Answer) => setOwn({ ...readStored<Answers>(keys.own), [id]: answer })
  const drop = (id: string, sent?: Answer) => {
    setOwn(dropAnswer(readStored(keys.own), id, sent))
    setLeft(dropAnswer(readStored(keys.left), id, sent))
  }
  return { own: own ?? {}, left: left ?? {}, keep, drop }
}

/** The answers that the account has. What it has taken is told to `onSent`. */
function useRecord(lesson: string, signedIn: boolean, onSent: (question: string, answer: Answer) => void) {
  const [answers, setAnswers] = useState<Answers>({})
  const [loaded, setLoaded] = useState(false)
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  useEffect(() => {
    if (!signedIn) return
    let wanted = true
    fetch(`/api/quiz?${new URLSearchParams({ lesson })}`)
      .then((response) => (response.ok ? response.json() : null))
      .then((found: { answers: Record<string, { answer: Answer }> } | null) => {
        if (!wanted || !found) return
        const known = Object.entries(found.answers).map(([id, { answer }]) => [id, answer] as const)
        setAnswers((newer) => ({ ...Object.fromEntries(known), ...newer }))
        setLoaded(true)
      })
      // What this browser keeps is shown as ever.
      .catch(() => undefined)
    return () => {
      wanted = false
    }
  }, [lesson, signedIn])

  const send = async (given: Answers) => {
    setSending(true)
    for (const [question, answer] of Object.entries(given)) {
      const sent = await postJson('/api/quiz', { lesson, question, answer, zone: zone() })
      setProblem(sent.ok ? null : `Not in your account yet: ${sent.message}`)
      if (!sent.ok) {
        setLoaded(true)
        break
      }
      setAnswers((known) => ({ ...known, [question]: answer }))
      onSent(question, answer)
    }
    setSending(false)
    void askDue()
  }
  /** A question that is answered again: until it is, the account has none to show. */
  const reopen = (id: string) => setAnswers(({ [id]: _, ...others }) => others)
  return { answers, loaded, sending, problem, send, reopen }
}
