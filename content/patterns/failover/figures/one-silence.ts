/** Four seconds of a pair of workers, of which the active one falls silent for a while: paused, or cut off from the controller. */
import { withPagePort } from '@/lib/kernel/index.ts'
import type { EventId, FaultOp, NodeId, Trace } from '@/lib/sim/index.ts'
import { runOnce, type Suite, suite } from '@/lib/suite/index.ts'
import { type DemoConfig, pairProgram } from './demo-pair.ts'

export const SPAN_MS = 3200
export const SILENT_AT_MS = 730
const ONE_WAY_MS = 10

export type Silence = 'paused' | 'cut'

export interface Settings {
  readonly silence: Silence
  readonly silentMs: number
  readonly misses: number
  readonly fenced: boolean
}

export interface Write {
  readonly worker: NodeId
  readonly atMs: number
  readonly epoch: number
  readonly taken: boolean
  readonly event: EventId
}

/** True times in ms since the run began. */
export interface Outcome {
  readonly settings: Settings
  /** When w2 became active; undefined: never. */
  readonly movedMs: number | undefined
  readonly writes: readonly Write[]
  /** Entries of w1 that the ledger took after w2 was active. */
  readonly mixed: readonly Write[]
  /** Between two entries that the ledger took. */
  readonly longestGapMs: number
  readonly trace: Trace
  readonly nodes: readonly NodeId[]
  readonly faults: readonly FaultOp[]
}

export async function simulate(
  silence: Silence,
  silentMs: number,
  misses: number,
  fenced: boolean,
): Promise<Outcome> {
  const settings = { silence, silentMs, misses, fenced }
  const faults = faultsOf(settings)
  return withPagePort(pairProgram, async (port) => {
    const { trace } = await runOnce(world(settings), port, { seed: 'one-silence#0', faults })
    const writes: Write[] = []
    const asked = new Map<number, { worker: NodeId; epoch: number }>()
    let movedMs: number | undefined
    for (const e of trace) {
      const epoch = (e.body as { epoch?: number } | null)?.epoch ?? 0
      if (e.kind === 'deliver' && e.node === 'ledger' && e.type === 'append' && e.msg !== undefined)
        asked.set(e.msg, { worker: e.peer ?? '', epoch })
      const request = e.re === undefined ? undefined : asked.get(e.re)
      if (request && e.kind === 'send' && e.node === 'ledger')
        writes.push({ ...request, atMs: e.at, taken: e.label !== 'refused', event: e.id })
      if (e.kind === 'view' && e.node === 'w2') movedMs ??= e.at
    }
    const taken = writes.filter((w) => w.taken)
    const since = movedMs ?? Number.POSITIVE_INFINITY
    return {
      settings,
      movedMs,
      writes,
      mixed: taken.filter((w) => w.worker === 'w1' && w.atMs > since),
      longestGapMs: Math.max(...taken.map((w, i) => w.atMs - (taken[i - 1]?.atMs ?? w.atMs))),
      trace,
      nodes: ['controller', 'w1', 'w2', 'ledger'],
      faults,
    }
  })
}

function world({ misses, fenced }: Settings): Suite {
  const config: DemoConfig & Record<string, number | boolean> = { misses, fenced }
  return suite('one-silence', (s) =>
    s.scenario('one-silence', { seeds: 1, durationMs: SPAN_MS }, (sc) => {
      sc.nodes(['controller'], { role: 'controller', config })
      sc.nodes(['w1', 'w2'], { role: 'worker', config })
      sc.nodes(['ledger'], { role: 'ledger', config })
      sc.network({ latencyMs: [ONE_WAY_MS, ONE_WAY_MS] })
    }))
}

function faultsOf({ silence, silentMs }: Settings): FaultOp[] {
  const during = { id: 'f1', at: SILENT_AT_MS, until: SILENT_AT_MS + silentMs }
  return silence === 'paused'
    ? [{ ...during, op: 'pause', node: 'w1' }]
    : [{ ...during, op: 'partition', groups: [['controller'], ['w1']] }]
}
