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
  /** RAM and unsynced bytes are gone; restarts at `until` (Infinity: never). */
  | (During & { readonly op: 'crash'; readonly node: NodeId; readonly until: Ms; readonly torn?: boolean })
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

/** What the network does to messages by itself until the heal. Probabilities are per message, in percent (integers). */
export interface NetworkProfile {
  /** One-way delay of a calm network, inclusive range in whole ms. Also holds after the heal. */
  readonly latencyMs: readonly [number, number]
  /** Delay under stress, inclusive; the excess over the calm delay is recorded as a 'delay' fault. */
  readonly stressMs?: readonly [number, number]
  /** Share of messages that get a stress delay. */
  readonly stressPct?: number
  readonly lossPct?: number
  readonly dupPct?: number
}

export const calmNetwork: NetworkProfile = { latencyMs: [1, 5] }
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
