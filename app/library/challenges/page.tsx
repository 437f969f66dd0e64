import type { Metadata } from 'next'
import { LibraryHeader } from '@/app/ui/library/library-header.tsx'
import { PatternLink } from '@/app/ui/library/pattern-link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { urls } from '@/app/urls.ts'
import { findLibraryPattern, getCatalogue } from '@/lib/content/index.ts'

export const metadata: Metadata = {
  title: 'By challenge',
  description: 'Sixteen problems of distributed systems, and the patterns that answer each.',
}

export default function ChallengesPage() {
  return (
    <Page className="pb-16">
      <LibraryHeader
        here={urls.challenges()}
        title="By challenge"
        lede="Sixteen problems. Begin with what stands under First; what stands under Then makes it hold."
      />
      {Object.entries(getCatalogue().challenges).map(([area, problems]) => (
        <section key={area} aria-labelledby={idOf(area)} className="pt-6 pb-6">
          <h2 id={idOf(area)} className="border-stroke border-b pb-2 font-serif text-head">
            {area}
          </h2>
          {Object.entries(problems).map(([problem, [primary = [], supporting = []]]) => (
            <div
              key={problem}
              className="grid gap-x-10 gap-y-3 border-hairline border-b py-4 md:grid-cols-[12rem_1fr_1fr]"
            >
              <h3 className="font-medium">{problem}</h3>
              <Answers label="First" slugs={primary} />
              <Answers label="Then" slugs={supporting} />
            </div>
          ))}
        </section>
      ))}
    </Page>
  )
}

function Answers({ label, slugs }: { label: string; slugs: readonly string[] }) {
  return (
    <div>
      <p className="text-muted text-note">{label}</p>
      <ul>
        {slugs.map((slug) => (
          <li key={slug} className="py-1">
            <PatternLink slug={slug} />
            <span className="block max-w-measure text-pretty text-muted">
              {findLibraryPattern(slug)?.core}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function idOf(area: string): string {
  return area.toLowerCase().replaceAll(' ', '-')
}
