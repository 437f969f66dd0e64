/**
 * Faults as data. A run records every fault that it injected as a FaultOp; a run given FaultOps injects exactly those.
 * Intervals are one op (`at` … `until`), so deleting an op never leaves a half: that is what makes shrinking simple.
 */
import type { Ms, NodeId } from './trace.ts'

interface During {
  /** Stable id within a run: 'f1', 'f2', … */
  readonly id: string
  readonly at: Ms
}

export type FaultOp =
  /** Nodes in different groups cannot talk; a node in no group talks to all. */
  | (During & {
      readonly op: 'partition'
      readonly groups: readonly (readonly NodeId[])[]
      readonly until: Ms
    })
  /** One-way: what `from` sends does not reach `to`. */
  | (During & { readonly op: 'cut'; readonly from: NodeId; readonly to: NodeId; readonly until: Ms })
  /** The node runs nothing; deliveries and overdue timers wait for the resume. */
  | (During & { readonly op: 'pause'; readonly node: NodeId; readonly until: Ms })
  /**
   * What would arrive between `at` and `until` waits, and arrives at `until` in one burst, in the order in which it would
   * have come. '*' stands for every node. Source: FoundationDB's clogging (Zhou et al., SIGMOD 2021).
   */
  | (During & {
      readonly op: 'clog'
      readonly from: NodeId | '*'
      readonly to: NodeId | '*'
      readonly until: Ms
    })
  /** Every handler and timer takes `handlerMs`; what comes meanwhile queues. The node acts at the end of each. */
  | (During & { readonly op: 'slow'; readonly node: NodeId; readonly handlerMs: Ms; readonly until: Ms })
  /** RAM and unsynced bytes are gone; restarts at `until` (null: never). Torn: a part of the unsynced bytes survives. */
  | (During & {
      readonly op: 'crash'
      readonly node: NodeId
      readonly until: Ms | null
      readonly torn?: boolean
      /** The disk is replaced by an empty one: also what was saved and synced is gone. */
      readonly wipe?: boolean
    })
  /** A supplied service is switched off: it answers nothing, or refuses every request for `refuse`. */
  | (During & { readonly op: 'off'; readonly node: NodeId; readonly until: Ms; readonly refuse?: string })
  /** What would make the node's files grow by more than `freeBytes` in all rejects with ENOSPC; `save` still works. */
  | (During & {
      readonly op: 'disk-full'
      readonly node: NodeId
      readonly freeBytes: number
      readonly until: Ms
    })
  /**
   * Every fsync rejects with EIO, and the bytes that it should have written are never written: the page cache counts them
   * as clean. Reads still show them, a later fsync succeeds without them, a crash reveals it (ext4, XFS). With `reverts`
   * reads show the old contents at once (Btrfs). Source: Rebello et al., "Can Applications Recover from fsync
   * Failures?" (ATC 2020).
   */
  | (During & {
      readonly op: 'fsync-fail'
      readonly node: NodeId
      readonly until: Ms
      readonly reverts?: boolean
    })
  /** Every fsync takes `extraMs` longer. */
  | (During & { readonly op: 'fsync-slow'; readonly node: NodeId; readonly extraMs: Ms; readonly until: Ms })
  /** One bit of a synced byte changes, at rest. A file that is shorter is left alone. */
  | (During & {
      readonly op: 'bit-flip'
      readonly node: NodeId
      readonly file: string
      readonly byte: number
      readonly bit: number
    })
  /** The wall clock jumps by `byMs`. */
  | (During & { readonly op: 'skew'; readonly node: NodeId; readonly byMs: Ms })
  /** From `at` on, the node's mono clock runs at `rate` (1 = true time). */
  | (During & { readonly op: 'drift'; readonly node: NodeId; readonly rate: number })
  /** The n-th message (0-based) on the link is lost. */
  | (During & { readonly op: 'drop'; readonly from: NodeId; readonly to: NodeId; readonly n: number })
  /** … arrives a second time, `delayMs` after the first. */
  | (During & {
      readonly op: 'dup'
      readonly from: NodeId
      readonly to: NodeId
      readonly n: number
      readonly delayMs: Ms
    })
  /** … takes `extraMs` longer than the calm network would: this is also what reorders. */
  | (During & {
      readonly op: 'delay'
      readonly from: NodeId
      readonly to: NodeId
      readonly n: number
      readonly extraMs: Ms
    })

export type FaultKind = FaultOp['op']

/**
 * One-way delay in whole ms: a uniform range, both ends inclusive ([5, 5] is fixed), or a table of shares (in percent,
 * together 100) with a range each, which is how a heavy tail is written.
 */
export type Latency = readonly [number, number] | readonly LatencyShare[]
export interface LatencyShare {
  readonly pct: number
  readonly ms: readonly [number, number]
}

/** What the network does to messages by itself until the heal. Probabilities are per message, in percent (integers). */
export interface NetworkProfile {
  /** One-way delay of a calm network. Also holds after the heal. */
  readonly latencyMs: Latency
  /** Links that differ: regions far apart, a slow path one way. The first that fits counts. */
  readonly links?: readonly LinkLatency[]
  /** Delay under stress, inclusive; the excess over the calm delay is recorded as a 'delay' fault. */
  readonly stressMs?: readonly [number, number]
  /** Share of messages that get a stress delay. */
  readonly stressPct?: number
  readonly lossPct?: number
  readonly dupPct?: number
}

export interface LinkLatency {
  /** Both directions, unless `oneWay`: then from the first to the second. Groups of nodes stand for every pair. */
  readonly between: readonly [NodeId | readonly NodeId[], NodeId | readonly NodeId[]]
  readonly oneWay?: boolean
  readonly latencyMs: Latency
}

export const calmNetwork: NetworkProfile = { latencyMs: [1, 5] }
/** Most messages are fast, one in a hundred takes 100 times as long: what an average hides. */
export const heavyTailNetwork: NetworkProfile = {
  latencyMs: [
    { pct: 90, ms: [1, 5] },
    { pct: 9, ms: [10, 50] },
    { pct: 1, ms: [200, 500] },
  ],
}
export const stormyNetwork: NetworkProfile = {
  latencyMs: [1, 20],
  stressMs: [20, 200],
  stressPct: 20,
  lossPct: 5,
  dupPct: 5,
}
export const radioactiveNetwork: NetworkProfile = {
  latencyMs: [1, 20],
  stressMs: [20, 400],
  stressPct: 40,
  lossPct: 10,
  dupPct: 10,
}
