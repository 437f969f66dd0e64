import type { ReactNode } from 'react'
import { urls } from '@/app/urls.ts'
import { findPlace, type LibraryPattern } from '@/lib/content/index.ts'
import { familyName } from '../library/family-names.ts'
import { PatternLink } from '../library/pattern-link.tsx'
import { Link } from '../link.tsx'
import { Page } from '../page-frame.tsx'
import { type Crumb, PageHeader } from '../page-header.tsx'

/** A pattern whose lesson is not written: what the library knows of it, and where to go from there. */
export function PatternInPreparation({
  pattern,
  crumbs,
}: {
  pattern: LibraryPattern
  crumbs: readonly Crumb[]
}) {
  const place = findPlace(pattern.slug)
  return (
    <Page className="pb-16">
      <PageHeader crumbs={crumbs} title={pattern.title} lede={pattern.core} />
      <dl className="grid max-w-[60rem] gap-x-10 border-stroke border-t text-read sm:grid-cols-[12rem_1fr]">
        <Fact name="What goes wrong without it">{pattern.problem}</Fact>
        <Fact name="When to use it">{pattern.when}</Fact>
        {pattern.challenges.length > 0 && (
          <Fact name="Answers">
            {pattern.challenges.map(({ area, problem }) => `${problem} (${area})`).join('; ')}
          </Fact>
        )}
        <Fact name="Seen in">{pattern.seen.join('; ')}</Fact>
        {pattern.aliases.length > 0 && <Fact name="Also called">{pattern.aliases.join('; ')}</Fact>}
        <Fact name="Related">
          <ul className="flex flex-wrap gap-x-6 gap-y-1">
            {pattern.related.map((slug) => (
              <li key={slug}>
                <PatternLink slug={slug} />
              </li>
            ))}
          </ul>
        </Fact>
        <Fact name="Lesson and exercise">
          In preparation
          {place && (
            <>
              : they belong to{' '}
              <Link href={urls.week(place.path.id, place.week.id)}>
                week {place.weekNumber} of the {place.path.title} path
              </Link>
            </>
          )}
          . More of the family in{' '}
          <Link href={`${urls.library()}#${pattern.family}`}>{familyName(pattern.family)}</Link>.
        </Fact>
      </dl>
    </Page>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="col-span-full grid grid-cols-subgrid border-hairline border-b py-4">
      <dt className="pt-1 text-muted text-ui">{name}</dt>
      <dd className="max-w-measure font-serif">{children}</dd>
    </div>
  )
}
