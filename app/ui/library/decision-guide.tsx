'use client'
import { ArrowRight, RotateCcw } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Guide } from '@/lib/content/index.ts'
import { Button } from '../button.tsx'
import { Link } from '../link.tsx'

interface Named {
  title: string
  core: string
  href: string
}

/** One question at a time; what was answered stays above and can be answered anew. The address keeps the answers. */
export function DecisionGuide({
  guide,
  patterns,
}: {
  guide: Guide
  patterns: Readonly<Record<string, Named>>
}) {
  // Positions of the answers given, from the first question on.
  const [given, setGiven] = useState<readonly number[]>([])
  const here = useRef<HTMLHeadingElement>(null)
  useEffect(() => setGiven(readAddress(guide)), [guide])

  const go = (next: readonly number[]) => {
    setGiven(next)
    history.replaceState(
      history.state,
      '',
      next.length > 0 ? `?answers=${next.map((at) => at + 1).join('.')}` : location.pathname,
    )
    // Whoever reads by ear is told what has come.
    requestAnimationFrame(() => here.current?.focus())
  }
  const { steps, question, end } = follow(guide, given)
  return (
    <section aria-label="Decision guide" className="max-w-[48rem] border-stroke border-t">
      {steps.length > 0 && (
        <ol>
          {steps.map(({ ask, answer }, at) => (
            <li
              key={ask}
              className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-hairline border-b py-3"
            >
              <span>
                <span className="text-muted">{ask}</span> <span>{answer}</span>
              </span>
              <Button size="small" look="quiet" onClick={() => go(given.slice(0, at))}>
                Change <span className="sr-only">the answer to “{ask}”</span>
              </Button>
            </li>
          ))}
        </ol>
      )}
      {question && (
        <>
          <h2 ref={here} tabIndex={-1} className="mt-8 mb-4 w-fit font-serif text-head">
            {question.ask}
          </h2>
          <ul className="border-hairline border-t">
            {question.answers.map((answer, at) => (
              <li key={answer.text} className="border-hairline border-b">
                <button
                  type="button"
                  onClick={() => go([...given, at])}
                  className="flex w-full items-center justify-between gap-4 py-3 text-left font-serif text-read transition-colors hover:text-accent"
                >
                  {answer.text}
                  <ArrowRight size={16} strokeWidth={1.75} className="shrink-0" aria-hidden />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {end && (
        <>
          <h2 ref={here} tabIndex={-1} className="mt-8 w-fit font-serif text-head">
            {end.take.map((slug, at) => (
              <span key={slug}>
                {at > 0 && ' and '}
                <Link href={patterns[slug]?.href ?? ''}>{patterns[slug]?.title}</Link>
              </span>
            ))}
          </h2>
          <p className="mt-3 max-w-measure text-pretty font-serif text-read">{end.because}</p>
          <h3 className="mt-6 text-muted">Then look at</h3>
          <ul className="mt-1">
            {end.next.map((slug) => (
              <li key={slug} className="py-1">
                <Link href={patterns[slug]?.href ?? ''}>{patterns[slug]?.title}</Link>{' '}
                <span className="text-muted">{patterns[slug]?.core}</span>
              </li>
            ))}
          </ul>
          <Button className="mt-6" onClick={() => go([])}>
            <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
            Begin again
          </Button>
        </>
      )}
    </section>
  )
}

function follow(guide: Guide, given: readonly number[]) {
  const steps: { ask: string; answer: string }[] = []
  let question = guide.questions[guide.start]
  for (const at of given) {
    const answer = question?.answers[at]
    if (!question || !answer) break
    steps.push({ ask: question.ask, answer: answer.text })
    if ('end' in answer) return { steps, question: undefined, end: guide.ends[answer.end] }
    question = guide.questions[answer.to]
  }
  return { steps, question, end: undefined }
}

/** An address that was cut or made up leads as far as its answers fit. */
function readAddress(guide: Guide): readonly number[] {
  const said = new URLSearchParams(location.search).get('answers')
  const given = said?.split('.').map((n) => Number(n) - 1) ?? []
  return given.slice(0, follow(guide, given).steps.length)
}
