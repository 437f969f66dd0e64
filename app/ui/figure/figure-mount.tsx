'use client'
import {
  Component,
  type ComponentType,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useRef,
  useState,
} from 'react'
import { FigureContext, useReducedMotion } from './use-figure.ts'

/** Loads a figure once it is near, tells it whether it is on screen, and keeps its place meanwhile. */
export function FigureMount({
  slug,
  id,
  shelf,
  heightPx,
}: {
  slug: string
  id: string
  shelf: Shelf
  heightPx: number
}) {
  const box = useRef<HTMLDivElement>(null)
  const [near, setNear] = useState(false)
  const [visible, setVisible] = useState(false)
  const reducedMotion = useReducedMotion()

  useEffect(() => {
    const element = box.current
    if (!element) return
    const nearness = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return
        setNear(true)
        nearness.disconnect()
      },
      { rootMargin: '400px' },
    )
    const visibility = new IntersectionObserver((entries) =>
      setVisible(entries.at(-1)?.isIntersecting ?? false),
    )
    nearness.observe(element)
    visibility.observe(element)
    return () => {
      nearness.disconnect()
      visibility.disconnect()
    }
  }, [])

  const Loaded = near ? figureNamed(shelf, slug, id) : null
  return (
    <div ref={box} style={{ minHeight: heightPx }}>
      <FigureContext value={{ running: visible && !reducedMotion, visible, reducedMotion }}>
        {Loaded && (
          <LoadGuard>
            <Suspense fallback={<div className="rounded-md bg-sunken" style={{ height: heightPx }} />}>
              <Loaded />
            </Suspense>
          </LoadGuard>
        )}
      </FigureContext>
      <noscript>This figure needs JavaScript. Its caption says what it shows.</noscript>
    </div>
  )
}

/** Whose figure it is: a folder of content/. */
export type Shelf = 'patterns' | 'reference'

// The bundler follows a path only if most of it is written out.
const load = {
  patterns: (slug: string, id: string) => import(`../../../content/patterns/${slug}/figures/${id}.tsx`),
  reference: (slug: string, id: string) => import(`../../../content/reference/${slug}/figures/${id}.tsx`),
} as const satisfies Record<Shelf, unknown>

// React.lazy must give the same component on every render, so each figure's is kept.
const figures = new Map<string, ComponentType>()

function figureNamed(shelf: Shelf, slug: string, id: string): ComponentType {
  const key = `${shelf}/${slug}/${id}`
  let figure = figures.get(key)
  if (!figure) {
    figure = lazy(() => load[shelf](slug, id) as Promise<{ default: ComponentType }>)
    figures.set(key, figure)
  }
  return figure
}

/** A figure that cannot load or fails must not take the lesson with it. */
class LoadGuard extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <p className="text-muted">
        This figure did not load. Reload the page to try again; the lesson works without it.
      </p>
    )
  }
}
