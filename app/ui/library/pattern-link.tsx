import { urls } from '@/app/urls.ts'
import { findPattern } from '@/lib/content/index.ts'
import { Link } from '../link.tsx'

/** A pattern's name, linked to what the library says of it; its lesson is one step from there. */
export function PatternLink({ slug }: { slug: string }) {
  return <Link href={urls.pattern(slug)}>{findPattern(slug)?.title ?? slug}</Link>
}
