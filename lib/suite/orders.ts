/**
 * Every delivery order of a small scenario, by running it again with other choices (stateless search). Two deliveries to
 * different nodes of the learner's commute, so of orders that differ only in those one is enough: sleep sets skip the
 * rest, and still reach every state. Source: Godefroid, "Partial-Order Methods for the Verification of Concurrent
 * Systems" (LNCS 1032, 1996), chapter 5.
 */
import type { Choice } from '../sim/index.ts'
import type { ScenarioDef } from './suite.ts'

/** '<scenario>#<n>' or, with an order, '<scenario>#<n>.<choice>.<choice>…': the index chosen at each point. */
export interface Seed {
  readonly base: string
  readonly choices: readonly number[] | undefined
}

export function parseSeed(seed: string): Seed {
  const hash = seed.indexOf('#')
  const dot = seed.indexOf('.', hash)
  if (hash < 0 || dot < 0) return { base: seed, choices: undefined }
  return {
    base: seed.slice(0, dot),
    choices: seed
      .slice(dot + 1)
      .split('.')
      .map(Number),
  }
}

/** Zeros at the end say nothing: the first choice is made where none is given. */
export function printSeed(base: string, choices: readonly number[]): string {
  const last = choices.findLastIndex((c) => c !== 0)
  return [base, ...(last < 0 ? [0] : choices.slice(0, last + 1))].join('.')
}

/** Chooses as the seed says. */
export function chooserOf(choices: readonly number[]): (c: readonly Choice[]) => number {
  let i = 0
  return (options) => Math.min(choices[i++] ?? 0, options.length - 1)
}

/** The seeds of a scenario, in the order in which they are run. */
export function seedsOf(s: ScenarioDef): string[] {
  return numbersOf(s).map((n) => `${s.name}#${n}`)
}

/** Seeds after all of those. */
export function furtherSeeds(s: ScenarioDef, count: number): string[] {
  const first = Math.max(-1, ...numbersOf(s)) + 1
  return Array.from({ length: count }, (_, n) => `${s.name}#${first + n}`)
}

function numbersOf(s: ScenarioDef): readonly number[] {
  const { seeds } = s.options
  return typeof seeds === 'number' ? Array.from({ length: seeds }, (_, n) => n) : seeds
}

/**
 * The same failure with fewer deviations from the order in which messages were sent: each choice is put back to the
 * first, from the last one on. `stillFails` replays a seed; at most `maxRuns` times.
 */
export async function plainerOrder(
  seed: string,
  stillFails: (seed: string) => Promise<boolean>,
  maxRuns: number,
): Promise<string> {
  const { base, choices } = parseSeed(seed)
  if (!choices) return seed
  let current = choices
  let runs = 0
  for (let i = current.length - 1; i >= 0 && runs < maxRuns; i--) {
    if (current[i] === 0) continue
    const plainer = current.with(i, 0)
    runs++
    if (await stillFails(printSeed(base, plainer))) current = plainer
  }
  return printSeed(base, current)
}

interface Point {
  readonly choices: readonly Choice[]
  /** Keys of choices whose subtree was seen elsewhere. */
  readonly asleep: ReadonlySet<string>
  readonly done: Set<string>
  chosen: number
}

/** Walks the tree of choices, depth first; the same order of runs every time. */
export class OrderSearch {
  /** Orders played to the end. */
  orders = 0
  complete = false
  /** The same choices led to different choices: the run does not come from its seed. */
  diverged = false
  #path: Point[] = []
  #depth = 0
  #pruned = false

  /** The choices of the present run, once it is over. */
  get choices(): readonly number[] {
    return this.#path.slice(0, this.#depth).map((p) => p.chosen)
  }

  /** Give it to a run. */
  begin(): (choices: readonly Choice[]) => number | undefined {
    this.#depth = 0
    this.#pruned = false
    return (choices) => this.#choose(choices)
  }

  /** After each run: false when there is no other order; `seen` tells whether the run was played to its end. */
  advance(): { readonly seen: boolean; readonly more: boolean } {
    const seen = !this.#pruned
    if (seen) this.orders++
    // A run that ended early, at a violation say, leaves what it did not reach.
    this.#path.length = this.#depth
    for (;;) {
      const top = this.#path.at(-1)
      if (!top) {
        this.complete = true
        return { seen, more: false }
      }
      top.done.add(keyOf(top.choices[top.chosen] as Choice))
      const next = top.choices.findIndex((c) => !top.done.has(keyOf(c)) && !top.asleep.has(keyOf(c)))
      if (next >= 0) {
        top.chosen = next
        return { seen, more: true }
      }
      this.#path.pop()
    }
  }

  #choose(choices: readonly Choice[]): number | undefined {
    const known = this.#path[this.#depth]
    if (known) {
      if (known.choices.map(keyOf).join() !== choices.map(keyOf).join()) this.diverged = true
      this.#depth++
      return known.chosen
    }
    const asleep = this.#asleepBelow(this.#path.at(-1), choices)
    const chosen = choices.findIndex((c) => !asleep.has(keyOf(c)))
    if (chosen < 0) {
      this.#pruned = true
      return undefined
    }
    this.#path.push({ choices, asleep, done: new Set(), chosen })
    this.#depth++
    return chosen
  }

  #asleepBelow(parent: Point | undefined, choices: readonly Choice[]): Set<string> {
    if (!parent) return new Set()
    const taken = parent.choices[parent.chosen] as Choice
    const here = new Set(choices.map(keyOf))
    return new Set(
      parent.choices
        .filter((c) => parent.asleep.has(keyOf(c)) || parent.done.has(keyOf(c)))
        .filter((c) => commute(c, taken) && here.has(keyOf(c)))
        .map(keyOf),
    )
  }
}

/** Deliveries to clients and supplied nodes share what the suite knows, and the order of the history. */
function commute(a: Choice, b: Choice): boolean {
  return a.kind === 'deliver' && b.kind === 'deliver' && a.to !== b.to && (a.toLearner || b.toLearner)
}

function keyOf(c: Choice): string {
  return c.kind === 'time' ? `time ${c.at}` : `${c.kind} ${c.msg} ${c.at}`
}
