import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { LessonView } from '@/app/ui/lesson/lesson-view.tsx'
import { PatternEntry } from '@/app/ui/library/pattern-entry.tsx'
import { urls } from '@/app/urls.ts'
import {
  everyPatternOf,
  findLesson,
  findLibraryPattern,
  findNeighbours,
  findPattern,
  findWeek,
  getCourse,
} from '@/lib/content/index.ts'

interface Props {
  params: Promise<{ path: string; week: string; lesson: string }>
}

export const dynamicParams = false

export function generateStaticParams() {
  return getCourse().paths.flatMap((path) =>
    path.weeks.flatMap((week) =>
      everyPatternOf(week).map((lesson) => ({ path: path.id, week: week.id, lesson })),
    ),
  )
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { lesson: slug } = await params
  const lesson = findLesson(slug)
  if (!lesson) return { title: findPattern(slug)?.title, robots: { index: false } }
  return { title: lesson.frontmatter.title, description: lesson.frontmatter.summary }
}

export default async function LessonPage({ params }: Props) {
  const { path: pathId, week: weekId, lesson: slug } = await params
  const place = findWeek(pathId, weekId)
  const pattern = findLibraryPattern(slug)
  if (!place || !pattern || !everyPatternOf(place.week).includes(slug)) notFound()
  const { path, week, weekNumber } = place
  const crumbs = [
    { label: 'Learn', href: urls.learn() },
    { label: path.title, href: urls.path(path.id) },
    { label: `Week ${weekNumber}, ${week.title}`, href: urls.week(path.id, week.id) },
  ]
  const lesson = findLesson(slug)
  if (!lesson) return <PatternEntry pattern={pattern} crumbs={crumbs} />
  return <LessonView lesson={lesson} crumbs={crumbs} {...findNeighbours(path, slug)} />
}
