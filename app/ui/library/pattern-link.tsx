import { lessonHref } from '@/app/lesson-href.ts'
import { urls } from '@/app/urls.ts'
import { findPattern } from '@/lib/content/index.ts'
import { Link } from '../link.tsx'

/** A pattern's name, linked to its lesson, or to what the library says of it until there is one. */
export function PatternLink({ slug }: { slug: string }) {
  return <Link href={lessonHref(slug) ?? urls.pattern(slug)}>{findPattern(slug)?.title ?? slug}</Link>
}
