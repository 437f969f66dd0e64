/**
 * Judges a nemesis: plays it against the correct implementation, which must survive, then against each broken one, which
 * should not. Every kill is shrunk, so that it can be drawn and replayed without the learner's code.
 */

import { type FaultOp, LimitError, type NodePort } from '../sim/index.ts'
import { CONTRACT, EXPOSED, FAULT_BUDGET, THREW } from './define.ts'
import {
  consoleOf,
  type ExploreOptions,
  endOf,
  failed,
  fold,
  noExport,
  nondeterministic,
  type Replay,
  replay,
} from './explore.ts'
import { seedsOf } from './orders.ts'
import { placeOf } from './outgrown.ts'
import { type RunResult, runOnce, type Violation } from './run.ts'
import { shrinkFaults } from './shrink.ts'
import type { Inverse, InverseSuite, Mutant, Programs, Suite } from './suite.ts'
import type { ConsoleLine, Counterexample, Failed, MutantResult, Mutants, Verdict } from './verdict.ts'

/** Opens a port to the course's own programs: trusted code, so it may run outside the cage's inner wall. */
export type OpenImplementation = (programs: Programs) => NodePort

/** Replays that shrinking one kill may spend: there are many, and a learner waits. */
const SHRINK_RUNS = 60
/** Seeds of runs against the correct implementation begin with it. */
const CORRECT = 'correct'

export function isInverse(suite: Suite): suite is InverseSuite {
  return 'inverse' in suite
}

/** `port` holds the learner's nemesis. */
export async function exploreInverse(
  suite: InverseSuite,
  port: NodePort,
  open: OpenImplementation,
  o: ExploreOptions,
): Promise<Verdict> {
  const started = o.clock()
  const ms = () => Math.round((o.clock() - started) * 10) / 10
  const { correct, mutants, nemesis: rules } = suite.inverse
  const seeds = suite.scenarios.flatMap(seedsOf)
  const of = seeds.length * (mutants.length + (correct ? 1 : 0))
  const totals = { seeds: 0, events: 0 }
  const survived: Record<string, number> = {}
  const results: MutantResult[] = []
  let log: readonly ConsoleLine[] = []
  let faults = 0
  let done = 0
  let seed = ''
  let prints = ''
  const caps = o.maxEvents === undefined ? {} : { maxEvents: o.maxEvents }
  const play = async (implementation: NodePort, id: string, seed: string) => {
    if (o.signal?.aborted) throw o.signal.reason
    o.onPlaying?.(placeOf(suite, `${id}/${seed}`))
    const run = await runOnce(suite, implementation, { seed, nemesis: { port, rules }, ...caps })
    totals.seeds++
    totals.events += run.trace.length
    if (log.length === 0) log = consoleOf(run)
    faults = Math.max(faults, run.faults.length)
    if (o.fingerprint) prints = fold(prints, run.hash())
    for (const f of run.faults) survived[f.op] = (survived[f.op] ?? 0) + 1
    o.onProgress?.({ done: ++done, of })
    return run
  }
  /** Ends everything: what the nemesis itself did wrong, and what breaks even the correct implementation. */
  const fatal = async (
    id: string,
    implementation: NodePort,
    run: RunResult,
  ): Promise<Verdict | undefined> => {
    if (run.missing) return noExport(run.missing)
    if (!run.violation) return undefined
    const { property } = run.violation
    if (property.id === FAULT_BUDGET.id || property.id === THREW.id) {
      const { seed } = run
      const again = await runOnce(suite, implementation, {
        seed,
        nemesis: { port, rules },
        lines: true,
        ...caps,
      })
      return mistake(failed(again, again.violation ?? run.violation, sizeOf(run), totals, ms()), again, log)
    }
    if (id !== CORRECT) return undefined
    return broken(await shrunk(suite, implementation, run, run.violation, o, totals, ms), log)
  }
  try {
    if (correct) {
      const implementation = open(correct)
      for (seed of seeds) {
        const over = await fatal(CORRECT, implementation, await play(implementation, CORRECT, seed))
        if (over) return over
      }
    }
    for (const mutant of mutants) {
      const { id, title } = mutant
      const implementation = open(mutant.programs)
      let kill: Counterexample | undefined
      for (seed of seeds) {
        const run = await play(implementation, id, seed)
        const over = await fatal(id, implementation, run)
        if (over) return over
        if (!run.violation) continue
        const again = await runOnce(suite, implementation, { seed, nemesis: { port, rules }, ...caps })
        if (again.hash() !== run.hash()) return nondeterministic(`${id}/${seed}`, ms())
        kill = killOf(id, await shrunk(suite, implementation, run, run.violation, o, totals, ms))
        break
      }
      done = seeds.length * (results.length + (correct ? 2 : 1))
      results.push({ id, title, ...(kill ? { kill } : {}) })
    }
  } catch (e) {
    const end = endOf(e, seed, ms())
    if (end) return end
    throw e
  }
  return judged(suite.inverse, { results, faults, totals, survived, log, prints, ms: ms() })
}

