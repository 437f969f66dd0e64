import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { gameDayOf } from '@/app/game-day.ts'
import { firstLessonOf, lessonHref } from '@/app/lesson-href.ts'
import { ContinueCall } from '@/app/ui/course/continue.tsx'
import { PathEnd } from '@/app/ui/course/path-end.tsx'
import { PathTally } from '@/app/ui/course/path-tally.tsx'
import { StepRow } from '@/app/ui/course/step-row.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { urls } from '@/app/urls.ts'
import {
  everyPatternOf,
  findPattern,
  getCourse,
  type Path,
  relationsOf,
  type Week,
} from '@/lib/content/index.ts'
import { findStep } from '@/lib/paths/index.ts'

interface Props {
  params: Promise<{ path: string }>
}

export const dynamicParams = false

export function generateStaticParams() {
  return getCourse().paths.map(({ id }) => ({ path: id }))
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const path = await findPath(params)
  return path ? { title: path.title, description: path.summary } : {}
}

export default async function PathPage({ params }: Props) {
  const path = await findPath(params)
  if (!path) notFound()
  const slugs = path.weeks.flatMap((week) => week.patterns)
  const ready = slugs.filter((slug) => findStep(slug)?.exercise)
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: 'Learn', href: urls.learn() }]}
        title={path.title}
        lede={path.summary}
        actions={<ContinueCall first={firstLessonOf([path])} />}
      />
      <PathTally slugs={slugs} className="-mt-4 mb-4" />
      <div className="max-w-[68rem]">
        {path.weeks.map((week, at) => (
          <section
            key={week.id}
            id={week.id}
            aria-labelledby={`${week.id}-title`}
            className="grid scroll-mt-6 gap-x-14 border-stroke border-t pt-4 pb-12 md:grid-cols-[11.5rem_1fr]"
          >
            <h2 id={`${week.id}-title`} className="mb-4">
              <span className="block text-muted">Week {at + 1}</span>
              <span className="font-serif text-read">{week.title}</span>
            </h2>
            <ol>
              {everyPatternOf(week).map((slug) => (
                <PatternRow key={slug} slug={slug} alongside={week.alongside.includes(slug)} />
              ))}
              <GameDayRow week={week} />
            </ol>
          </section>
        ))}
        <PathEnd title={path.title} slugs={slugs} inPreparation={slugs.length - ready.length} />
        <p className="mt-6 max-w-measure text-muted">
          “Builds on” is what the library says of a pattern. It is advice: every lesson and every exercise
          that is ready is open.
        </p>
      </div>
    </Page>
  )
}

function PatternRow({ slug, alongside }: { slug: string; alongside: boolean }) {
  const step = findStep(slug)
  if (!step) return null
  return (
    <StepRow
      slug={slug}
      title={step.title}
      href={lessonHref(slug)}
      summary={step.lesson?.summary ?? null}
      remark={alongside ? 'Read alongside; the path does not count it' : null}
      minutes={step.lesson?.minutes ?? null}
      exercise={step.exercise?.slug ?? null}
      buildsOn={relationsOf(slug).buildsOn.map((base) => ({
        title: findPattern(base)?.title ?? base,
        href: lessonHref(base) ?? urls.pattern(base),
      }))}
    />
  )
}

function GameDayRow({ week }: { week: Week }) {
  const step = gameDayOf(week)
  if (!step || !week.gameDay) return null
  return (
    <StepRow
      slug={week.gameDay}
      title={step.title}
      href={step.href}
      summary={step.summary}
      remark={null}
      minutes={null}
      exercise={step.href ? week.gameDay : null}
      buildsOn={[]}
      isGameDay
    />
  )
}

async function findPath(params: Props['params']): Promise<Path | undefined> {
  const { path } = await params
  return getCourse().paths.find((candidate) => candidate.id === path)
}
