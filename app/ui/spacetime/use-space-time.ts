'use client'
import { useMemo, useState } from 'react'
import type { EventId, FaultOp, NodeId, Trace, TraceEvent } from '@/lib/sim/index.ts'
import {
  causality,
  cone,
  defaultFilter,
  type Filter,
  fitTo,
  type Landmark,
  type Layout,
  laneOrder,
  lastEventAt,
  layout,
  nextLandmark,
  type Row,
  rowOf,
  rulerWidth,
  statesAt,
  trackable,
} from '@/lib/spacetime/index.ts'

export interface SpaceTimeInput {
  trace: Trace
  nodes: readonly NodeId[]
  witness?: readonly EventId[]
  /** Where the cursor starts when there is no witness. */
  at?: EventId
  faults?: readonly FaultOp[]
  /** The key of `ctx.view` to draw along the lanes; by default the most telling one. */
  track?: string | null
}

/** The cursor stands on a row: an event, or a fault without an event of its own. */
type Place = { readonly event: EventId } | { readonly fault: string }

const rowHeights = [16, 19, 22, 26, 32, 40]
const zooms = [0.4, 0.6, 0.8, 1, 1.6, 2.6, 4, 7, 12]
const normal = 3

const noEvents: readonly EventId[] = []
const noFaults: readonly FaultOp[] = []

/** All state of one diagram and all that follows from it. `width` is that of its container, px. */
export function useSpaceTime(input: SpaceTimeInput, width: number) {
  const { trace, nodes, at, witness = noEvents, faults = noFaults } = input
  const [mode, setMode] = useState<'rows' | 'time'>('rows')
  const [zoom, setZoom] = useState(normal)
  const [filter, setFilter] = useState<Filter>(defaultFilter)
  const [chosen, setTrack] = useState<string | null | undefined>(input.track)
  const [hovered, setHovered] = useState<EventId>()
  const [coneKept, setConeKept] = useState(false)
  const [place, setPlace] = useState<Place>(() => ({ event: witness.at(-1) ?? at ?? trace[0]?.id ?? 0 }))

  const allNodes = useMemo(() => laneOrder(trace, nodes), [trace, nodes])
  const tracks = useMemo(() => trackable(trace), [trace])
  const track = chosen === undefined ? (tracks[0] ?? null) : chosen
  const steps = mode === 'rows' ? rowHeights : zooms
  const level = Math.min(zoom, steps.length - 1)
  const picture = useMemo(() => {
    const shown = allNodes.filter((n) => !filter.hiddenNodes.includes(n)).length
    const size = mode === 'rows' ? { rowHeight: rowHeights[level] } : { zoom: zooms[level] }
    const at = (ruler?: number) =>
      layout(trace, { nodes, mode, filter, witness, faults, track, ...fitTo(width, shown, ruler), ...size })
    const first = at()
    // Long times need a wider column than the usual one, which the lanes give.
    const ruler = rulerWidth(first)
    return ruler > 64 && first.width + ruler > width ? at(ruler) : first
  }, [trace, nodes, allNodes, mode, filter, witness, faults, track, width, level])

  const row = useMemo(() => rowIndex(picture, trace, place), [picture, trace, place])
  const current = picture.rows[row]
  const last = lastEventAt(picture, trace, row)
  const states = useMemo(() => statesAt(trace, allNodes, last ?? -1), [trace, allNodes, last])
  const focus = hovered ?? (coneKept ? current?.events.at(-1) : undefined)
  const lit = useMemo(() => (focus === undefined ? undefined : cone(trace, focus)), [trace, focus])

  const goTo = (index: number) => {
    const target = picture.rows[Math.max(0, Math.min(picture.rows.length - 1, index))]
    const event = target?.events.at(-1)
    if (event !== undefined) setPlace({ event })
    else if (target?.fault !== undefined) setPlace({ fault: target.fault })
  }
  return {
    picture,
    allNodes,
    faults,
    trace,
    mode,
    setMode,
    filter,
    setFilter,
    tracks,
    track,
    setTrack,
    canZoomIn: level < steps.length - 1,
    canZoomOut: level > 0,
    zoomBy: (by: 1 | -1) => setZoom(Math.max(0, Math.min(steps.length - 1, level + by))),
    row,
    cursor: last,
    events: eventsOf(current, trace),
    fault: faults.find((f) => f.id === current?.fault),
    states,
    goTo,
    goToEvent: (event: EventId) => setPlace({ event }),
    goToLandmark: (what: Landmark, step: 1 | -1) => goTo(nextLandmark(picture, trace, row, what, step)),
    lit,
    setHovered,
    coneKept,
    setConeKept,
  }
}

export type SpaceTimeModel = ReturnType<typeof useSpaceTime>

function rowIndex(l: Layout, trace: Trace, place: Place): number {
  if ('event' in place) return rowOf(l, trace, place.event)
  const i = l.rows.findIndex((r) => r.fault === place.fault)
  return Math.max(0, i)
}

function eventsOf(row: Row | undefined, trace: Trace): readonly TraceEvent[] {
  const g = causality(trace)
  return (row?.events ?? []).flatMap((id) => trace[g.indexOf(id)] ?? [])
}
