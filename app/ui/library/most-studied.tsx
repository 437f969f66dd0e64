'use client'
import { useEffect, useState } from 'react'
import { urls } from '@/app/urls.ts'
import { Link } from '../link.tsx'

interface Studied {
  slug: string
  title: string
  learners: number
  passed: number
}

/** What learners of this installation study most. Nothing while they are few; it stands last, so nothing moves when it comes. */
export function MostStudied() {
  const [patterns, setPatterns] = useState<readonly Studied[]>([])
  useEffect(() => {
    const stop = new AbortController()
    fetch('/api/library/studied', { signal: stop.signal })
      .then((answer) => (answer.ok ? answer.json() : { patterns: [] }))
      .then((body: { patterns: Studied[] }) => setPatterns(body.patterns))
      // The page is whole without it.
      .catch(() => undefined)
    return () => stop.abort()
  }, [])
  if (patterns.length === 0) return null
  return (
    <section aria-labelledby="most-studied" className="pt-14">
      <h2 id="most-studied" className="font-serif text-head">
        Most studied here
      </h2>
      <p className="mt-1 mb-3 text-muted">Counted from the exercises that learners have tried.</p>
      <ol className="max-w-[48rem]">
        {patterns.map(({ slug, title, learners, passed }, at) => (
          <li
            key={slug}
            className="flex flex-wrap items-baseline gap-x-4 border-hairline border-t py-2 tabular-nums"
          >
            <span className="w-6 text-right text-muted">{at + 1}</span>
            <Link href={urls.pattern(slug)}>{title}</Link>
            <span className="ml-auto text-muted">
              {learners} learners, {passed} passed
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
