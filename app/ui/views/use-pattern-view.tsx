'use client'
import { createContext, type ReactNode, use, useContext, useEffect, useState } from 'react'
import type { PatternView } from '@/lib/spacetime/index.ts'

/** A template, so that the bundler makes a chunk of each view and of nothing else in the folder. */
const load = (slug: string) =>
  import(`../../../exercises/${slug}/view.ts`) as Promise<{ default: PatternView }>

const views = new Map<string, Promise<PatternView | undefined>>()

/** The same promise at each call: React asks again with each attempt at drawing. */
function fetched(slug: string): Promise<PatternView | undefined> {
  let view = views.get(slug)
  if (!view) {
    view = load(slug)
      .then((module) => module.default)
      // The run is told by diagram and text as well.
      .catch(() => undefined)
    views.set(slug, view)
  }
  return view
}

/** Fetches the view ahead of the first run, which may come without a network. */
export function preloadPatternView(slug: string): void {
  void fetched(slug)
}

const Given = createContext<PatternView | undefined>(undefined)

/**
 * Draws nothing below it before the view of the exercise is here: for a page that opens with a run. The server draws that
 * with its picture then, and the page keeps the server's drawing until it can make the same.
 */
export function PatternViewFirst({ slug, children }: { slug: string; children: ReactNode }) {
  return <Given value={use(fetched(slug))}>{children}</Given>
}

/** The view of an exercise, exercises/<slug>/view.ts, fetched when the first run is shown; undefined until then. */
export function usePatternView(slug: string | undefined): PatternView | undefined {
  const given = useContext(Given)
  const [view, setView] = useState<PatternView>()
  useEffect(() => {
    if (slug === undefined || given) return
    let wanted = true
    void fetched(slug).then((loaded) => {
      if (wanted) setView(() => loaded)
    })
    return () => {
      wanted = false
    }
  }, [slug, given])
  return given ?? view
}
