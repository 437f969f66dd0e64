import type { EventId, Ms } from '../../sim/index.ts'

/**
 * What a pattern looks like at one moment of a run, as data. Each kind has one drawing and one text form, both made from
 * nothing but this, so they cannot tell different stories.
 */
export type Picture = Timeline | Plot | Grid | Ring | Sets | Levels | Stacks | Tree

interface Titled {
  /** What the picture shows, as a noun phrase: 'The breaker and the calls'. */
  readonly title: string
}

/** 'fault' is for what breaks the property and nothing else. */
export type Accent = 'fault'

/** States and spans of several things over time: breaker ribbon, leases, saga steps, a history of operations. */
export interface Timeline extends Titled {
  readonly kind: 'timeline'
  readonly fromMs: Ms
  readonly toMs: Ms
  readonly rows: readonly TimelineRow[]
  /** Instants that concern all rows. */
  readonly instants?: readonly { readonly atMs: Ms; readonly text: string; readonly accent?: Accent }[]
}

export interface TimelineRow {
  readonly name: string
  /** In a row of their own when they overlap in time. */
  readonly bars: readonly Bar[]
  readonly ticks?: readonly TimelineTick[]
}

export interface Bar {
  readonly fromMs: Ms
  readonly toMs: Ms
  readonly text: string
  /** Told apart by shape: full, outlined, a thin line, outlined with dashes, hatched. */
  readonly look: 'solid' | 'open' | 'thin' | 'dashed' | 'hatched'
  /** Colour of this lane; ink without. */
  readonly lane?: number
  readonly accent?: Accent
  readonly event?: EventId
  /** Not over yet, or its end is unknown. */
  readonly openEnded?: boolean
}

export interface TimelineTick {
  readonly atMs: Ms
  readonly text: string
  readonly look: 'full' | 'hollow' | 'cross'
  readonly accent?: Accent
  readonly event?: EventId
}

/** One number over time against its limit, from a real zero: tokens in a bucket, length of a queue. */
export interface Plot extends Titled {
  readonly kind: 'plot'
  readonly fromMs: Ms
  readonly toMs: Ms
  readonly unit: string
  readonly limit: { readonly value: number; readonly text: string }
  /** Joined by straight lines; two points at one instant are a step. */
  readonly points: readonly { readonly atMs: Ms; readonly value: number; readonly event?: EventId }[]
  readonly ticks?: readonly TimelineTick[]
}

/** Rows of cells: replicated logs, with a colour per term. */
export interface Grid extends Titled {
  readonly kind: 'grid'
  readonly columns: readonly string[]
  readonly rows: readonly GridRow[]
  /** What a cell's group is called: 'term'. */
  readonly group: string
}

export interface GridRow {
  readonly name: string
  /** 'leader, term 3' */
  readonly about: string
  readonly cells: readonly (GridCell | null)[]
  /** Cells before this column are settled: committed, acknowledged. */
  readonly settled?: number
  readonly event?: EventId
}

export interface GridCell {
  readonly text: string
  readonly group: number
  readonly accent?: Accent
}

/** A hash ring: tokens own the arc that ends at them, clockwise. */
export interface Ring extends Titled {
  readonly kind: 'ring'
  /** Positions run from 0 to size - 1. */
  readonly size: number
  readonly owners: readonly {
    readonly name: string
    readonly lane: number
    readonly tokens: readonly number[]
  }[]
  readonly keys: readonly {
    readonly name: string
    readonly at: number
    readonly owner: string
    /** Owner before the last change of the ring. */
    readonly movedFrom?: string
    readonly event?: EventId
  }[]
}

/** Sets of nodes and what they share: quorums. */
export interface Sets extends Titled {
  readonly kind: 'sets'
  readonly members: readonly {
    readonly name: string
    readonly about: string
    readonly up: boolean
    /** Its lane in the diagram, whose colour and shape it has; without, its place among the members. */
    readonly lane?: number
  }[]
  readonly sets: readonly {
    readonly name: string
    readonly members: readonly string[]
    readonly accent?: Accent
    readonly event?: EventId
  }[]
}

/** Sorted tables in levels, each over a range of keys: an LSM tree. */
export interface Levels extends Titled {
  readonly kind: 'levels'
  readonly levels: readonly {
    readonly name: string
    /** 'at most 2 tables' */
    readonly about?: string
    readonly tables: readonly {
      readonly name: string
      /** Smallest and largest key, inclusive. */
      readonly from: string
      readonly to: string
      readonly entries: number
      readonly event?: EventId
    }[]
  }[]
}

/** A tree over numbered leaves: a hash tree, what of it was computed, sent or asked for. */
export interface Tree extends Titled {
  readonly kind: 'tree'
  /** Leaves under the root, numbered from 0. */
  readonly leaves: number
  /** Names of the rows from the root down. */
  readonly levels: readonly string[]
  readonly parts: readonly {
    /** The subtree covers `size` leaves from this one on. */
    readonly from: number
    readonly size: number
    /** Row, 0 is the root's. */
    readonly depth: number
    readonly text: string
    /** Stands in the drawing where `text` does not fit. */
    readonly short?: string
    readonly look: 'solid' | 'open' | 'dashed'
    readonly lane?: number
    readonly accent?: Accent
    readonly event?: EventId
  }[]
  /** Sets the leaves before this one apart. */
  readonly mark?: { readonly before: number; readonly text: string }
}

/** Queues with what waits in them, the next to leave at the bottom. */
export interface Stacks extends Titled {
  readonly kind: 'stacks'
  readonly stacks: readonly {
    readonly name: string
    readonly capacity?: number
    /** Next to leave first. */
    readonly items: readonly { readonly text: string; readonly busy?: boolean; readonly event?: EventId }[]
    /** Turned away so far. */
    readonly refused?: number
  }[]
}
