/** Plays one run of one scenario around inline node programs: the whole engine in plain Node, no stand-ins. */
import { openPlainPort } from '../../lib/kernel/index.ts'
import type { FaultOp, NodePort, Rng, TraceEvent } from '../../lib/sim/index.ts'
import { type RunResult, runOnce, type Scenario, type Suite, suite } from '../../lib/suite/index.ts'
import { transpile } from '../../lib/transpile/index.ts'

export interface PlayOptions {
  readonly durationMs?: number
  readonly healAtMs?: number
  readonly n?: number
  readonly faults?: readonly FaultOp[]
  readonly maxEvents?: number
}

export function portFor(source: string): NodePort {
  const code = transpile(`import { node, DiskError, Refused, Timeout } from 'faultline'\n${source}`)
  if (!code.ok) throw new Error(code.message)
  return openPlainPort(code.js)
}

export function oneScenario(build: (sc: Scenario, r: Rng) => void, o: PlayOptions = {}): Suite {
  const { durationMs = 2000, healAtMs } = o
  const times = healAtMs === undefined ? { durationMs } : { durationMs, healAtMs }
  return suite('test', (s) => s.scenario('run', { seeds: 1, ...times }, build))
}

export function play(
  source: string,
  build: (sc: Scenario, r: Rng) => void,
  o: PlayOptions = {},
): Promise<RunResult> {
  return runOnce(oneScenario(build, o), portFor(source), {
    seed: `run#${o.n ?? 0}`,
    ...(o.faults === undefined ? {} : { faults: o.faults }),
    ...(o.maxEvents === undefined ? {} : { maxEvents: o.maxEvents }),
  })
}

export const events = (
  run: { readonly trace: readonly TraceEvent[] },
  kind: TraceEvent['kind'],
  where: Partial<TraceEvent> = {},
): TraceEvent[] =>
  run.trace.filter(
    (e) => e.kind === kind && Object.entries(where).every(([k, v]) => e[k as keyof TraceEvent] === v),
  )

/** Notes of a node, as `time label data`. */
export const notes = (run: { readonly trace: readonly TraceEvent[] }, node?: string): string[] =>
  run.trace
    .filter((e) => e.kind === 'note' && (node === undefined || e.node === node))
    .map((e) => `${e.at} ${e.label}${e.data === null ? '' : ` ${JSON.stringify(e.data)}`}`)

/** Answers 'hit' with how often it was asked since boot. */
export const counting = `export default node(ctx => {
  let hits = 0
  ctx.on('hit', () => ++hits)
})`

/** The notes of a run with its faults, and of the same run without those of one kind: a fault that bites makes them differ. */
export async function withAndWithout(
  source: string,
  build: (sc: Scenario, r: Rng) => void,
  op: FaultOp['op'],
  o: PlayOptions = {},
): Promise<{ bitten: string[]; spared: string[]; run: RunResult }> {
  const run = await play(source, build, o)
  const again = await play(source, build, { ...o, faults: run.faults })
  if (again.hash() !== run.hash()) throw new Error(`a replay with its faults is another run`)
  const spared = await play(source, build, { ...o, faults: run.faults.filter((f) => f.op !== op) })
  return { bitten: notes(run), spared: notes(spared), run }
}
