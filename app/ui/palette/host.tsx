'use client'
import { usePathname } from 'next/navigation'
import { type ComponentType, lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { useKeys } from '../keys/use-keys.ts'
import { listen, noteRecent, openPanel, type Panel } from './store.ts'

type PanelComponent = ComponentType<{ onClose: () => void }>

const Palette = lazy<PanelComponent>(() => import('./palette.tsx').catch(unreachable))
const ShortcutSheet = lazy<PanelComponent>(() => import('../keys/sheet.tsx').catch(unreachable))

/** Fetches the palette's code before it is asked for. */
export function loadPalette(): void {
  import('./palette.tsx').catch(() => undefined)
}

/** Without a connection there is no code to open: the page stays as it is. */
function unreachable() {
  return {
    default: function Unreachable({ onClose }: { onClose: () => void }) {
      useEffect(onClose)
      return null
    },
  }
}

/** Listens for the keys of the palette and the sheet on every page, and remembers where the reader has been. */
export function PaletteHost() {
  const [open, setOpen] = useState<Panel | null>(null)
  const close = useCallback(() => setOpen(null), [])
  useEffect(() => listen(setOpen), [])
  useKeys({ palette: () => openPanel('palette') }, { first: true })
  useKeys({ sheet: () => openPanel('sheet') })
  useRecent()
  // Whoever holds Ctrl may be about to press K: half of the wait is over before the K comes.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Control' || event.key === 'Meta') loadPalette()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <Suspense>
      {open === 'palette' && <Palette onClose={close} />}
      {open === 'sheet' && <ShortcutSheet onClose={close} />}
    </Suspense>
  )
}

/** Notes each page once its title stands; forms are no places to come back to. */
function useRecent() {
  const pathname = usePathname()
  useEffect(() => {
    if (/^\/($|sign-|search)/.test(pathname)) return
    const timer = setTimeout(() => {
      noteRecent({ href: pathname, title: document.title.replace(/ · Faultline$/, '') })
    }, TITLE_STANDS_MS)
    return () => clearTimeout(timer)
  }, [pathname])
}

const TITLE_STANDS_MS = 800
