'use client'
import { useEffect, useState } from 'react'
import type { PatternView } from '@/lib/spacetime/index.ts'

/** A template, so that the bundler makes a chunk of each view and of nothing else in the folder. */
const load = (slug: string) =>
  import(`../../../exercises/${slug}/view.ts`) as Promise<{ default: PatternView }>

/** Fetches the view ahead of the first run, which may come without a network. */
export function preloadPatternView(slug: string): void {
  load(slug).catch(() => undefined)
}

type Known = PatternView | null | undefined

/** Longer, and the run is shown without: its picture comes above it then. */
const WAIT_MS = 1_000

/** The view of an exercise, exercises/<slug>/view.ts, fetched when the first run is shown; undefined while it is on its way, null without one. */
export function usePatternView(slug: string | undefined): Known {
  const [view, setView] = useState<Known>()
  useEffect(() => {
    if (slug === undefined) return setView(null)
    let wanted = true
    const timer = setTimeout(() => setView((known: Known) => known ?? null), WAIT_MS)
    load(slug)
      .then(
        (module) => module.default,
        // The run is told by diagram and text as well.
        () => null,
      )
      .then((found) => {
        if (wanted) setView(() => found)
      })
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [slug])
  return view
}
