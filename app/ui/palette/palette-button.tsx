'use client'
import { Search } from 'lucide-react'
import { urls } from '@/app/urls.ts'
import { loadPalette } from './host.tsx'
import { openPanel } from './store.ts'

/** In the header. A link to the search page, which the palette replaces as soon as scripts run. */
export function PaletteButton() {
  return (
    <a
      href={urls.search()}
      className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
      aria-label="Search and commands"
      aria-haspopup="dialog"
      title="Search and commands (Ctrl or ⌘ + K)"
      onPointerEnter={loadPalette}
      onFocus={loadPalette}
      onClick={(event) => {
        // A new tab is asked for: that one gets the page.
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        openPanel('palette')
      }}
    >
      <Search size={16} strokeWidth={1.75} aria-hidden />
    </a>
  )
}
