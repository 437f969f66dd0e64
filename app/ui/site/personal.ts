'use client'

/** What this browser keeps of a person besides drafts of code: quiz answers, posts being written, reading positions. */
const KINDS = ['quiz', 'post', 'position'] as const

/** The key in app/ui/stored.ts under which it lies; null is whoever has not signed in. */
export function personalKey(kind: (typeof KINDS)[number], account: string | null, name: string): string {
  return `${kind}:${account ?? 'visitor'}:${name}`
}

/** Drops it all, a visitor's too: who signs out may have begun as one. */
export function forgetPersonal(): void {
  try {
    for (const name of Object.keys(localStorage))
      if (KINDS.some((kind) => name.startsWith(`faultline:${kind}:`))) localStorage.removeItem(name)
  } catch {
    // Storage is blocked: nothing was kept in it.
  }
}
