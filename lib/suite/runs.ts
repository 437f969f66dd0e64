/** The runs of a scenario: one per seed, or every delivery order of each. */
import type { NodePort } from '../sim/index.ts'
import { OrderSearch, printSeed, seedsOf } from './orders.ts'
import { type RunOptions, type RunResult, runOnce } from './run.ts'
import type { ScenarioDef, Suite } from './suite.ts'
import type { Orders } from './verdict.ts'

/** Thrown when the same choices led two ways: something in the run does not come from its seed. */
export class Diverged extends Error {}

/** `onSeed` hears of each seed before it is run, `onOrders` what was explored of each exhaustive one. Default: its own seeds. */
export async function* runsOf(
  suite: Suite,
  scenario: ScenarioDef,
  port: NodePort,
  o: Omit<RunOptions, 'seed'> & { onSeed(seed: string): void; onOrders(of: Orders): void },
  seeds: readonly string[] = seedsOf(scenario),
): AsyncGenerator<RunResult> {
  const { exhaustive } = scenario.options
  const { onSeed, onOrders, ...options } = o
  for (const base of seeds) {
    onSeed(base)
    if (!exhaustive) {
      yield await runOnce(suite, port, { seed: base, ...options })
      continue
    }
    const search = new OrderSearch()
    for (let n = 0, more = true; more && n < exhaustive.maxRuns; n++) {
      const run = await runOnce(suite, port, { seed: base, choose: search.begin(), ...options })
      if (search.diverged) throw new Diverged()
      const seed = printSeed(base, search.choices)
      onSeed(seed)
      const step = search.advance()
      // Also of a run that turned out to be known, what it did until then is judged.
      if (step.seen || run.violation) yield { ...run, seed }
      more = step.more
    }
    onOrders({ played: search.orders, complete: search.complete })
  }
}

/** How many runs there will be, at the most. */
export function runsAtMost(scenario: ScenarioDef): number {
  return seedsOf(scenario).length * (scenario.options.exhaustive?.maxRuns ?? 1)
}
