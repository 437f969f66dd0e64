import type { Metadata } from 'next'
import { familyName } from '@/app/ui/library/family-names.ts'
import { LibraryHeader } from '@/app/ui/library/library-header.tsx'
import { PatternLink } from '@/app/ui/library/pattern-link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { urls } from '@/app/urls.ts'
import { listLibrary } from '@/lib/content/index.ts'

export const metadata: Metadata = {
  title: 'Cheat sheet',
  description: 'All patterns in one line each: the idea, when to use it, and the classic problem.',
}

const COLUMNS =
  'lg:grid-cols-[12rem_1fr_1fr_1fr] lg:gap-x-8 print:grid-cols-[6.5rem_1fr_1fr_1fr] print:gap-x-3'

/** On paper: four columns in small print, no frame of the site, no family's name alone at the foot of a page. */
export default function CheatSheetPage() {
  const families = Map.groupBy(listLibrary(), (pattern) => pattern.family)
  return (
    <Page className="pb-16 print:p-0">
      <LibraryHeader
        here={urls.cheatSheet()}
        title="Cheat sheet"
        lede="A line for each pattern, to read or to print."
      />
      <div className="print:text-[8pt] print:leading-[1.3]">
        <p
          aria-hidden
          className={`hidden pb-4 text-muted text-note lg:grid print:grid print:pb-2 print:text-[8pt] ${COLUMNS}`}
        >
          <span>Pattern</span>
          <span>Idea</span>
          <span>When</span>
          <span>Classic problem</span>
        </p>
        {[...families].map(([family, patterns]) => (
          <section key={family} aria-labelledby={family} className="pb-8 print:pb-3">
            <h2 id={family} className="border-stroke border-b pb-1 font-medium print:break-after-avoid">
              {familyName(family)}
            </h2>
            <dl>
              {patterns.map((pattern) => (
                <div
                  key={pattern.slug}
                  className={`grid break-inside-avoid gap-y-0.5 border-hairline border-b py-2 print:py-0.5 ${COLUMNS}`}
                >
                  <dt className="print:font-medium print:[&_a]:text-ink print:[&_a]:no-underline">
                    <PatternLink slug={pattern.slug} />
                  </dt>
                  <dd className="text-pretty">
                    <span className="sr-only">Idea: </span>
                    {pattern.core}
                  </dd>
                  <dd className="text-pretty text-muted">
                    <span className="text-ink lg:sr-only print:sr-only">When: </span>
                    {pattern.when}
                  </dd>
                  <dd className="text-pretty text-muted">
                    <span className="text-ink lg:sr-only print:sr-only">Classic problem: </span>
                    {pattern.problem}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Page>
  )
}
