import type { Metadata } from 'next'
import { familyName } from '@/app/ui/library/family-names.ts'
import { LibraryHeader } from '@/app/ui/library/library-header.tsx'
import { PatternLink } from '@/app/ui/library/pattern-link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { urls } from '@/app/urls.ts'
import { listLibrary } from '@/lib/content/index.ts'

export const metadata: Metadata = {
  title: 'Cheat sheet',
  description: 'All patterns in one line each: the idea, and when to use it.',
}

export default function CheatSheetPage() {
  const families = Map.groupBy(listLibrary(), (pattern) => pattern.family)
  return (
    <Page className="pb-16">
      <LibraryHeader
        here={urls.cheatSheet()}
        title="Cheat sheet"
        lede="A line for each pattern, to read or to print."
      />
      {[...families].map(([family, patterns]) => (
        <section key={family} aria-labelledby={family} className="pb-8 print:pb-4">
          <h2 id={family} className="border-stroke border-b pb-1 font-medium">
            {familyName(family)}
          </h2>
          <dl>
            {patterns.map((pattern) => (
              <div
                key={pattern.slug}
                className="grid break-inside-avoid gap-x-8 gap-y-0.5 border-hairline border-b py-2 md:grid-cols-[14rem_1fr_1fr] print:grid-cols-[10rem_1fr_1fr] print:gap-x-4 print:py-1"
              >
                <dt>
                  <PatternLink slug={pattern.slug} />
                </dt>
                <dd className="text-pretty">{pattern.core}</dd>
                <dd className="text-pretty text-muted">{pattern.when}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Page>
  )
}
