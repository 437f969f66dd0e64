import type { ReactNode } from 'react'

/** Says what would be here and what to do so that it is. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string
  children: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="border-hairline border-y py-8">
      <h2 className="font-serif text-read">{title}</h2>
      <p className="mt-2 max-w-measure text-muted">{children}</p>
      {action && <div className="mt-4">{action}</div>}
    </div>
  )
}
