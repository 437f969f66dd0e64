'use client'
import { browserDisk } from '../kept/disk.ts'
import { keptValues } from '../kept/values.ts'

/** What this browser keeps of a person besides drafts of code: quiz answers, posts and notes being written, reading positions. */
const KINDS = ['quiz', 'post', 'note', 'position'] as const

/** The key in app/ui/stored.ts under which it lies; null is whoever has not signed in. */
export function personalKey(kind: (typeof KINDS)[number], account: string | null, name: string): string {
  return `${kind}:${account ?? 'visitor'}:${name}`
}

/** Drops it all, a visitor's too: who signs out may have begun as one. */
export async function forgetPersonal(): Promise<void> {
  const kept = keptValues(browserDisk())
  const names = await Promise.all(KINDS.map((kind) => kept.keys(`${kind}:`)))
  await Promise.all(names.flat().map(kept.forget))
}
