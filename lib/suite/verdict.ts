/** What a learner is told about one submission. Data only: it is stored, sent and replayed as JSON. */
import type { EventId, FaultOp, Json, Ms, TraceEvent } from '../sim/index.ts'

export type Verdict = Passed | Failed | Rejected | Exceeded | OurFault
export type Outcome = Verdict['outcome']

export interface Cost {
  /** Property id. */
  readonly property: string
  readonly sentence: string
  readonly value: number
  readonly max: number
  /** 'messages per op', 'ms', 'saves', … */
  readonly unit: string
  /** Up to the first three stars, up to the second two: the author's lines, or those that the reference draws. */
  readonly starsAt?: readonly [three: number, two: number]
  /** What the reference solution costs. */
  readonly reference?: number
  /** Only of what passed the hidden suite. */
  readonly stars?: 1 | 2 | 3
  /** What the next star asks for: '3 from 0.50 down'. With fewer than three. */
  readonly nextStar?: string
}

/** Of an inverse exercise: what the learner's faults brought to light. */
export interface Mutants {
  readonly killed: number
  readonly of: number
  readonly needed: number
  /** The most faults that one run used. */
  readonly faults: number
  readonly results: readonly MutantResult[]
}

export interface MutantResult {
  readonly id: string
  readonly title: string
  /** Absent when it survived every schedule. */
  readonly kill?: Counterexample
}

/** A failing run, shrunk, and all that is needed to draw and to replay it. */
export interface Counterexample {
  readonly property: string
  readonly sentence: string
  readonly because: string
  readonly expected: Json
  readonly got: Json
  readonly at: EventId
  readonly witness: readonly EventId[]
  /** '<mutant>/<scenario>#<n>' */
  readonly seed: string
  readonly faults: readonly FaultOp[]
  readonly shrunk: { readonly events: readonly [number, number]; readonly faults: readonly [number, number] }
  readonly trace: readonly TraceEvent[]
  readonly nodes: readonly string[]
}

export interface Orders {
  readonly played: number
  readonly complete: boolean
}

export interface Passed {
  readonly outcome: 'passed'
  /** Schedules explored. */
  readonly seeds: number
  /** Of those, how many the suite added because its own had not shown all it wants to see. Absent for none. */
  readonly further?: number
  readonly events: number
  /** How often each `sometimes` fired, by its name. */
  readonly sometimes: Readonly<Record<string, number>>
  /** What was survived, by fault kind: { crash: 117, partition: 88 }. */
  readonly survived: Readonly<Record<string, number>>
  readonly costs: readonly Cost[]
  /** Of each exhaustive scenario: the delivery orders played, and whether there are no others. */
  readonly orders?: Readonly<Record<string, Orders>>
  /** Inverse exercises only. */
  readonly mutants?: Mutants
  /** Replays only: the run itself, for comparison with the one that failed. Without timers and console. */
  readonly run?: { readonly trace: readonly TraceEvent[]; readonly nodes: readonly string[] }
  /** Present when asked for: equal in every host for the same code and suite. */
  readonly fingerprint?: string
  readonly ms: Ms
}

export interface Failed {
  readonly outcome: 'failed'
  readonly kind: 'safety' | 'liveness' | 'history' | 'cost' | 'threw' | 'survived'
  /** Property id. */
  readonly property: string
  /** The property as a sentence. */
  readonly sentence: string
  /** The two events in conflict, in words. */
  readonly because: string
  readonly expected: Json
  readonly got: Json
  readonly at: EventId
  readonly witness: readonly EventId[]
  /** '<scenario>#<n>': replays the run together with `faults`. */
  readonly seed: string
  readonly scenario: string
  readonly faults: readonly FaultOp[]
  /** [shown, found]: the shown counterexample and the run in which it was found. */
  readonly shrunk: { readonly events: readonly [number, number]; readonly faults: readonly [number, number] }
  /** The counterexample only: causal past of the witness, ids renumbered from 0. */
  readonly trace: readonly TraceEvent[]
  readonly nodes: readonly string[]
  readonly hint?: string
  /** Inverse exercises only; of kind 'survived' the failing run itself is empty. */
  readonly mutants?: Mutants
  readonly seeds: number
  readonly events: number
  readonly console: readonly ConsoleLine[]
  readonly ms: Ms
  /** Of `ms`, what it took to rerun, shrink and explain the failure. Present when asked for. */
  readonly shrinkMs?: Ms
}

export interface ConsoleLine {
  readonly at: Ms
  readonly node: string
  readonly level: string
  readonly text: string
  readonly line?: number
}

export interface Rejected {
  readonly outcome: 'rejected'
  readonly reason: 'compile' | 'no-export' | 'too-large'
  /** 1-based. */
  readonly line?: number
  readonly column?: number
  readonly message: string
}

export interface Exceeded {
  readonly outcome: 'exceeded'
  readonly limit: 'time' | 'memory' | 'events' | 'output'
  readonly message: string
  readonly seed?: string
  readonly ms: Ms
}

/** Never counts as an attempt. */
export interface OurFault {
  readonly outcome: 'our-fault'
  readonly kind: 'vacuous' | 'nondeterministic' | 'undecided' | 'crashed'
  readonly message: string
  /** Vacuous: the situations that no schedule showed. For authors: the names of a hidden suite are not a learner's. */
  readonly unseen?: readonly string[]
  readonly seed?: string
  readonly ms: Ms
}
