import type { EventId, FaultOp, NodeId, Trace, TraceEvent } from '../sim/index.ts'

import { bareReceptions, causedBy, defaultFilter, isVisible, lasting } from './filter.ts'
import type { Lane, Layout, LayoutOptions, Mark, TimerArc } from './geometry.ts'
import { placeLabels } from './labels.ts'
import { operationsOf, segmentsOf, shadesOf } from './lanes.ts'
import { messagesOf } from './messages.ts'
import { notesOf } from './notes.ts'
import { arrange, type Rows } from './rows.ts'
import { trackable, tracksOf } from './tracks.ts'
import { wishesOf } from './wishes.ts'

/**
 * A trace as geometry: pure, deterministic, finite numbers only. Works for any trace: slices whose sends are missing, unknown nodes,
 * instants out of order. O(events · log events).
 */
export function layout(trace: Trace, options: LayoutOptions = {}): Layout {
  const { mode = 'rows', filter = defaultFilter, witness = [], faults = [] } = options
  const { laneGap = 128, rowHeight = 26, margin = 0 } = options
  const gutter = options.gutter ?? Math.round(laneGap * 0.66)
  const numbers = witnessNumbers(trace, witness)
  const hidden = filter.hiddenNodes
  const nodes = laneOrder(trace, options.nodes ?? []).filter((n) => !hidden.includes(n))
  const lanes: Lane[] = nodes.map((node, index) => ({ node, index, x: gutter + index * laneGap }))
  const marginX = 2 * gutter + Math.max(0, lanes.length - 1) * laneGap
  const laneOf = new Map(lanes.map((l) => [l.node, l]))
  const always = new Set([...numbers.keys(), ...trace.filter((e) => e.kind === 'violation').map((e) => e.id)])
  const bare = bareReceptions(trace, filter)
  const related = causedBy(trace, filter)
  const events = trace.filter(
    (e) =>
      (e.node === '*' || laneOf.has(e.node)) &&
      isVisible(e, filter, always) &&
      (related === undefined || related.has(e.id)) &&
      (!bare.has(e.id) || always.has(e.id)),
  )
  const silent = filter.hiddenGroups.includes('faults') ? [] : untold(trace, faults, hidden)

  const rows = arrange(events, silent, new Set(numbers.keys()), { mode, rowHeight, zoom: options.zoom ?? 1 })
  const frame = { trace, faults, rows, lanes, top: 4, bottom: rows.height - 10 }
  const messages = messagesOf({ trace, events, faults, lanes, rows, numbers })
  const marks = marksOf(events, rows, laneOf, numbers, marginX)
  const shades = shadesOf(frame)
  const track = options.track === undefined ? trackable(trace)[0] : (options.track ?? undefined)
  const tracks = track === undefined ? [] : tracksOf(trace, track, lanes, rows, frame.bottom)
  const labels = placeLabels(
    wishesOf({
      hasMargin: margin >= 120,
      events,
      rows,
      marks,
      messages,
      laneGap,
      gutter,
      lanes,
      marginX,
      silent,
      shades,
      tracks,
    }),
  )
  return {
    mode,
    width: marginX + margin,
    height: rows.height,
    marginX,
    rowHeight,
    lanes,
    rows: rows.rows,
    marks,
    messages,
    segments: segmentsOf(frame),
    shades,
    operations: operationsOf(frame),
    tracks,
    timers: timersOf(events, rows, laneOf),
    labels,
    notes: margin >= 120 ? notesOf({ trace, events, rows, messages, numbers, silent, margin, mode }) : [],
    ticks: rows.ticks,
    breaks: rows.breaks,
  }
}

/** Named nodes first, then all others of the trace in order of appearance; the network as a whole has no lane. */
export function laneOrder(trace: Trace, nodes: readonly NodeId[] = []): readonly NodeId[] {
  const all = new Set(nodes)
  for (const e of trace) all.add(e.node)
  all.delete('*')
  return [...all]
}

/** Numbers from 1 in trace order; ids that are not in the trace are ignored. */
function witnessNumbers(trace: Trace, witness: readonly EventId[]): ReadonlyMap<EventId, number> {
  const wanted = new Set(witness)
  return new Map(trace.filter((e) => wanted.has(e.id)).map((e, i) => [e.id, i + 1]))
}

/** Faults that act on a shown node and of which the (sliced) trace has no event: they get a row of their own. */
function untold(trace: Trace, faults: readonly FaultOp[], hidden: readonly NodeId[]): readonly FaultOp[] {
  const told = new Set(trace.map((e) => e.fault))
  const begin = trace[0]?.at
  if (begin === undefined) return []
  return faults.filter(
    (f) => lasting.has(f.op) && !told.has(f.id) && !('node' in f && hidden.includes(f.node)),
  )
}

function marksOf(
  events: readonly TraceEvent[],
  rows: Rows,
  laneOf: ReadonlyMap<NodeId, Lane>,
  numbers: ReadonlyMap<EventId, number>,
  width: number,
): Mark[] {
  return events.map((e) => {
    const lane = laneOf.get(e.node)
    const tilt = tiltOf(e)
    return {
      id: e.id,
      kind: e.kind,
      under: rows.isUnder(e.id),
      x: lane?.x ?? width / 2,
      y: rows.yOf(e.id) as number,
      lane: lane?.index ?? -1,
      witness: numbers.get(e.id) ?? 0,
      ...(tilt === undefined ? {} : { tilt }),
    }
  })
}

function tiltOf(e: TraceEvent): -1 | 1 | undefined {
  if (typeof e.data !== 'number' || (e.kind !== 'skew' && e.kind !== 'drift')) return undefined
  const by = e.kind === 'skew' ? e.data : e.data - 1
  return by === 0 ? undefined : by > 0 ? 1 : -1
}

function timersOf(events: readonly TraceEvent[], rows: Rows, laneOf: ReadonlyMap<NodeId, Lane>): TimerArc[] {
  const set = new Map(events.filter((e) => e.kind === 'timer-set').map((e) => [e.id, e]))
  return events.flatMap((e) => {
    const from = e.kind === 'timer-fire' && e.cause !== undefined ? set.get(e.cause) : undefined
    const lane = laneOf.get(e.node)
    if (!from || !lane || from.node !== e.node) return []
    return [
      {
        key: `t${e.id}`,
        from: from.id,
        to: e.id,
        x: lane.x,
        y1: rows.yOf(from.id) as number,
        y2: rows.yOf(e.id) as number,
      },
    ]
  })
}
