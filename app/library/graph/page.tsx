import type { Metadata } from 'next'
import { familyName } from '@/app/ui/library/family-names.ts'
import { LibraryHeader } from '@/app/ui/library/library-header.tsx'
import { PatternMap } from '@/app/ui/library/pattern-map.tsx'
import { RelationLists } from '@/app/ui/library/relations.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { urls } from '@/app/urls.ts'
import { findPattern, layOutMap, listLibrary, relationsOf } from '@/lib/content/index.ts'

export const metadata: Metadata = {
  title: 'Map of relations',
  description: 'All patterns by family, what each builds on, what it replaces and what it is related to.',
}

/**
 * Not built beforehand: a built page names each of its inline scripts in its policy, and this one has so many that proxies with
 * common limits would refuse the header.
 */
export const dynamic = 'force-dynamic'

export default function GraphPage() {
  const patterns = listLibrary()
  const families = Map.groupBy(patterns, (pattern) => pattern.family)
  return (
    <Page className="pb-16">
      <LibraryHeader
        here={urls.graph()}
        title="Map of relations"
        lede="What each pattern builds on, what builds on it, and what one takes instead."
      />
      <PatternMap
        map={mapOnce()}
        cores={Object.fromEntries(patterns.map(({ slug, core }) => [slug, core]))}
      />
      <details className="mt-8">
        <summary className="w-fit cursor-pointer text-muted hover:text-ink">The map as text</summary>
        {[...families].map(([family, members]) => (
          <section key={family} aria-labelledby={`text-${family}`} className="pt-8">
            <h2 id={`text-${family}`} className="border-stroke border-b pb-2 font-serif text-head">
              {familyName(family)}
            </h2>
            {members.map(({ slug }) => (
              <section
                key={slug}
                aria-labelledby={`text-${slug}`}
                className="grid gap-x-10 gap-y-2 border-hairline border-b py-4 md:grid-cols-[15rem_1fr]"
              >
                <h3 id={`text-${slug}`}>
                  <PlainLink slug={slug} />
                </h3>
                <RelationLists of={relationsOf(slug)} name={(other) => <PlainLink slug={other} />} />
              </section>
            ))}
          </section>
        ))}
      </details>
    </Page>
  )
}

let known: ReturnType<typeof layOutMap> | undefined

/** The same data give the same map, and drawing up takes longer than all the rest of the page. */
function mapOnce() {
  if (process.env.NODE_ENV !== 'production') return layOutMap()
  known ??= layOutMap()
  return known
}

/** Some nine hundred of them stand in the text: without the router's code on each, the page wakes up at once. */
function PlainLink({ slug }: { slug: string }) {
  return (
    <a href={urls.pattern(slug)} className="link">
      {findPattern(slug)?.title}
    </a>
  )
}
