/**
 * Delta debugging over recorded faults: the smallest set found that still breaks the same property. Never the seed,
 * never a fault that was not there.
 * Source: Zeller & Hildebrandt, "Simplifying and Isolating Failure-Inducing Input" (2002), ddmin over complements.
 */
import type { FaultOp } from '../sim/index.ts'

/** `stillFails` replays with the given faults. At most `maxRuns` replays. */
export async function shrinkFaults(
  faults: readonly FaultOp[],
  stillFails: (faults: readonly FaultOp[]) => Promise<boolean>,
  maxRuns: number,
): Promise<readonly FaultOp[]> {
  let runs = 0
  const attempt = async (candidate: readonly FaultOp[]) => {
    runs++
    return stillFails(candidate)
  }
  if (faults.length > 0 && (await attempt([]))) return []
  let current = faults
  let chunks = 2
  while (current.length >= 2 && runs < maxRuns) {
    const size = Math.ceil(current.length / chunks)
    let reduced = false
    for (let from = 0; from < current.length && runs < maxRuns; from += size) {
      const rest = current.filter((_, i) => i < from || i >= from + size)
      if (rest.length > 0 && (await attempt(rest))) {
        current = rest
        chunks = Math.max(2, chunks - 1)
        reduced = true
        break
      }
    }
    if (reduced) continue
    if (size === 1) break
    chunks = Math.min(current.length, chunks * 2)
  }
  return current
}
