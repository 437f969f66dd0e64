import type { ReactNode } from 'react'
import { Link } from './link.tsx'

export interface Crumb {
  label: string
  /** Left out for a level that has no page of its own. */
  href?: string
}

/** The top of a page: where it stands, its title, one sentence, and what to do with the whole page. */
export function PageHeader({
  crumbs = [],
  title,
  lede,
  actions,
}: {
  crumbs?: readonly Crumb[]
  title: string
  lede?: ReactNode
  actions?: ReactNode
}) {
  return (
    <header className="pt-8 pb-8 md:pt-12">
      {crumbs.length > 0 && <Breadcrumbs crumbs={crumbs} />}
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
        <div>
          <h1 className="text-balance font-serif text-title tracking-[-0.01em]">{title}</h1>
          {lede && <p className="mt-3 max-w-measure text-pretty font-serif text-muted text-read">{lede}</p>}
        </div>
        {actions}
      </div>
    </header>
  )
}

export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="mb-3">
      <ol className="flex flex-wrap gap-x-2 text-muted text-ui">
        {crumbs.map((crumb, at) => (
          <li key={crumb.label} className="flex gap-x-2">
            {at > 0 && <span aria-hidden>/</span>}
            {crumb.href ? (
              <Link href={crumb.href} className="hover:text-ink hover:underline hover:underline-offset-4">
                {crumb.label}
              </Link>
            ) : (
              crumb.label
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
