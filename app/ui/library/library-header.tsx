import type { ReactNode } from 'react'
import { urls } from '@/app/urls.ts'
import { Link } from '../link.tsx'
import { PageHeader } from '../page-header.tsx'

/** All pages of the library, in the two groups that its navigation shows. */
export const LIBRARY_PAGES = [
  {
    group: 'Patterns',
    pages: [
      { href: urls.library(), name: 'Find' },
      { href: urls.challenges(), name: 'By challenge' },
      { href: urls.guide(), name: 'Decide' },
      { href: urls.compare(), name: 'Compare' },
      { href: urls.table(), name: 'Table' },
      { href: urls.graph(), name: 'Map' },
      { href: urls.cheatSheet(), name: 'Cheat sheet' },
    ],
  },
  {
    group: 'Reference',
    pages: [
      { href: urls.laws(), name: 'Laws' },
      { href: urls.numbers(), name: 'Numbers' },
      { href: urls.antiPatterns(), name: 'Anti-patterns' },
      { href: urls.people(), name: 'People' },
      { href: urls.faq(), name: 'Questions' },
    ],
  },
] as const

/** The top of every page of the library: its title, and the way to the others. */
export function LibraryHeader({
  title,
  lede,
  here,
  actions,
}: {
  title: string
  lede?: ReactNode
  /** The address of this page. */
  here: string
  actions?: ReactNode
}) {
  return (
    <>
      <PageHeader
        crumbs={here === urls.library() ? [] : [{ label: 'Library', href: urls.library() }]}
        title={title}
        lede={lede}
        actions={actions}
      />
      <LibraryNav here={here} />
    </>
  )
}

export function LibraryNav({ here, className = 'mb-8' }: { here: string; className?: string }) {
  return (
    <nav aria-label="Library" className={`border-hairline border-t pt-3 print:hidden ${className}`}>
      <dl className="flex flex-wrap gap-x-12 gap-y-3">
        {LIBRARY_PAGES.map(({ group, pages }) => (
          <div key={group} className="flex flex-wrap items-baseline gap-x-5">
            <dt className="w-full text-muted text-note sm:w-auto">{group}</dt>
            <dd>
              <ul className="flex flex-wrap gap-x-5">
                {pages.map(({ href, name }) => (
                  <li key={href}>
                    <Link
                      href={href}
                      aria-current={href === here ? 'page' : undefined}
                      className="flex h-8 items-center text-muted underline-offset-[0.4em] hover:text-ink hover:underline aria-[current]:text-ink aria-[current]:underline"
                    >
                      {name}
                    </Link>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </nav>
  )
}
