/**
 * Why a history has no linearization: the few operations in conflict, and a sentence about them.
 *
 * Making an operation optional only ever allows more orders. So the operations without which there would be no
 * contradiction form minimal sets, found by bisection (the "progression" scheme of Marques-Silva).
 */
import type { EventId, Json } from '../sim/index.ts'
import { witness } from './finding.ts'
import type { Operation } from './history.ts'
import { same, show } from './json.ts'
import type { Partition } from './linearizable.ts'
import type { Model } from './model.ts'
import { type Item, type Search, search } from './search.ts'

export interface Explanation {
  readonly blockedAt: EventId
  readonly prefix: readonly number[]
  readonly conflict: readonly Operation[]
  readonly because: string
  readonly expected: Json
  readonly got: Json
  readonly witness: readonly number[]
}

/**
 * Explaining is best effort: it may stop at a larger conflict, never at a wrong one. It may cost some times what
 * finding the contradiction did.
 */
const stepsAtLeast = 20_000
const questionsInAll = 10

/** `decided` is the search that found the contradiction in this partition. */
export function explain(model: Model, part: Partition, decided: Search): Explanation {
  const blocking = part.items[decided.stuck()]!
  const stepsEach = Math.max(stepsAtLeast, 2 * decided.steps)
  const ask = questions(model, stepsEach)
  const core = conflict(ask, part.items, blocking)
  const last = core.reduce((a, b) => (b.to > a.to ? b : a))
  const right = rightAnswers(model, ask, part.items, last)
  const operations = core.map((it) => part.operations[part.items.indexOf(it)]!)
  return {
    blockedAt: blocking.to,
    prefix: prefixOrder(model, part, blocking.to, stepsEach),
    conflict: operations,
    because: sentence(model, part.key, core, last, right),
    expected:
      right.length === 0
        ? 'an answer that some order explains'
        : right.length === 1
          ? right[0]!
          : { oneOf: right },
    got: last.step.out ?? null,
    witness: witness(...operations.flatMap((o) => [o.invokeId, o.endId])),
  }
}

/** Asks whether a history is bad within a shared budget; "don't know" counts as no. */
function questions(model: Model, stepsEach: number) {
  let left = questionsInAll * stepsEach
  return (items: readonly Item[]): 'ok' | 'bad' | 'more' => {
    if (left <= 0) return 'more'
    const s = search(model, items)
    const answer = s.run(Math.min(stepsEach, left))
    left -= s.steps + 1
    return answer
  }
}

type Ask = ReturnType<typeof questions>

function conflict(ask: Ask, items: readonly Item[], stuck: Item): Item[] {
  let candidates = byRelevance(items, stuck)
  const core: Item[] = []
  const bad = (count: number) => {
    const hard = new Set([...core, ...candidates.slice(0, count)])
    return ask(items.map((it) => (hard.has(it) ? it : optional(it)))) === 'bad'
  }
  while (!(core.length > 0 && bad(0))) {
    const enough = smallest(bad, candidates.length)
    if (enough === 0) return byTime([...core, ...candidates])
    core.push(candidates[enough - 1]!)
    candidates = candidates.slice(0, enough - 1)
  }
  return byTime(core)
}

/**
 * The blocking answer, then what speaks of the same values (the write that a stale read saw may be far back), then
 * backwards from there: a learner understands the nearest conflict best.
 */
function byRelevance(items: readonly Item[], stuck: Item): Item[] {
  const values = atoms([stuck.step.in, stuck.step.out ?? null])
  const related = (it: Item) => [...atoms([it.step.in, it.step.out ?? null])].some((v) => values.has(v))
  const answered = items.filter((it) => it !== stuck && it.to !== Number.POSITIVE_INFINITY)
  const earlier = answered.filter((it) => it.from < stuck.to).sort((a, b) => b.from - a.from)
  const later = answered.filter((it) => it.from > stuck.to)
  const [near, far] = [earlier.filter(related), earlier.filter((it) => !related(it))]
  return [stuck, ...near, ...far, ...later]
}

/** The numbers and strings in a value. */
function atoms(value: Json, into = new Set<number | string>()): Set<number | string> {
  if (typeof value === 'number' || typeof value === 'string') into.add(value)
  else if (value !== null && typeof value === 'object') for (const x of Object.values(value)) atoms(x, into)
  return into
}

/** The least count in [1, max] for which the monotone `bad` holds, by doubling and bisection; 0 when none is known to. */
function smallest(bad: (count: number) => boolean, max: number): number {
  let low = 0
  let high = 1
  while (!bad(Math.min(high, max))) {
    if (high >= max) return 0
    low = high
    high *= 2
  }
  high = Math.min(high, max)
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (bad(middle)) high = middle
    else low = middle
  }
  return high
}

/** It may be left out or come late, but not with another answer: that keeps the questions small. */
const optional = (it: Item): Item => ({ ...it, to: Number.POSITIVE_INFINITY })
const byTime = (items: readonly Item[]): Item[] => [...items].sort((a, b) => a.from - b.from)

/** The history as it stood at one instant: what had not returned by then is unanswered. */
export const asOf = (items: readonly Item[], end: number): Item[] =>
  items
    .filter((it) => it.from < end)
    .map((it) => (it.to < end ? it : { ...optional(it), step: { ...it.step, out: undefined } }))

/** Operation numbers of an order for all that returned before `end`; empty in the rare case that finding it takes too long. */
function prefixOrder(model: Model, part: Partition, end: number, steps: number): number[] {
  const operations = part.operations.filter((_, i) => part.items[i]!.from < end)
  const s = search(model, asOf(part.items, end))
  return s.run(steps) === 'ok' ? s.order().map((i) => operations[i]!.op) : []
}

/** Answers that `asked` might have been given at the time. */
function rightAnswers(model: Model, ask: Ask, items: readonly Item[], asked: Item): Json[] {
  const others = asOf(
    items.filter((it) => it !== asked),
    asked.to,
  )
  const possible =
    model.answers?.(
      others.map((it) => it.step),
      asked.step,
    ) ?? []
  // The latest writes first: they are the likely answers, and the budget is small.
  const candidates = possible.filter((out) => !same(out, asked.step.out)).reverse()
  const right = candidates
    .slice(0, 8)
    .filter((out) => ask([...others, { ...asked, step: { ...asked.step, out } }]) === 'ok')
  return right.slice(0, 4)
}

function sentence(
  model: Model,
  key: string,
  core: readonly Item[],
  last: Item,
  right: readonly Json[],
): string {
  const shown = core.length <= 6 ? core : core.slice(-6)
  const skipped = core.length - shown.length
  const told = shown.map((it, i) => {
    const phrase = `${it.step.by} ${model.say(it.step)}`
    if (i === 0) return phrase
    return shown.slice(0, i).every((before) => before.to < it.from) ? `then ${phrase}` : `meanwhile ${phrase}`
  })
  const where = key === '' ? '' : `Key ${show(key)}: `
  const more = skipped > 0 ? `after ${skipped} other operations, ` : ''
  const verdict =
    core.length === 1
      ? 'No order of the operations before it, one at a time, gives that answer.'
      : `No order of these ${core.length === 2 ? 'two' : 'operations'}, one at a time, gives these answers.`
  const should =
    right.length > 0
      ? ` ${last.step.by} could only have been told ${right.map((v) => show(v)).join(' or ')}.`
      : ''
  return `${where}${more}${told.join(', ')}. ${verdict}${should}`
}
