import { Button } from '@/app/ui/button.tsx'
import { StartOrContinue } from '@/app/ui/course/continue.tsx'
import { WeekTitles } from '@/app/ui/course/week-titles.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { urls } from '@/app/urls.ts'
import { getCatalogue, getCourse, listLessons } from '@/lib/content/index.ts'
import { FirstRun } from './first-run/first-run.tsx'

export default function LandingPage() {
  return (
    <Page>
      <Opening />
      <FirstRun />
      <Paths />
    </Page>
  )
}

function Opening() {
  return (
    <div className="grid gap-x-14 gap-y-5 pt-8 pb-8 md:pt-10 lg:grid-cols-[minmax(0,27rem)_minmax(0,1fr)]">
      <h1 className="text-balance font-serif text-title tracking-[-0.015em]">
        Learn distributed systems by surviving faults
      </h1>
      <div className="max-w-measure">
        <p className="text-pretty font-serif text-read">
          You write a pattern in TypeScript. A simulated cluster runs it while messages get lost, networks
          split, nodes crash and clocks drift. What breaks comes back as the shortest run that breaks it,
          drawn event by event, and the same each time you replay it.
        </p>
        <div className="mt-4 flex flex-wrap items-center gap-3">
          <StartOrContinue>Start learning</StartOrContinue>
          <Button asChild>
            <Link href={urls.library()} className="">
              Browse the patterns
            </Link>
          </Button>
          <p className="text-muted">Reading and running need no account.</p>
        </div>
      </div>
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
