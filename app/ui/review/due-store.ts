'use client'
import { useSyncExternalStore } from 'react'

/** How many questions are due today, for everything on a page that shows it; null until it is known. */
export function useDue(): number | null {
  return useSyncExternalStore(
    watch,
    () => due,
    () => null,
  )
}

/** What a page has just learnt by itself. */
export function tellDue(count: number): void {
  due = count
  for (const listener of listeners) listener()
}

/** Asks the server. The count is a courtesy: without an answer none is shown. */
export async function askDue(): Promise<void> {
  try {
    const response = await fetch(`/api/review/due?${new URLSearchParams({ zone: zone() })}`)
    // Read in any case: a browser holds a connection for an answer that nobody has read.
    const answer = (await response.json()) as { due: number }
    if (response.ok) tellDue(answer.due)
  } catch {
    // Offline.
  }
}

/** Where this browser is, as an IANA time zone. */
export function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
}

let due: number | null = null
const listeners = new Set<() => void>()

function watch(onChange: () => void) {
  listeners.add(onChange)
  return () => listeners.delete(onChange)
}
