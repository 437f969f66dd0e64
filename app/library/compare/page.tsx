import type { Metadata } from 'next'
import { Comparison } from '@/app/ui/library/comparison.tsx'
import { LibraryHeader } from '@/app/ui/library/library-header.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { urls } from '@/app/urls.ts'
import { getCatalogue, getComparisons } from '@/lib/content/index.ts'

export const metadata: Metadata = {
  title: 'Comparisons',
  description: 'Consensus, caching and transactions: the patterns side by side, criterion by criterion.',
}

export default function ComparePage() {
  const comparisons = getComparisons()
  return (
    <Page className="pb-16">
      <LibraryHeader
        here={urls.compare()}
        title="Comparisons"
        lede="Patterns that are taken for one another, side by side. f is the number of faults survived, n the number of nodes or services."
      />
      {Object.entries(getCatalogue().comparisons).map(([name, slugs]) => {
        const { lede, criteria } = comparisons[name] ?? { lede: '', criteria: {} }
        return (
          <section key={name} aria-labelledby={name.toLowerCase()} className="pb-12">
            <h2 id={name.toLowerCase()} className="font-serif text-head">
              {name}
            </h2>
            <p className="mt-1 mb-4 text-muted">{lede}</p>
            <Comparison name={name} slugs={slugs} criteria={criteria} />
          </section>
        )
      })}
    </Page>
  )
}
