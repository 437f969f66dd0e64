/** Linearizability: could one object, doing one thing at a time, have given these answers? */
import type { EventId, Json } from '../sim/index.ts'
import { explain } from './explain.ts'
import { type Check, Undecided } from './finding.ts'
import { history, type Operation } from './history.ts'
import type { Call, Model, Step } from './model.ts'
import { type Item, type Search, search } from './search.ts'

/** Maps an operation to what it means to the model; undefined leaves it out of the check. */
export type Mapping = (o: Operation) => Call | undefined

export interface LinearizableOptions {
  /** By message type; operations of other types are left out. */
  readonly ops: { readonly [type: string]: Mapping }
  readonly keep?: (o: Operation) => boolean
  /** Questions to the model over all keys before the answer is "undecided". Default 1,000,000. */
  readonly maxSteps?: number
}

export interface Linearizable {
  readonly ok: true
  /** Operation numbers in an order that explains every answer, by key ('' for calls without one). */
  readonly linearization: ReadonlyMap<string, readonly number[]>
  readonly steps: number
}

export interface NotLinearizable {
  readonly ok: false
  readonly key: string
  /** The event at which the first answer came that the search found no order for. */
  readonly blockedAt: EventId
  /** Operation numbers: an order for all that had returned before `blockedAt`. */
  readonly prefix: readonly number[]
  /** A minimal set in conflict: could any one of them be left out, the rest would have an order. By time of invocation. */
  readonly conflict: readonly Operation[]
  readonly because: string
  readonly expected: Json
  readonly got: Json
  readonly witness: readonly number[]
  readonly steps: number
}

export interface UndecidedResult {
  readonly ok: 'undecided'
  readonly steps: number
}

export type LinearizabilityResult = Linearizable | NotLinearizable | UndecidedResult

/** One key's part of a history, in order of invocation. */
export interface Partition {
  readonly key: string
  readonly items: readonly Item[]
  readonly operations: readonly Operation[]
}

const firstRound = 64
const growth = 4
export const defaultMaxSteps = 1_000_000

/**
 * A check for `sc.check`: `sc.check(p, linearizable(register(), { ops: { get: (o) => ({ f: 'read', out: o.result }), … } }))`.
 * Throws Undecided when the steps run out.
 */
export function linearizable(model: Model, options: LinearizableOptions): Check {
  return ({ trace }) => {
    const result = checkLinearizable(model, history(trace, options.keep), options)
    if (result.ok === 'undecided') throw new Undecided(result.steps)
    if (result.ok) return undefined
    const { because, expected, got, witness } = result
    return { because, expected, got, witness }
  }
}

/** The same on operations, with all that was found out. Pure: the same operations give the same result in every host. */
export function checkLinearizable(
  model: Model,
  operations: readonly Operation[],
  options: LinearizableOptions,
): LinearizabilityResult {
  const parts = partition(operations, options.ops)
  const maxSteps = options.maxSteps ?? defaultMaxSteps
  const searches = parts.map((part) => search(model, part.items))
  const decided = dovetail(searches, maxSteps)
  const steps = searches.reduce((sum, s) => sum + s.steps, 0)
  if (decided === 'undecided') return { ok: 'undecided', steps }
  if (decided === 'ok') {
    const orders = parts.map((part, i) => [part.key, opsOf(part, searches[i]!.order())] as const)
    return { ok: true, linearization: new Map(orders), steps }
  }
  const part = parts[decided]!
  return { ok: false, key: part.key, ...explain(model, part, searches[decided]!), steps }
}

/**
 * Gives every undecided partition a few steps, then four times as many, and so on: one monstrous partition cannot
 * hide the small one that is plainly wrong. Returns the index of the first bad one.
 */
function dovetail(searches: readonly Search[], maxSteps: number): 'ok' | 'undecided' | number {
  let open = searches.map((_, i) => i)
  let spent = 0
  for (let round = firstRound; open.length > 0; round *= growth) {
    const still: number[] = []
    for (const i of open) {
      const s = searches[i]!
      const before = s.steps
      const state = s.run(Math.min(round, before + maxSteps - spent))
      spent += s.steps - before
      if (state === 'bad') return i
      if (state === 'more') still.push(i)
    }
    open = still
    if (open.length > 0 && spent >= maxSteps) return 'undecided'
  }
  return 'ok'
}

/** The part of the history that each key has, without what failed or is left out. */
export function partition(operations: readonly Operation[], ops: LinearizableOptions['ops']): Partition[] {
  const parts = new Map<string, { items: Item[]; operations: Operation[] }>()
  for (const o of operations) {
    if (!Object.hasOwn(ops, o.type)) continue
    const call = ops[o.type]!(o)
    if (call === undefined) continue
    const outcome = call.outcome ?? o.outcome
    if (outcome === 'fail') continue
    const key = call.key ?? ''
    const part = parts.get(key) ?? { items: [], operations: [] }
    parts.set(key, part)
    part.items.push(itemOf(o, call, outcome))
    part.operations.push(o)
  }
  return [...parts].map(([key, part]) => ({ key, ...part }))
}

function itemOf(o: Operation, call: Call, outcome: 'ok' | 'info'): Item {
  const step: Step = {
    f: call.f,
    in: call.in ?? null,
    out: outcome === 'ok' ? (call.out ?? null) : undefined,
    by: o.client,
  }
  const to = outcome === 'ok' ? o.endId : Number.POSITIVE_INFINITY
  if (to === undefined)
    throw new Error(`Operation ${o.op} (${o.type}) never returned, but its mapping calls it ok.`)
  return { step, from: o.invokeId, to }
}

const opsOf = (part: Partition, order: readonly number[]): number[] =>
  order.map((i) => part.operations[i]!.op)
