'use client'
import { useMemo } from 'react'
import type { EventId, NodeId, Trace } from '@/lib/sim/index.ts'
import { causality, type PatternView, pictureAt } from '@/lib/spacetime/index.ts'
import { PictureView } from './picture-view.tsx'

interface Props {
  view: PatternView
  trace: Trace
  nodes: readonly NodeId[]
  /** The event at the cursor. */
  cursor: EventId
  witness?: readonly EventId[]
  onPick?: (event: EventId) => void
}

const none: readonly EventId[] = []

/** What an exercise's view.ts makes of a run at the cursor; nothing where it makes nothing of it. */
export function PatternPicture({ view, trace, nodes, cursor, witness = none, onPick }: Props) {
  const picture = useMemo(
    () => pictureAt(view, trace, nodes, cursor, witness),
    [view, trace, nodes, cursor, witness],
  )
  if (!picture) return null
  const atMs = trace[causality(trace).indexOf(cursor)]?.at
  return (
    <PictureView
      picture={picture}
      {...(atMs === undefined ? {} : { atMs })}
      {...(onPick ? { onPick } : {})}
    />
  )
}
