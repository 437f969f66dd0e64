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

/** The view of an exercise, exercises/<slug>/view.ts, fetched when the first run is shown; undefined until then. */
export function usePatternView(slug: string | undefined): PatternView | undefined {
  const [view, setView] = useState<PatternView>()
  useEffect(() => {
    if (slug === undefined) return
    let wanted = true
    load(slug)
      .then((module) => {
        if (wanted) setView(() => module.default)
      })
      // The run is told by diagram and text as well.
      .catch(() => undefined)
    return () => {
      wanted = false
    }
  }, [slug])
  return view
}
