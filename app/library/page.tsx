import type { Metadata } from 'next'
import { PatternLine } from '@/app/ui/course/week-list.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { getCatalogue, listLessons, type Pattern } from '@/lib/content/index.ts'

export const metadata: Metadata = {
  title: 'Library',
  description: 'Every pattern of the course by family, with the lessons that are ready to read.',
}

/** Families as people call them; the catalogue's ids are for addresses. */
const familyNames: Record<string, string> = {
  'data-architecture': 'Data architecture',
  edge: 'Edge and devices',
  events: 'Events and messaging',
  time: 'Time and clocks',
}

export default function LibraryPage() {
  const { patterns } = getCatalogue()
  const ready = listLessons()
  const families = Map.groupBy(patterns, (pattern) => pattern.family)
  return (
    <Page>
      <PageHeader
        title="Library"
        lede={`${patterns.length} patterns in ${families.size} families. A pattern with a link has a lesson; the others are in preparation.`}
      />
      {ready.length > 0 && (
        <section aria-labelledby="ready" className="border-stroke border-t pt-4 pb-12">
          <h2 id="ready" className="mb-3 font-serif text-head">
            Ready to read
          </h2>
          <ul className="grid gap-x-10 sm:grid-cols-2 lg:grid-cols-4">
            {ready.map((slug) => (
              <PatternLine key={slug} slug={slug} />
            ))}
          </ul>
        </section>
      )}
      <div className="columns-1 gap-x-10 border-stroke border-t pt-6 sm:columns-2 lg:columns-4">
        {[...families].map(([family, members]) => (
          <Family key={family} id={family} patterns={members} />
        ))}
      </div>
    </Page>
  )
}

function Family({ id, patterns }: { id: string; patterns: readonly Pattern[] }) {
  const name = familyNames[id] ?? `${id[0]?.toUpperCase()}${id.slice(1)}`
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="mb-8 break-inside-avoid">
      <h2 id={`${id}-title`} className="border-hairline border-b pb-2 font-medium">
        {name} <span className="font-normal text-muted">{patterns.length}</span>
      </h2>
      <ul className="mt-2">
        {patterns.map((pattern) => (
          <PatternLine key={pattern.slug} slug={pattern.slug} quiet />
        ))}
      </ul>
    </section>
  )
}
