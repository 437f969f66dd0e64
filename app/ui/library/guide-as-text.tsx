import type { Guide } from '@/lib/content/index.ts'
import { PatternLink } from './pattern-link.tsx'

/** The whole guide at once, for those who would rather read it or print it. */
export function GuideAsText({ guide }: { guide: Guide }) {
  return (
    <details className="mt-12 max-w-[48rem]">
      <summary className="cursor-pointer text-muted">The whole guide as text</summary>
      <Question guide={guide} id={guide.start} />
    </details>
  )
}

function Question({ guide, id }: { guide: Guide; id: string }) {
  const question = guide.questions[id]
  if (!question) return null
  return (
    <div className="mt-3">
      <p className="font-medium">{question.ask}</p>
      <ul className="mt-1 border-hairline border-l pl-4">
        {question.answers.map((answer) => (
          <li key={answer.text} className="py-1">
            {answer.text}
            {'to' in answer ? (
              <Question guide={guide} id={answer.to} />
            ) : (
              <End guide={guide} id={answer.end} />
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function End({ guide, id }: { guide: Guide; id: string }) {
  const take = guide.ends[id]?.take ?? []
  return (
    <>
      {': '}
      {take.map((slug, at) => (
        <span key={slug}>
          {at > 0 && ' and '}
          <PatternLink slug={slug} />
        </span>
      ))}
    </>
  )
}
