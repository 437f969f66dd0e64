'use client'
import { useEffect, useState } from 'react'
import type { PatternView } from '@/lib/spacetime/index.ts'

/** The view of an exercise, exercises/<slug>/view.ts, fetched when the first run is shown; undefined until then. */
export function usePatternView(slug: string | undefined): PatternView | undefined {
  const [view, setView] = useState<PatternView>()
  useEffect(() => {
    if (slug === undefined) return
    let wanted = true
    // A template, so that the bundler makes a chunk of each view and of nothing else in the folder.
    const loading = import(`../../../exercises/${slug}/view.ts`) as Promise<{ default: PatternView }>
    loading
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
