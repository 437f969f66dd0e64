import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { LessonView } from '@/app/ui/lesson/lesson-view.tsx'
import { PatternEntry } from '@/app/ui/library/pattern-entry.tsx'
import { urls } from '@/app/urls.ts'
import { findLesson, findLibraryPattern, findPlace, getCatalogue } from '@/lib/content/index.ts'

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
  const lesson = lessonHere(slug)
  if (lesson) return { title: lesson.frontmatter.title, description: lesson.frontmatter.summary }
  const pattern = findLibraryPattern(slug)
  return { title: pattern?.title, description: pattern?.core }
}

export default async function PatternPage({ params }: Props) {
  const { slug } = await params
  const pattern = findLibraryPattern(slug)
  if (!pattern) notFound()
  const lesson = lessonHere(slug)
  if (!lesson) return <PatternEntry pattern={pattern} />
  const crumbs = [{ label: 'Library', href: urls.library() }]
  return <LessonView lesson={lesson} crumbs={crumbs} previous={null} next={null} />
}

/** The lesson of a pattern that stands in no week. Other lessons are read in their week, and this page links to them. */
function lessonHere(slug: string) {
  return findPlace(slug) ? null : findLesson(slug)
}
