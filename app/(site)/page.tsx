import { Button } from '@/app/ui/button.tsx'
import { WeekTitles } from '@/app/ui/course/week-titles.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { urls } from '@/app/urls.ts'
import { getCatalogue, getCourse, listLessons } from '@/lib/content/index.ts'
import { LandingRun } from './landing-run.tsx'

export default function LandingPage() {
  return (
    <Page>
      <div className="grid gap-x-14 gap-y-10 pt-10 md:pt-14 lg:grid-cols-[minmax(0,27rem)_minmax(0,1fr)]">
        <Opening />
        <LandingRun />
      </div>
      <Paths />
    </Page>
  )
}

function Opening() {
  return (
    <div>
      <h1 className="text-balance font-serif text-title tracking-[-0.015em]">
        Learn distributed systems by surviving faults
      </h1>
      <div className="mt-5 flex flex-col gap-4 text-pretty font-serif text-read">
        <p>
          You read a lesson, then write the pattern in TypeScript: a circuit breaker, a lease, a replicated
          log. Your code runs on every node of a simulated cluster that loses messages, pauses and crashes
          nodes, splits the network and skews clocks.
        </p>
        <p>
          When a property breaks, you get the shortest run that breaks it and step through it event by event.
          The same seed replays the same run every time.
        </p>
      </div>
      <div className="mt-7 flex flex-wrap gap-3">
        <Button asChild look="primary">
          <Link href={urls.learn()} className="">
            Start learning
          </Link>
        </Button>
        <Button asChild>
          <Link href={urls.library()} className="">
            Browse the patterns
          </Link>
        </Button>
      </div>
      <p className="mt-4 text-muted">Reading and running need no account; submitting does.</p>
    </div>
  )
}

function Paths() {
  const { paths } = getCourse()
  const ready = listLessons().length
  const total = getCatalogue().patterns.length
  return (
    <section aria-labelledby="paths" className="mt-20">
      <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1 pb-3">
        <h2 id="paths" className="font-serif text-head">
          Four paths
        </h2>
        <p className="text-muted">
          {ready} of {total} patterns are ready, the rest is in preparation.
        </p>
      </div>
      <ol>
        {paths.map((path) => (
          <li
            key={path.id}
            className="grid gap-x-14 gap-y-3 border-hairline border-t py-6 lg:grid-cols-[minmax(0,27rem)_minmax(0,1fr)]"
          >
            <div>
              <h3 className="font-serif text-read">
                <Link href={urls.path(path.id)}>{path.title}</Link>
              </h3>
              <p className="mt-1 text-pretty text-muted">{path.summary}</p>
            </div>
            <WeekTitles path={path} />
          </li>
        ))}
      </ol>
    </section>
  )
}
