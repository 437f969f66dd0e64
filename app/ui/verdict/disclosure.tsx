import { ChevronRight, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** Something that waits until it is asked for. */
export function Disclosure({
  icon: Icon,
  title,
  children,
}: {
  icon?: LucideIcon
  title: string
  children: ReactNode
}) {
  return (
    <details className="group">
      <summary className="inline-flex h-8 items-center gap-2 text-muted hover:text-ink [&::-webkit-details-marker]:hidden">
        {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
        {title}
        <ChevronRight
          size={14}
          strokeWidth={1.75}
          aria-hidden
          className="transition-transform group-open:rotate-90"
        />
      </summary>
      <div className="max-w-measure pt-2">{children}</div>
    </details>
  )
}
