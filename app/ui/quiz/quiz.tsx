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
import { useStored } from '../stored.ts'
import { QuizQuestion } from './question.tsx'

type Answers = Record<string, Answer>

/** The questions at the end of a lesson. Answers are kept in this browser, and with the account of whoever is signed in. */
export function Quiz({ slug, quiz }: { slug: string; quiz: QuizData }) {
  const [stored, setStored] = useStored<Answers>(`quiz:${slug}`)
  const account = useAccount()
  const signedIn = account !== null && account !== 'unknown'
  const record = useRecord(slug, signedIn)
  const here = stored ?? {}
  const answers: Answers = { ...record.answers, ...here }
  const right = quiz.questions.filter((question) => judge(question, answers[question.id])).length
  const given = quiz.questions.filter((question) => answers[question.id] !== undefined).length
  const unsent = quiz.questions.filter(({ id }) => here[id] !== undefined && record.answers[id] === undefined)
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
                const { [question.id]: _, ...others } = here
                setStored(answer === null ? others : { ...others, [question.id]: answer })
                if (answer === null) return record.reopen(question.id)
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
      {signedIn && record.loaded && unsent.length > 0 && (
        <div className="mt-3 flex max-w-measure flex-wrap items-center gap-3">
          <p className="text-muted">
            {record.problem ??
              `${unsent.length === 1 ? 'One answer is' : `${unsent.length} answers are`} only in this browser.`}
          </p>
          <Button
            size="small"
            disabled={record.sending}
            onClick={() =>
              void record.send(Object.fromEntries(unsent.map(({ id }) => [id, here[id] as Answer])))
            }
          >
            Add to your account
          </Button>
        </div>
      )}
    </>
  )
}

/** The answers that the account has. */
function useRecord(lesson: string, signedIn: boolean) {
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
    }
    setSending(false)
    void askDue()
  }
  /** A question that is answered again: until it is, the account has none to show. */
  const reopen = (id: string) => setAnswers(({ [id]: _, ...others }) => others)
  return { answers, loaded, sending, problem, send, reopen }
}
