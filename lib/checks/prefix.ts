/** How far a history is linearizable: the longest beginning of it that some order explains. */
import type { EventId } from '../sim/index.ts'
import { asOf } from './explain.ts'
import type { Operation } from './history.ts'
import { defaultMaxSteps, type LinearizableOptions, partition } from './linearizable.ts'
import type { Model } from './model.ts'
import { type Item, search } from './search.ts'

export interface Prefix {
  /** The first event that belongs to it no more: an answer that fits no order. Undefined: it is the whole history. */
  readonly blockedAt: EventId | undefined
  /** By key, operation numbers in an order that explains every answer in the prefix. */
  readonly linearization: ReadonlyMap<string, readonly number[]>
  /** All operations in those orders: what a picture of the history draws as done. */
  readonly ops: ReadonlySet<number>
}

/**
 * For a picture of a failing history. Every key is searched, since the key whose contradiction is found first need not be
 * the one that comes first. Undefined when the steps run out. Pure.
 */
export function longestPrefix(
  model: Model,
  operations: readonly Operation[],
  options: LinearizableOptions,
): Prefix | undefined {
  const parts = partition(operations, options.ops)
  const budget = { left: options.maxSteps ?? defaultMaxSteps }
  let blockedAt = Number.POSITIVE_INFINITY
  for (const { items } of parts) {
    const end = firstBad(model, items, budget)
    if (end === undefined) return undefined
    blockedAt = Math.min(blockedAt, end)
  }
  const linearization = new Map<string, number[]>()
  for (const { key, items, operations } of parts) {
    const begun = operations.filter((_, i) => items[i]!.from < blockedAt)
    const s = search(model, asOf(items, blockedAt))
    if (s.run(budget.left) !== 'ok') return undefined
    budget.left -= s.steps
    linearization.set(
      key,
      s.order().map((i) => begun[i]!.op),
    )
  }
  return {
    blockedAt: blockedAt === Number.POSITIVE_INFINITY ? undefined : blockedAt,
    linearization,
    ops: new Set([...linearization.values()].flat()),
  }
}

/**
 * The first return up to which the history is bad; Infinity when all of it is good, undefined when the steps run out. Found by
 * bisection: what goes on from a bad beginning is bad.
 */
function firstBad(model: Model, items: readonly Item[], budget: { left: number }): number | undefined {
  const bad = (part: readonly Item[]): boolean | undefined => {
    const s = search(model, part)
    const state = s.run(budget.left)
    budget.left -= s.steps
    return state === 'more' ? undefined : state === 'bad'
  }
  const whole = bad(items)
  if (whole !== true) return whole === undefined ? undefined : Number.POSITIVE_INFINITY
  const returns = items
    .flatMap(({ to }) => (to === Number.POSITIVE_INFINITY ? [] : [to]))
    .sort((a, b) => a - b)
  let low = 0
  let high = returns.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    // As of just after that return.
    const isBad = bad(asOf(items, returns[middle]! + 0.5))
    if (isBad === undefined) return undefined
    if (isBad) high = middle
    else low = middle + 1
  }
  return returns[low]
}
