/**
 * Finds expectations that lean on a fault: the reference passes a schedule, and no longer when some of its faults are
 * taken away. The shrinker takes faults away, so such a suite shows learners counterexamples that contradict its rules.
 */
import type { FaultOp, NodePort } from '../sim/index.ts'
import { seedsOf } from './orders.ts'
import { runOnce, type Violation } from './run.ts'
import type { Suite } from './suite.ts'

export interface Leaning {
  readonly seed: string
  readonly property: string
  readonly because: string
  /** With these the reference failed. */
  readonly faults: readonly FaultOp[]
  /** What was done to those of the schedule: 'without f2', … */
  readonly change: string
}

/** `port` holds the reference. At most one per scenario. `faultsMax` (12): so many of a run, evenly, are taken away one by one. */
export async function findLeanings(
  suite: Suite,
  port: NodePort,
  o: { maxEvents?: number; faultsMax?: number } = {},
): Promise<{ readonly runs: number; readonly leanings: readonly Leaning[] }> {
  const leanings: Leaning[] = []
  let runs = 0
  const run = async (seed: string, faults?: readonly FaultOp[]) => {
    runs++
    const { maxEvents } = o
    return runOnce(suite, port, {
      seed,
      ...(faults ? { faults } : {}),
      ...(maxEvents === undefined ? {} : { maxEvents }),
    })
  }
  scenarios: for (const scenario of suite.scenarios) {
    for (const seed of seedsOf(scenario)) {
      const whole = await run(seed)
      for (const [change, faults] of changesOf(whole.faults, o.faultsMax ?? 12)) {
        const { violation } = await run(seed, faults)
        if (!violation) continue
        leanings.push(leaning(seed, change, faults, violation))
        continue scenarios
      }
    }
  }
  return { runs, leanings }
}

function leaning(seed: string, change: string, faults: readonly FaultOp[], v: Violation): Leaning {
  return { seed, property: v.property.id, because: v.because, faults, change }
}

/** Fewer faults, as the shrinker tries them: none at all, all but one, one cut to its half. */
function* changesOf(faults: readonly FaultOp[], max: number): Generator<[string, readonly FaultOp[]]> {
  if (faults.length === 0) return
  yield ['without faults', []]
  const every = Math.max(1, faults.length / max)
  const few = faults.filter((_, i) => Math.floor(i / every) !== Math.floor((i - 1) / every))
  if (faults.length > 1) for (const f of few) yield [`without ${f.id}`, faults.filter((g) => g !== f)]
  for (const f of few) {
    if (!('until' in f) || f.until === null || !(f.until - f.at > 1)) continue
    const half = { ...f, until: f.at + Math.ceil((f.until - f.at) / 2) } as FaultOp
    yield [`with half of ${f.id}`, faults.map((g) => (g === f ? half : g))]
  }
}
