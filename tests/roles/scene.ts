/** A scenario whose cluster does nothing: only clients and supplied roles. */
import type { RunResult, Scenario } from '../../lib/suite/index.ts'
import { type PlayOptions, play } from '../sim/play.ts'

export const idle = 'export default node(() => {})'

export async function scene(build: (sc: Scenario) => void, o: PlayOptions = {}): Promise<RunResult> {
  const run = await play(
    idle,
    (sc) => {
      sc.nodes(['n0'])
      sc.network({ latencyMs: [0, 0] })
      build(sc)
    },
    o,
  )
  if (run.violation) throw new Error(run.violation.because)
  return run
}

/** A clock that tests move. */
export function clock() {
  const c = { ms: 0, now: () => c.ms }
  return c
}

// biome-ignore lint/suspicious/noExplicitAny: answers of services are compared, not typed
export type Loose = any
