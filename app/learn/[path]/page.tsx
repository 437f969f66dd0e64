import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { gameDayOf } from '@/app/game-day.ts'
import { lessonHref } from '@/app/lesson-href.ts'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { urls } from '@/app/urls.ts'
import {
  everyPatternOf,
  findLesson,
  findPattern,
  getCourse,
  type Path,
  type Week,
} from '@/lib/content/index.ts'

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
  return (
    <Page>
      <PageHeader crumbs={[{ label: 'Learn', href: urls.learn() }]} title={path.title} lede={path.summary} />
      <div className="max-w-[60rem]">
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
                <PatternEntry key={slug} slug={slug} alongside={week.alongside.includes(slug)} />
              ))}
              <GameDayEntry week={week} />
            </ol>
          </section>
        ))}
      </div>
    </Page>
  )
}

function PatternEntry({ slug, alongside }: { slug: string; alongside: boolean }) {
  const pattern = findPattern(slug)
  const href = lessonHref(slug)
  const lesson = href ? findLesson(slug) : null
  return (
    <li className="border-hairline border-b py-3 first:pt-0 last:border-b-0 md:first:pt-1">
      <div className="flex items-baseline justify-between gap-4">
        <p className="font-serif text-read">
          {href ? (
            <Link href={href}>{pattern?.title}</Link>
          ) : (
            <span className="text-muted">{pattern?.title}</span>
          )}
        </p>
        <p className="shrink-0 text-muted text-note">
          {alongside && 'alongside, '}
          {lesson ? `${lesson.minutes} minutes` : 'in preparation'}
        </p>
      </div>
      {lesson && <p className="mt-1 max-w-measure text-muted">{lesson.frontmatter.summary}</p>}
    </li>
  )
}

function GameDayEntry({ week }: { week: Week }) {
  const step = gameDayOf(week)
  if (!step) return null
  return (
    <li className="border-hairline border-b py-3 last:border-b-0">
      <div className="flex items-baseline justify-between gap-4">
        <p className="font-serif text-read">
          {step.href ? (
            <Link href={step.href}>{step.title}</Link>
          ) : (
            <span className="text-muted">{step.title}</span>
          )}
        </p>
        <p className="shrink-0 text-muted text-note">{step.href ? 'exercise' : 'in preparation'}</p>
      </div>
      {step.summary && <p className="mt-1 max-w-measure text-muted">{step.summary}</p>}
    </li>
  )
}

async function findPath(params: Props['params']): Promise<Path | undefined> {
  const { path } = await params
  return getCourse().paths.find((candidate) => candidate.id === path)
}
