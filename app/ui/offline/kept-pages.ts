'use client'
import { PAGES } from './rules.ts'

/** Drops the pages that the service worker kept: they are of somebody else, or of who just left. */
export async function forgetPages(): Promise<void> {
  try {
    for (const name of await caches.keys()) if (name.startsWith(PAGES)) await caches.delete(name)
  } catch {
    // Without https, or with storage blocked, there are no caches and no worker.
  }
}
