import { type Factory, withPagePort } from '@/lib/kernel/index.ts'
import type { FaultOp, NodeId, Trace } from '@/lib/sim/index.ts'
import type { Timeline } from '@/lib/spacetime/index.ts'
import { runOnce, type Scenario, suite } from '@/lib/suite/index.ts'

/**
 * What a predict question plays after the answer: content/patterns/<slug>/runs/<id>.ts exports, by default, a function
 * that makes one. It is a run of the simulator, so what it shows was measured, not written down.
 */
export interface PlayedRun {
  /** Id of the option that the run bears out, found in its trace; null where it bears out none. */
  shows: string | null
  /** What was measured, in one sentence. Plain text. */
  measured: string
  picture: Timeline
  trace: Trace
  nodes: readonly NodeId[]
}

/** One run of `programs` in the world that `build` sets up, without noise. */
export async function record(
  programs: Factory,
  durationMs: number,
  build: (sc: Scenario) => void,
  faults: readonly FaultOp[] = [],
): Promise<{ trace: Trace; nodes: readonly NodeId[] }> {
  const world = suite('predicted', (s) =>
    s.scenario('predicted', { seeds: 1, durationMs }, (sc) => {
      sc.network({ latencyMs: [0, 0] })
      build(sc)
    }))
  return await withPagePort(programs, async (port) => {
    const { trace, lanes } = await runOnce(world, port, { seed: 'predicted#0', faults })
    return { trace, nodes: lanes }
  })
}

/** The instants, ms, and values of a node's marks with this label. */
export function marks<T>(trace: Trace, label: string): { atMs: number; value: T; event: number }[] {
  return trace
    .filter((e) => e.kind === 'note' && e.label === label)
    .map((e) => ({ atMs: e.at, value: e.data as T, event: e.id }))
}
