import { findPlace, hasLesson } from '@/lib/content/index.ts'
import { urls } from './urls.ts'

/** Where the lesson of a pattern is read: in its week, else in the library. Null while it is in preparation. */
export function lessonHref(slug: string): string | null {
  if (!hasLesson(slug)) return null
  const place = findPlace(slug)
  return place ? urls.lesson(place.path.id, place.week.id, slug) : urls.pattern(slug)
}
