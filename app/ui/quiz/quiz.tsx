'use client'
import type { Quiz as QuizData } from '@/lib/content/index.ts'
import { type Answer, judge } from '@/lib/quiz/index.ts'
import { useStored } from '../stored.ts'
import { QuizQuestion } from './question.tsx'

/** The questions at the end of a lesson. Answers are kept in this browser. */
export function Quiz({ slug, quiz }: { slug: string; quiz: QuizData }) {
  const [stored, setStored] = useStored<Record<string, Answer>>(`quiz:${slug}`)
  const answers = stored ?? {}
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
                const { [question.id]: _, ...others } = answers
                setStored(answer === null ? others : { ...others, [question.id]: answer })
              }}
            />
          </li>
        ))}
      </ol>
      <p className="mt-8 text-muted" aria-live="polite">
        {given === 0
          ? `${quiz.questions.length} questions. Your answers stay in this browser.`
          : `${given} of ${quiz.questions.length} answered, ${right} right. Your answers stay in this browser.`}
      </p>
    </>
  )
}
