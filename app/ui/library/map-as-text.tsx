'use client'
import { urls } from '@/app/urls.ts'
import type { PatternMap } from '@/lib/content/index.ts'
import { familyName } from './family-names.ts'
import { listsOf, neighboursOf } from './map-lines.ts'
import { RelationLists } from './relations.tsx'

/**
 * All that the map says, in words. Drawn from the map's own data, so that the page carries them once, and each pattern
 * only when it comes near: some nine hundred links at once would keep the click that opens them waiting.
 */
export function MapAsText({ map }: { map: PatternMap }) {
  const titles = new Map(map.nodes.map(({ slug, title }) => [slug, title]))
  const neighbours = neighboursOf(map.relations)
  return (
    <details className="mt-8">
      <summary className="w-fit cursor-pointer text-muted hover:text-ink">The map as text</summary>
      {[...Map.groupBy(map.nodes, (node) => node.family)].map(([family, members]) => (
        <section key={family} aria-labelledby={`text-${family}`} className="pt-8">
          <h2 id={`text-${family}`} className="border-stroke border-b pb-2 font-serif text-head">
            {familyName(family)}
          </h2>
          {members.map(({ slug, title }) => (
            <section
              key={slug}
              aria-labelledby={`text-${slug}`}
              className="grid gap-x-10 gap-y-2 border-hairline border-b py-4 md:grid-cols-[15rem_1fr] [contain-intrinsic-size:auto_8rem] [content-visibility:auto]"
            >
              <h3 id={`text-${slug}`}>
                <PlainLink slug={slug} title={title} />
              </h3>
              <RelationLists
                of={listsOf(neighbours.get(slug) ?? [])}
                name={(other) => <PlainLink slug={other} title={titles.get(other) ?? other} />}
              />
            </section>
          ))}
        </section>
      ))}
    </details>
  )
}

/** Without the router's code on each, the page wakes up at once. */
function PlainLink({ slug, title }: { slug: string; title: string }) {
  return (
    <a href={urls.pattern(slug)} className="link">
      {title}
    </a>
  )
}
