import type { EventId, EventKind, FaultOp, Ms, NodeId } from '../sim/index.ts'
import type { Filter } from './filter.ts'

/** All lengths in CSS pixels; x grows to the right, y downwards with time. */
export interface LayoutOptions {
  /** Lanes from left to right. Nodes of the trace that are not named follow in order of appearance. */
  readonly nodes?: readonly NodeId[]
  /** 'rows': one row per event. 'time': y is true time. */
  readonly mode?: 'rows' | 'time'
  readonly filter?: Filter
  /** The events in conflict; numbered from 1 in trace order. */
  readonly witness?: readonly EventId[]
  /** Faults of the run: adds those whose own events were sliced away, and the lengths of delays. */
  readonly faults?: readonly FaultOp[]
  /** The key of `ctx.view` to draw along the lanes; null: none; default: the first that `trackable` finds. */
  readonly track?: string | null
  readonly laneGap?: number
  readonly rowHeight?: number
  /** Stretches 'time'; at 1 the picture is about as high as with rows. */
  readonly zoom?: number
  /** Room for labels left of the first lane and right of the last. */
  readonly gutter?: number
  /** Width of the margin for notes at the right; 0 leaves them out. */
  readonly margin?: number
}

export interface Lane {
  readonly node: NodeId
  readonly index: number
  readonly x: number
}

export interface Row {
  readonly y: number
  readonly at: Ms
  /** Usually one; nodes that boot at the same instant share a row. Empty for a fault that has no event of its own. */
  readonly events: readonly EventId[]
  readonly fault?: string
}

export interface Mark {
  readonly id: EventId
  readonly kind: EventKind
  readonly x: number
  readonly y: number
  /** -1 for events of the network as a whole. */
  readonly lane: number
  /** 1, 2, … for the witness; 0 for all others. */
  readonly witness: number
  /** Shares its place with a weightier event of the same step, which is drawn instead. */
  readonly under: boolean
  /** Sign of a clock jump or of a drift. */
  readonly tilt?: -1 | 1
}

/**
 * 'delivered' | 'dropped' | 'duplicate' join two events. 'from-outside' ends at an event whose origin is not in the
 * picture, 'to-outside' begins at a send whose arrival is not.
 */
export type MessageStyle = 'delivered' | 'dropped' | 'duplicate' | 'from-outside' | 'to-outside'

export interface Message {
  readonly key: string
  readonly style: MessageStyle
  readonly from: EventId | undefined
  readonly to: EventId | undefined
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  readonly type: string
  /** On a causal path between two witness events. */
  readonly witness: boolean
  /** Longer than the calm network would have taken, by this much. */
  readonly delayMs?: Ms
}

export interface Segment {
  readonly lane: number
  readonly y1: number
  readonly y2: number
  readonly status: 'up' | 'paused' | 'crashed'
}

export interface Shade {
  readonly key: string
  readonly kind: 'partition' | 'cut'
  readonly x1: number
  readonly x2: number
  readonly y1: number
  readonly y2: number
  readonly fault?: string
  /** Direction of a one-way cut. */
  readonly towards?: 'left' | 'right'
  /** The fault lasts beyond what the picture shows. */
  readonly open: boolean
}

/** A client's operation from its call to its end. */
export interface Operation {
  readonly key: string
  readonly lane: number
  readonly x: number
  readonly y1: number
  readonly y2: number
  readonly from: EventId
  readonly to: EventId | undefined
  readonly outcome: 'ok' | 'fail' | 'info' | 'pending'
}

/** What a node says about itself for a while: 'L1', 'leader', 'open'. */
export interface Track {
  readonly key: string
  /** The view that began it. */
  readonly id: EventId
  readonly lane: number
  readonly x: number
  readonly y1: number
  readonly y2: number
  readonly text: string
}

export interface TimerArc {
  readonly key: string
  readonly from: EventId
  readonly to: EventId
  readonly x: number
  readonly y1: number
  readonly y2: number
}

export type Tone = 'ink' | 'muted' | 'fault'

export interface Label {
  readonly key: string
  readonly id: EventId | undefined
  /** x of the anchor point, y of the row's middle. */
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly text: string
  readonly tone: Tone
  /** Names a state rather than an event. */
  readonly strong: boolean
  readonly width: number
}

/** A line in the margin: what a reader should notice in this row. */
export interface MarginNote {
  readonly key: string
  readonly id: EventId | undefined
  readonly y: number
  /** One line, or two where the row below has no note. */
  readonly lines: readonly string[]
  readonly witness: number
  readonly tone: Tone
}

export interface Tick {
  readonly y: number
  readonly text: string
}

/** Time passes here without events: '+1,880 ms'. */
export interface Break {
  readonly y: number
  readonly ms: Ms
}

export interface Layout {
  readonly mode: 'rows' | 'time'
  readonly width: number
  readonly height: number
  /** x where the lanes' area ends and the margin begins. */
  readonly marginX: number
  readonly rowHeight: number
  readonly lanes: readonly Lane[]
  readonly rows: readonly Row[]
  readonly marks: readonly Mark[]
  readonly messages: readonly Message[]
  readonly segments: readonly Segment[]
  readonly shades: readonly Shade[]
  readonly operations: readonly Operation[]
  readonly tracks: readonly Track[]
  readonly timers: readonly TimerArc[]
  readonly labels: readonly Label[]
  readonly notes: readonly MarginNote[]
  readonly ticks: readonly Tick[]
  readonly breaks: readonly Break[]
}

/** Width of one character of the label font (13 px monospace, advance 0.6 em). */
export const charPx = 7.8
export const labelHeight = 15
export const markRadius = 4