/** One run again, by its seed '<mutant>/<scenario>#<n>': with `faults` without the nemesis, else with it. */
export async function replayInverse(
  suite: InverseSuite,
  port: NodePort,
  open: OpenImplementation,
  r: Replay,
  o: ExploreOptions,
): Promise<Verdict> {
  const [id = '', seed = ''] = r.seed.split('/')
  const programs =
    id === CORRECT ? suite.inverse.correct : suite.inverse.mutants.find((m) => m.id === id)?.programs
  if (!programs) throw new Error(`suite '${suite.name}' has no implementation '${id}' (seed '${r.seed}')`)
  const nemesis = r.faults ? {} : { nemesis: { port, rules: suite.inverse.nemesis } }
  // What a step does is said of the learner's nodes: here they are the course's.
  const { onPlaying, onStep: _, ...rest } = o
  onPlaying?.(placeOf(suite, r.seed))
  const v = await replay(suite, open(programs), { ...r, seed, ...nemesis }, rest)
  if (v.outcome !== 'failed') return v
  return id === CORRECT ? broken(v, v.console) : { ...v, seed: r.seed }
}

interface Judged {
  readonly results: readonly MutantResult[]
  readonly faults: number
  readonly totals: { readonly seeds: number; readonly events: number }
  readonly survived: Readonly<Record<string, number>>
  readonly log: readonly ConsoleLine[]
  /** Empty unless fingerprints were asked for. */
  readonly prints: string
  readonly ms: number
}

function judged(rules: Inverse, j: Judged): Verdict {
  const killed = j.results.filter((r) => r.kill).length
  const mutants: Mutants = {
    killed,
    of: j.results.length,
    needed: rules.needed,
    faults: j.faults,
    results: j.results,
  }
  if (killed >= rules.needed) {
    const { id: property, sentence } = FAULT_BUDGET
    const cost = { property, sentence, value: j.faults, max: rules.nemesis.max, unit: 'faults in a run' }
    const { totals, survived, ms } = j
    const print = j.prints === '' ? {} : { fingerprint: j.prints }
    return { outcome: 'passed', ...totals, sometimes: {}, survived, costs: [cost], mutants, ...print, ms }
  }
  return {
    outcome: 'failed',
    kind: 'survived',
    property: EXPOSED.id,
    sentence: `At least ${rules.needed} of the ${j.results.length} broken implementations are exposed.`,
    because: `Your faults exposed ${killed}, so ${j.results.length - killed} got away with their mistake.`,
    expected: rules.needed,
    got: killed,
    at: 0,
    witness: [],
    seed: '',
    scenario: '',
    faults: [],
    shrunk: { events: [0, 0], faults: [0, 0] },
    trace: [],
    nodes: [],
    ...(EXPOSED.hint ? { hint: EXPOSED.hint } : {}),
    mutants,
    ...j.totals,
    console: j.log,
    ms: j.ms,
  }
}

async function shrunk(
  suite: Suite,
  port: NodePort,
  found: RunResult,
  v: Violation,
  o: ExploreOptions,
  totals: { seeds: number; events: number },
  ms: () => number,
): Promise<Failed> {
  const { seed } = found
  const caps = o.maxEvents === undefined ? {} : { maxEvents: o.maxEvents }
  const fails = async (faults: readonly FaultOp[]) => {
    try {
      const run = await runOnce(suite, port, { seed, faults, ...caps })
      return run.violation?.property.id === v.property.id && run.violation.kind === v.kind
    } catch (e) {
      if (e instanceof LimitError) return false
      throw e
    }
  }
  const faults = await shrinkFaults(found.faults, fails, SHRINK_RUNS)
  const shown = await runOnce(suite, port, { seed, faults, ...caps })
  // Shrinking only ever keeps faults that fail the same way; if the last run disagrees, the found run is the truth.
  const best = shown.violation?.property.id === v.property.id ? shown : found
  return failed(best, best.violation as Violation, sizeOf(found), totals, ms())
}

function sizeOf(run: RunResult): { events: number; faults: number } {
  return { events: run.trace.length, faults: run.faults.length }
}

/** What the nemesis itself did wrong: its line says where, and there is no run to replay. */
function mistake(v: Failed, run: RunResult, log: readonly ConsoleLine[]): Failed {
  const line = run.trace.findLast((e) => e.kind === 'threw')?.line
  return {
    ...v,
    because: line === undefined ? v.because : `${v.because} (line ${line})`,
    seed: '',
    scenario: '',
    faults: [],
    shrunk: { events: [0, 0], faults: [0, 0] },
    at: 0,
    witness: [],
    trace: [],
    nodes: [],
    console: log,
  }
}

/** Even the correct implementation failed. */
function broken(v: Failed, log: readonly ConsoleLine[]): Failed {
  const { id: property, sentence, hint } = CONTRACT
  const because = `With your faults the correct implementation breaks its promise, too. ${v.because}`
  const seed = `${CORRECT}/${v.seed}`
  return { ...v, kind: 'safety', property, sentence, because, ...(hint ? { hint } : {}), seed, console: log }
}

function killOf(id: Mutant['id'], v: Failed): Counterexample {
  const { property, sentence, because, expected, got, at, witness, seed, faults, shrunk, trace, nodes } = v
  return {
    property,
    sentence,
    because,
    expected,
    got,
    at,
    witness,
    seed: `${id}/${seed}`,
    faults,
    shrunk,
    trace,
    nodes,
  }
}
