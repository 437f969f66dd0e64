import type { Metadata } from 'next'
import { firstLessonOf } from '@/app/lesson-href.ts'
import { ContinueCall } from '@/app/ui/course/continue.tsx'
import { MarkLegend } from '@/app/ui/course/marks.tsx'
import { PathTally } from '@/app/ui/course/path-tally.tsx'
import { PatternLine, WeekList } from '@/app/ui/course/week-list.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { urls } from '@/app/urls.ts'
import { getCatalogue, getCourse, listLessons } from '@/lib/content/index.ts'

export const metadata: Metadata = {
  title: 'Learn',
  description: 'Four paths of four weeks each, from one service under load to consensus across regions.',
}

/** The map of the course, the same for everybody; what is one's own is added in the browser. */
export default function LearnPage() {
  const { paths } = getCourse()
  const written = listLessons().length
  return (
    <Page>
      <PageHeader
        title="Learn"
        lede={`Four paths of four weeks each, from Beginner to Expert. ${written === 1 ? 'One lesson is' : `${written} lessons are`} ready to read; the rest is in preparation. Nothing is locked: the order is advice.`}
        actions={<ContinueCall first={firstLessonOf(paths)} />}
      />
      <div className="-mt-4 mb-4">
        <MarkLegend />
      </div>
      {paths.map((path) => (
        <section key={path.id} aria-labelledby={path.id} className="border-stroke border-t pt-6 pb-16">
          <div className="flex flex-wrap items-baseline justify-between gap-x-8">
            <h2 id={path.id} className="font-serif text-head">
              <Link
                href={urls.path(path.id)}
                className="hover:underline hover:decoration-1 hover:underline-offset-4"
              >
                {path.title}
              </Link>
            </h2>
            <PathTally slugs={path.weeks.flatMap((week) => week.patterns)} />
          </div>
          <p className="mt-1 mb-6 max-w-measure font-serif text-muted text-read">{path.summary}</p>
          <WeekList path={path} />
        </section>
      ))}
      <Tracks />
    </Page>
  )
}

function Tracks() {
  return (
    <section id="tracks" aria-labelledby="tracks-title" className="scroll-mt-6 border-stroke border-t pt-6">
      <h2 id="tracks-title" className="font-serif text-head">
        Tracks
      </h2>
      <p className="mt-1 mb-6 max-w-measure font-serif text-muted text-read">
        Three ways through the same patterns, for who wants one subject and not a whole path. What you pass
        here counts there.
      </p>
      <ul className="grid gap-x-10 gap-y-8 sm:grid-cols-2 lg:grid-cols-3">
        {getCatalogue().tracks.map((track) => (
          <li key={track.slug} id={track.slug} className="scroll-mt-6">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3 border-hairline border-b pb-2">
              <h3 className="font-medium">{track.title}</h3>
              <PathTally slugs={track.patterns} />
            </div>
            <ol className="mt-2">
              {track.patterns.map((slug) => (
                <PatternLine key={slug} slug={slug} />
              ))}
            </ol>
          </li>
        ))}
      </ul>
    </section>
  )
}
