import { notFound, permanentRedirect } from 'next/navigation'
import { urls } from '@/app/urls.ts'
import { findWeek, getCourse } from '@/lib/content/index.ts'

export const dynamicParams = false

export function generateStaticParams() {
  return getCourse().paths.flatMap((path) => path.weeks.map((week) => ({ path: path.id, week: week.id })))
}

/** A week has no page of its own: it is a section of its path's page. */
export default async function WeekPage({ params }: { params: Promise<{ path: string; week: string }> }) {
  const { path, week } = await params
  if (!findWeek(path, week)) notFound()
  permanentRedirect(urls.week(path, week))
}
