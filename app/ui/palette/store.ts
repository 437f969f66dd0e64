'use client'
import { readStored, writeStored } from '../stored.ts'

export type Panel = 'palette' | 'sheet'

/** Opens the command palette or the sheet of shortcuts; their code comes with the first use. */
export function openPanel(panel: Panel): void {
  tell?.(panel)
}

/** Only host.tsx listens. */
export function listen(listener: (panel: Panel) => void): () => void {
  tell = listener
  return () => {
    tell = undefined
  }
}

let tell: ((panel: Panel) => void) | undefined

export interface RecentPlace {
  href: string
  title: string
}

/** Pages that were opened in this browser, the last one first. */
export function readRecent(): RecentPlace[] {
  return readStored<RecentPlace[]>('recent') ?? []
}

export function noteRecent(place: RecentPlace): void {
  const others = readRecent().filter(({ href }) => href !== place.href)
  writeStored('recent', [place, ...others].slice(0, RECENT_MAX))
}

const RECENT_MAX = 8
