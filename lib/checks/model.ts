/** A sequential object, as the linearizability checker sees it. */
import type { Json, NodeId } from '../sim/index.ts'
import type { Outcome } from './history.ts'

/** What one operation means to the model. An exercise maps its own message types to calls. */
export interface Call {
  /** The model's name of the operation: 'read', 'write', … */
  readonly f: string
  readonly in?: Json
  /** The answer. Only looked at when the operation's outcome is `ok`; absent then means null. */
  readonly out?: Json
  /** Histories are checked key by key. Only for models in which keys do not touch each other. */
  readonly key?: string
  /**
   * Overrides the recorded outcome: for services that say "refused" for something that did happen, as a
   * compare-and-set whose comparison was observed to be false.
   */
  readonly outcome?: Outcome
}

/** As `next` gets it: `out` is undefined when nobody knows the answer, `by` is the client. */
export interface Step {
  readonly f: string
  readonly in: Json
  readonly out: Json | undefined
  readonly by: NodeId
}

export interface Model {
  readonly name: string
  readonly init: Json
  /**
   * Every state that the object may be in after this step, given the answer. Several only where the object itself
   * has a choice. Empty: it cannot have answered so from this state. States are values: never change one in place.
   */
  next(state: Json, step: Step): readonly Json[]
  /**
   * What the step, with this answer, does to the state: 'none' never changes it, 'blind' sets it whatever it was.
   * Only saves the search work; the default is to ask `next`.
   */
  effect?(step: Step): 'none' | 'blind' | 'depends'
  /** True when equal calls of different clients are different things (locks). */
  readonly perClient?: boolean
  /** Past tense, after the client's name: 'wrote 2', 'read 1'. Without an answer: 'wrote 2 (unanswered)'. */
  say(step: Step): string
  /** Answers that `asked` might have had, given the others: tried one by one to say what would have been right. */
  answers?(others: readonly Step[], asked: Step): readonly Json[]
}

export const unanswered = (step: Step): string => (step.out === undefined ? ' (unanswered)' : '')

export function unknownCall(model: string, f: string, known: readonly string[]): never {
  throw new Error(
    `The ${model} model got a call "${f}"; it knows ${known.join(', ')}. Map the operation to one of these.`,
  )
}
