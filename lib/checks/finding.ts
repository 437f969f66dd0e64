/** What a checker says, in the shape that the suite language takes. */
import type { Json, Trace } from '../sim/index.ts'

/** Structurally the suite's Finding: this module may not import the suite. */
export interface Finding {
  readonly because: string
  readonly expected: Json
  readonly got: Json
  /** Trace event ids, ascending. */
  readonly witness: readonly number[]
}

/** Fits `sc.check(property, check)`: all that a checker reads of the world is its trace. */
export type Check = (w: { readonly trace: Trace }) => Finding | undefined

/** A checker ran out of steps: nobody knows whether the history is good. Our fault, never the learner's. */
export class Undecided extends Error {
  readonly code = 'undecided'
  readonly steps: number
  constructor(steps: number) {
    super(
      `The checker looked at ${steps} steps of this history without an answer. Raise its step budget, split the history by key, or let clients do fewer operations at once.`,
    )
    this.name = 'Undecided'
    this.steps = steps
  }
}

export const witness = (...ids: readonly (number | undefined)[]): number[] =>
  [...new Set(ids.filter((id) => id !== undefined))].sort((a, b) => a - b)
