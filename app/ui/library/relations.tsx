import type { ReactNode } from 'react'
import type { RelationsOf } from '@/lib/content/index.ts'

export const RELATION_WORDS = {
  buildsOn: 'Builds on',
  carries: 'Built on by',
  insteadOf: 'Instead of it',
  related: 'Related',
} as const satisfies Record<keyof RelationsOf, string>

/** What a pattern has to do with others, a line per kind; kinds without a pattern are left out. */
export function RelationLists({ of, name }: { of: RelationsOf; name: (slug: string) => ReactNode }) {
  return (
    <dl className="flex flex-col gap-3">
      {(Object.keys(RELATION_WORDS) as (keyof RelationsOf)[])
        .filter((kind) => of[kind].length > 0)
        .map((kind) => (
          <div key={kind}>
            <dt className="text-muted text-note">{RELATION_WORDS[kind]}</dt>
            <dd>
              <ul className="flex flex-wrap gap-x-5 gap-y-1">
                {of[kind].map((slug) => (
                  <li key={slug}>{name(slug)}</li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
    </dl>
  )
}
