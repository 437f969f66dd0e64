import { lessonHref } from '@/app/lesson-href.ts'
import { urls } from '@/app/urls.ts'
import { findPlace, getCatalogue, type Pattern } from '@/lib/content/index.ts'
import { Button } from '../button.tsx'
import { EmptyState } from '../empty-state.tsx'
import { Link } from '../link.tsx'
import { Page } from '../page-frame.tsx'
import { type Crumb, PageHeader } from '../page-header.tsx'

/** A pattern whose lesson is not written: what is known about it, and where to go instead. */
export function PatternInPreparation({ pattern, crumbs }: { pattern: Pattern; crumbs: readonly Crumb[] }) {
  const place = findPlace(pattern.slug)
  const related = getCatalogue().patterns.filter(
    (other) => other.family === pattern.family && lessonHref(other.slug),
  )
  return (
    <Page>
      <PageHeader crumbs={crumbs} title={pattern.title} />
      <EmptyState
        title="In preparation"
        action={
          <Button asChild>
            <Link href={urls.library()} className="">
              See what is ready in the library
            </Link>
          </Button>
        }
      >
        The lesson on {pattern.title} is not written yet
        {place ? `. It belongs to week ${place.weekNumber} of the ${place.path.title} path` : ''}
        {related.length > 0
          ? `; ready in the same family: ${related.map((other) => other.title).join(', ')}`
          : ''}
        .
      </EmptyState>
    </Page>
  )
}
