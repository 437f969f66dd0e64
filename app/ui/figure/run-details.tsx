'use client'
import { lazy, Suspense, useState } from 'react'
import type { SpaceTimeProps } from '../spacetime/index.ts'

// A lesson that nobody asks for its run does not pay for the diagram.
const SpaceTime = lazy(async () => ({ default: (await import('../spacetime/index.ts')).SpaceTime }))

/** The run behind a figure, event by event, in the diagram that also shows failures. `of` changes with the run. */
export function RunDetails({ of, ...props }: SpaceTimeProps & { of: string }) {
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary className="w-fit text-muted hover:text-ink">The run behind it, event by event</summary>
      <div className="mt-3 [&_li]:my-0 [&_p]:my-0">
        {open && (
          <Suspense fallback={<p className="min-h-80 text-muted">Loading the diagram.</p>}>
            <SpaceTime key={of} {...props} />
          </Suspense>
        )}
      </div>
    </details>
  )
}
