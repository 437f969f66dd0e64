'use client'
import { Tabs as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'

export interface Tab {
  id: string
  label: ReactNode
  content: ReactNode
}

/** Views of one thing, one at a time. Arrow keys move between tabs. */
export function Tabs({
  label,
  tabs,
  value,
  onChange,
  className = '',
}: {
  /** Names the set for screen readers. */
  label: string
  tabs: readonly Tab[]
  /** Give both to control it from outside; leave both out to let it start at the first tab. */
  value?: string
  onChange?: (id: string) => void
  className?: string
}) {
  const control = value === undefined ? { defaultValue: tabs[0]?.id ?? '' } : { value }
  return (
    <Primitive.Root {...control} {...(onChange ? { onValueChange: onChange } : {})} className={className}>
      <Primitive.List aria-label={label} className="flex gap-6 overflow-x-auto border-hairline border-b">
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.id}
            value={tab.id}
            className="-mb-px h-10 shrink-0 border-transparent border-b-2 text-muted text-ui transition-colors hover:text-ink focus-visible:outline-offset-[-2px] data-[state=active]:border-ink data-[state=active]:text-ink"
          >
            {tab.label}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map((tab) => (
        <Primitive.Content key={tab.id} value={tab.id} className="pt-4">
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  )
}
