'use client'
import { ChevronRight, type LucideIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'

/** Something that waits until it is asked for. */
export function Disclosure({
  icon: Icon,
  title,
  state,
  wide = false,
  children,
}: {
  icon?: LucideIcon
  title: string
  /** One word at the right, in a list of several. */
  state?: string
  /** Takes all the width, for a drawing; and is made only once it is opened. */
  wide?: boolean
  children: ReactNode
}) {
  const [opened, setOpened] = useState(false)
  return (
    <details className="group" onToggle={(e) => e.currentTarget.open && setOpened(true)}>
      <summary
        className={`min-h-8 items-center gap-2 [&::-webkit-details-marker]:hidden ${state === undefined ? 'inline-flex text-muted hover:text-ink' : 'flex hover:text-accent'}`}
      >
        {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />}
        {title}
        {state !== undefined && <span className="ml-auto shrink-0">{state}</span>}
        <ChevronRight
          size={14}
          strokeWidth={1.75}
          aria-hidden
          className="shrink-0 transition-transform group-open:rotate-90"
        />
      </summary>
      <div className={`pt-2 ${wide ? '' : 'max-w-measure'}`}>{(opened || !wide) && children}</div>
    </details>
  )
}
