'use client'
import { useEffect, useMemo, useState } from 'react'
import { around, instant } from '@/lib/gameday/index.ts'
import type { Ms, Trace } from '@/lib/sim/index.ts'
import { SpaceTime } from '../spacetime/index.ts'

/** The cursor rests for so long before the diagram follows it. */
const REST_MS = 250

/** The messages around the cursor, in the diagram that also shows failures. */
export function InstantDiagram({ trace, nodes, at }: { trace: Trace; nodes: readonly string[]; at: Ms }) {
  const [settled, setSettled] = useState(at)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(at), REST_MS)
    return () => clearTimeout(timer)
  }, [at])
  const excerpt = useMemo(() => around(trace, settled), [trace, settled])
  if (excerpt.at === null) return null
  return (
    <>
      <p className="mb-3 max-w-measure text-muted">
        The {excerpt.trace.length} events from {instant(excerpt.fromMs)} to {instant(excerpt.untilMs)}. Move
        the cursor above, or choose a moment, to see others.
      </p>
      <SpaceTime
        key={settled}
        trace={excerpt.trace}
        nodes={nodes}
        at={excerpt.at}
        title={`the run around ${instant(settled)}`}
      />
    </>
  )
}
