import type { Metadata } from 'next'
import { LibraryHeader } from '@/app/ui/library/library-header.tsx'
import { PatternLink } from '@/app/ui/library/pattern-link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { ScrollBox } from '@/app/ui/table.tsx'
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
            <ScrollBox label={`${name}, compared`}>
              <table className="w-full min-w-[60rem] table-fixed border-collapse text-left text-ui">
                <caption className="sr-only">{name}, compared</caption>
                <thead>
                  <tr className="border-stroke border-b align-bottom">
                    <td className="w-44" />
                    {slugs.map((slug) => (
                      <th key={slug} scope="col" className="py-2 pr-6 font-medium">
                        <PatternLink slug={slug} />
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {Object.entries(criteria).map(([criterion, cells]) => (
                    <tr key={criterion} className="border-hairline border-b align-baseline">
                      <th scope="row" className="py-3 pr-6 font-normal text-muted">
                        {criterion}
                      </th>
                      {slugs.map((slug) => (
                        <td key={slug} className="text-pretty py-3 pr-6">
                          {cells[slug]}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollBox>
          </section>
        )
      })}
    </Page>
  )
}
