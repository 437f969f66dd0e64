'use client'
import { lazy, Suspense, useRef, useState } from 'react'
import type { SpaceTimeProps } from '../spacetime/index.ts'

// A lesson that nobody asks for its run does not pay for the diagram.
const SpaceTime = lazy(async () => ({ default: (await import('../spacetime/index.ts')).SpaceTime }))

/** The run behind a figure, event by event, in the diagram that also shows failures. `of` changes with the run. */
export function RunDetails({ of, ...props }: SpaceTimeProps & { of: string }) {
  const place = useRef<HTMLDivElement>(null)
  const [widthPx, setWidthPx] = useState<number>()
  return (
    <details onToggle={(e) => setWidthPx(e.currentTarget.open ? place.current?.clientWidth : undefined)}>
      <summary className="w-fit text-muted hover:text-ink">The run behind it, event by event</summary>
      <div ref={place} className="mt-3 [&_li]:my-0 [&_p]:my-0">
        {widthPx !== undefined && (
          <Suspense fallback={<p className="min-h-80 text-muted">Loading the diagram.</p>}>
            <SpaceTime key={of} {...props} widthPx={widthPx} />
          </Suspense>
        )}
      </div>
    </details>
  )
}
