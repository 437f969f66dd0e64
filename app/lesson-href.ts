import { findPattern, findPlace, hasLesson, type Path } from '@/lib/content/index.ts'
import { urls } from './urls.ts'

/** Where the lesson of a pattern is read: in its week, else in the library. Null while it is in preparation. */
export function lessonHref(slug: string): string | null {
  if (!hasLesson(slug)) return null
  const place = findPlace(slug)
  return place ? urls.lesson(place.path.id, place.week.id, slug) : urls.pattern(slug)
}

/** Where these paths begin: their first lesson that is written. */
export function firstLessonOf(paths: readonly Path[]): { title: string; href: string } | null {
  for (const slug of paths.flatMap(({ weeks }) => weeks.flatMap(({ patterns }) => patterns))) {
    const href = lessonHref(slug)
    if (href) return { title: findPattern(slug)?.title ?? slug, href }
  }
  return null
}
