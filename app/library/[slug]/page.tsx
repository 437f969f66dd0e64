import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { LessonView } from '@/app/ui/lesson/lesson-view.tsx'
import { PatternInPreparation } from '@/app/ui/lesson/pattern-in-preparation.tsx'
import { urls } from '@/app/urls.ts'
import {
  findLesson,
  findLibraryPattern,
  findNeighbours,
  findPlace,
  getCatalogue,
} from '@/lib/content/index.ts'

interface Props {
  params: Promise<{ slug: string }>
}

// Every page is known at build time. One that was rendered later would be static without its scripts' hashes being in
// the Content-Security-Policy (see proxy.ts).
export const dynamicParams = false

export function generateStaticParams() {
  return getCatalogue().patterns.map(({ slug }) => ({ slug }))
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params
  const lesson = findLesson(slug)
  if (!lesson) {
    const pattern = findLibraryPattern(slug)
    return { title: pattern?.title, description: pattern?.core }
  }
  const place = findPlace(slug)
  const { title, summary } = lesson.frontmatter
  // A lesson that belongs to a week is the same page there: search engines are sent to that one.
  const canonical = place ? urls.lesson(place.path.id, place.week.id, slug) : urls.pattern(slug)
  return { title, description: summary, alternates: { canonical } }
}

export default async function PatternPage({ params }: Props) {
  const { slug } = await params
  const pattern = findLibraryPattern(slug)
  if (!pattern) notFound()
  const crumbs = [{ label: 'Library', href: urls.library() }]
  const lesson = findLesson(slug)
  if (!lesson) return <PatternInPreparation pattern={pattern} crumbs={crumbs} />
  const place = findPlace(slug)
  const neighbours = place ? findNeighbours(place.path, slug) : { previous: null, next: null }
  return <LessonView lesson={lesson} crumbs={crumbs} {...neighbours} />
}
