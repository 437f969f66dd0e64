'use client'
import { useEffect, useState } from 'react'
import type { TocEntry } from '@/lib/content/index.ts'
import { usePosition } from './use-position.ts'

const AFTER_THE_TEXT = ['exercise', 'quiz', 'sources']

/** The contents in the margin: marks where the reader is, and where they stopped last time. */
export function Contents({ slug, toc }: { slug: string; toc: readonly TocEntry[] }) {
  const [here, setHere] = useState<string | null>(null)
  const { stoppedAt, moved } = usePosition(slug)

  useEffect(() => {
    // After the text come the exercise, the quiz, the sources: whoever is there has read it.
    const after = toc.findIndex((entry) => AFTER_THE_TEXT.includes(entry.id))
    const headings = toc
      .map((entry) => document.getElementById(entry.id))
      .filter((element) => element !== null)
    // A section counts as read into once its heading has passed the upper third of the window.
    const onScroll = () => {
      const line = window.innerHeight / 3
      const current = headings.findLast((heading) => heading.getBoundingClientRect().top < line)
      setHere(current?.id ?? null)
      if (!current) return
      const end = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 8
      moved(current.id, end || toc.findIndex((entry) => entry.id === current.id) >= after)
    }
    let frame = 0
    const soon = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(onScroll)
    }
    window.addEventListener('scroll', soon, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('scroll', soon)
    }
  }, [toc, moved])

  const entries = toc.filter((entry) => entry.depth === 2)
  const stop = toc.findIndex((entry) => entry.id === stoppedAt)
  const left = here === null ? toc.slice(0, stop + 1).findLast((entry) => entry.depth === 2) : undefined
  // Who stopped in the first section has it before their eyes.
  const resume = left === entries[0] ? undefined : left
  return (
    <>
      <nav
        aria-label="Contents"
        className="sticky top-8 hidden max-h-[calc(100dvh-4rem)] overflow-y-auto pb-8 xl:block"
      >
        <p className="mb-2 text-muted">Contents</p>
        <ol className="flex flex-col">
          {entries.map((entry) => (
            <li key={entry.id}>
              <a
                href={`#${entry.id}`}
                aria-current={here === entry.id ? 'location' : undefined}
                className="block border-transparent border-l-2 py-1 pl-[0.625rem] text-muted hover:text-ink aria-[current]:border-ink aria-[current]:text-ink"
              >
                {entry.text}
                {resume === entry && <span className="block text-note">you stopped here</span>}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      {resume && (
        <a
          href={`#${resume.id}`}
          className="fixed right-4 bottom-4 z-30 rounded-md border border-hairline bg-raised px-3 py-2 shadow-float xl:hidden"
        >
          Continue at <span className="font-medium">{resume.text}</span>
        </a>
      )}
    </>
  )
}
