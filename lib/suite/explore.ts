/** Explores a suite's schedules until one fails; then reruns, shrinks and explains that one. */
import { type FaultOp, hash32, LimitError, type NodePort, type Place } from '../sim/index.ts'
import { furtherSeeds, plainerOrder } from './orders.ts'
import { inSchedule, placeOf, stepOf, told } from './outgrown.ts'
import { type RunOptions, type RunResult, runOnce, type Violation } from './run.ts'
import { Diverged, runsAtMost, runsOf } from './runs.ts'
import { shrinkFaults } from './shrink.ts'
import { passingRun, slice } from './slice.ts'
import type { ScenarioDef, Suite } from './suite.ts'
import type {
  ConsoleLine,
  Cost,
  Exceeded,
  Failed,
  Orders,
  OurFault,
  Passed,
  Rejected,
  Verdict,
} from './verdict.ts'

export interface ExploreOptions {
  /** Called between schedules. */
  readonly onProgress?: (p: { done: number; of: number }) => void
  readonly signal?: AbortSignal
  /** Cap per run, in events. */
  readonly maxEvents?: number
  /** Also hash every run's trace into one fingerprint: proofs that two hosts did the same (costs about as much as the runs). */
  readonly fingerprint?: boolean
  /** Also say how long shrinking took: not a property of the run, hence only when asked for. */
  readonly timings?: boolean
  /** Called before each schedule: a host that ends a run from outside can then say which one. */
  readonly onPlaying?: (at: Place) => void
  /** Of a replay: called before each step of a learner's node. Costs time. */
  readonly onStep?: (doing: string) => void
  /** A failure is told as it was found, neither shrunk nor in a plainer order: for who only wants to know what fails. */
  readonly asFound?: boolean
  /** Replays that shrinking may spend. */
  readonly maxShrinkRuns?: number
  /** Milliseconds since some fixed instant; only reported, never judged. */
  readonly clock: () => number
}

/** One seed of one scenario, with given faults or its own. */
export interface Replay {
  readonly seed: string
  readonly faults?: readonly FaultOp[]
  /** Inverse exercises, without `faults`: the learner's nemesis plays again. */
  readonly nemesis?: RunOptions['nemesis']
}

/** Replays that making a delivery order plainer may spend. */
const ORDER_RUNS = 60
const CONSOLE_LINES_MAX = 200
/** Schedules that a scenario may add, when all of its own missed what it wants to see. */
const FURTHER_MAX = 40

/** Thrown by a checker whose budget ran out; told by its code, since bundles may hold two copies of a class. */
const isUndecided = (e: unknown) => (e as { code?: unknown } | null)?.code === 'undecided'

export async function explore(suite: Suite, port: NodePort, o: ExploreOptions): Promise<Verdict> {
  const started = o.clock()
  const ms = () => Math.round((o.clock() - started) * 10) / 10
  const of = suite.scenarios.reduce((n, s) => n + runsAtMost(s), 0)
  const totals = { seeds: 0, events: 0 }
  let further = 0
  const sometimes = new Map<string, number>()
  const hopes = new Map<string, readonly string[]>()
  const survived = new Map<string, number>()
  const costs = new Map<string, Cost>()
  let seed = ''
  let hashes = ''
  const orders = new Map<string, Orders>()
  try {
    const play = async (scenario: ScenarioDef, seeds?: readonly string[]): Promise<Verdict | undefined> => {
      const onOrders = (more: Orders) => {
        const { played, complete } = orders.get(scenario.name) ?? { played: 0, complete: true }
        orders.set(scenario.name, { played: played + more.played, complete: complete && more.complete })
      }
      const onSeed = (next: string) => {
        if (o.signal?.aborted) throw o.signal.reason
        seed = next
        o.onPlaying?.(placeOf(suite, seed))
      }
      for await (const run of runsOf(suite, scenario, port, { ...max(o), onSeed, onOrders }, seeds)) {
        totals.seeds++
        totals.events += run.trace.length
        if (run.missing) return noExport(run.missing)
        if (o.fingerprint) hashes = fold(hashes, run.hash())
        if (run.violation) return await explain(suite, port, run, run.violation, totals, o, ms)
        hopes.set(scenario.name, run.hoped)
        for (const name of run.hoped)
          sometimes.set(name, (sometimes.get(name) ?? 0) + (run.happened.includes(name) ? 1 : 0))
        for (const [op, n] of Object.entries(countByOp(run.faults)))
          survived.set(op, (survived.get(op) ?? 0) + n)
        for (const c of run.costs) keepWorst(costs, c)
        o.onProgress?.({ done: Math.min(totals.seeds, of), of })
      }
      return undefined
    }
    for (const scenario of suite.scenarios) {
      const end = await play(scenario)
      if (end) return end
    }
    // What a schedule meets depends on the solution's own timing, too: look on before saying that the suite is at fault.
    for (const scenario of suite.scenarios.filter((s) => !s.options.exhaustive)) {
      const isMissing = () => hopes.get(scenario.name)?.some((name) => sometimes.get(name) === 0)
      for (const seed of furtherSeeds(scenario, FURTHER_MAX)) {
        if (!isMissing()) break
        further++
        const end = await play(scenario, [seed])
        if (end) return end
      }
    }
  } catch (e) {
    const end = endOf(inSchedule(await withLine(e, suite, port, seed, o), suite, seed), seed, ms())
    if (end) return end
    throw e
  }
  const unseen = [...sometimes].filter(([, n]) => n === 0).map(([name]) => name)
  if (unseen.length > 0) {
    const seen = `${sometimes.size - unseen.length} of the ${sometimes.size} situations that it promises to test`
    const message = `With this code no schedule broke a promise, but the suite saw only ${seen}. Look for a request that the code leaves unanswered or a call that it does not pass on.`
    return { outcome: 'our-fault', kind: 'vacuous', message, unseen, ms: ms() }
  }
  const passed: Passed = {
    outcome: 'passed',
    ...totals,
    sometimes: Object.fromEntries(sometimes),
    survived: Object.fromEntries([...survived].sort(([a], [b]) => (a < b ? -1 : 1))),
    costs: [...costs.values()],
    ...(further > 0 ? { further } : {}),
    ...(orders.size > 0 ? { orders: Object.fromEntries(orders) } : {}),
    ...(o.fingerprint ? { fingerprint: hashes } : {}),
    ms: ms(),
  }
  return passed
}

/** Replays one schedule and explains it if it fails; a pass names what was seen in that one run. */
export async function replay(suite: Suite, port: NodePort, r: Replay, o: ExploreOptions): Promise<Verdict> {
  const started = o.clock()
  const ms = () => Math.round((o.clock() - started) * 10) / 10
  try {
    const { onStep } = o
    o.onPlaying?.(placeOf(suite, r.seed))
    const run = await runOnce(suite, port, {
      ...r,
      lines: true,
      ...max(o),
      ...(onStep ? { onStep: (cause) => onStep(stepOf(cause)) } : {}),
    })
    if (run.missing) return noExport(run.missing)
    if (run.violation)
      return failed(
        run,
        run.violation,
        { events: run.trace.length, faults: run.faults.length },
        { seeds: 1, events: run.trace.length },
        ms(),
      )
    return {
      outcome: 'passed',
      seeds: 1,
      events: run.trace.length,
      sometimes: Object.fromEntries(run.happened.map((name) => [name, 1])),
      survived: countByOp(run.faults),
      costs: run.costs.map(costOf),
      run: { trace: passingRun(run.trace), nodes: run.lanes },
      ms: ms(),
    }
  } catch (e) {
    const end = endOf(inSchedule(e, suite, r.seed), r.seed, ms())
    if (end) return end
    throw e
  }
}

/** A run that outgrew its caps, or a checker its budget: the verdict; anything else is not for a learner. */
export function endOf(e: unknown, seed: string, ms: number): Exceeded | OurFault | undefined {
  if (e instanceof LimitError)
    return { outcome: 'exceeded', limit: e.limit, message: told(sentence(e.message), e.place), seed, ms }
  if (e instanceof Diverged) return nondeterministic(seed, ms)
  if (!isUndecided(e)) return undefined
  return { outcome: 'our-fault', kind: 'undecided', message: sentence((e as Error).message), seed, ms }
}

/** The same error of a run that knows the lines of the learner's code; `e` itself where there is none. */
async function withLine(e: unknown, suite: Suite, port: NodePort, seed: string, o: ExploreOptions) {
  if (!(e instanceof LimitError) || e.limit !== 'events') return e
  try {
    await runOnce(suite, port, { seed, lines: true, ...max(o) })
  } catch (again) {
    if (again instanceof LimitError) return again
  }
  return e
}

export function nondeterministic(seed: string, ms: number): OurFault {
  return { outcome: 'our-fault', kind: 'nondeterministic', message: TWO_WAYS, seed, ms }
}

/** The stack is the one thing that a run has from its host: how deep a recursion gets hangs on what V8 has compiled by then. */
const TWO_WAYS =
  'The same schedule went two ways in two runs. If your code recurses until the stack is full and catches the error, that is why: ' +
  'how deep it gets differs from run to run, so give the recursion an end. Otherwise something of ours does not come from the seed. ' +
  'This does not count as an attempt.'

async function explain(
  suite: Suite,
  port: NodePort,
  found: RunResult,
  violation: Violation,
  totals: { seeds: number; events: number },
  o: ExploreOptions,
  ms: () => number,
): Promise<Failed | OurFault> {
  const { seed } = found
  const foundMs = ms()
  // Without faults there is nothing to shrink, and the rerun is what is shown. Lines play no part in the hash.
  const lines = found.faults.length === 0
  const again = await runOnce(suite, port, { seed, lines, ...max(o) })
  if (again.hash() !== found.hash()) return nondeterministic(seed, ms())
  const original = { events: found.trace.length, faults: found.faults.length }
  if (o.asFound) return failed(found, violation, original, totals, ms())
  const fails = async (faults: readonly FaultOp[], as = seed) => {
    try {
      const run = await runOnce(suite, port, { seed: as, faults, ...max(o) })
      return run.violation?.property.id === violation.property.id && run.violation.kind === violation.kind
    } catch (e) {
      if (e instanceof LimitError || isUndecided(e)) return false
      throw e
    }
  }
  const faults = await shrinkFaults(found.faults, fails, o.maxShrinkRuns ?? 150)
  const order = await plainerOrder(seed, (as) => fails(faults, as), ORDER_RUNS)
  const shown =
    lines && order === seed
      ? again
      : await runOnce(suite, port, { seed: order, faults, lines: true, ...max(o) })
  // Shrinking only ever keeps faults that fail the same way; if the last run disagrees, the found run is the truth.
  const best = shown.violation?.property.id === violation.property.id ? shown : found
  const verdict = failed(best, best.violation as Violation, original, totals, ms())
  return o.timings ? { ...verdict, shrinkMs: Math.round((ms() - foundMs) * 10) / 10 } : verdict
}

export function failed(
  run: RunResult,
  v: Violation,
  original: { events: number; faults: number },
  totals: { seeds: number; events: number },
  ms: number,
): Failed {
  const shown = slice(run.trace, v.at, v.witness, { context: v.context })
  const lanes = new Set(shown.trace.flatMap((e) => (e.peer === undefined ? [e.node] : [e.node, e.peer])))
  return {
    outcome: 'failed',
    kind: v.kind,
    property: v.property.id,
    sentence: v.property.sentence,
    because: v.because,
    expected: v.expected,
    got: v.got,
    at: shown.at,
    witness: shown.witness,
    seed: run.seed,
    scenario: run.seed.split('#')[0] as string,
    faults: run.faults,
    shrunk: { events: [shown.shown, original.events], faults: [run.faults.length, original.faults] },
    trace: shown.trace,
    nodes: run.lanes.filter((id) => lanes.has(id)),
    ...(v.property.hint ? { hint: v.property.hint } : {}),
    ...totals,
    console: consoleOf(run),
    ms,
  }
}

export function consoleOf(run: RunResult): ConsoleLine[] {
  return run.trace
    .filter((e) => e.kind === 'log')
    .slice(-CONSOLE_LINES_MAX)
    .map((e) => ({
      at: e.at,
      node: e.node,
      level: e.label ?? 'log',
      text: String(e.data),
      ...(e.line === undefined ? {} : { line: e.line }),
    }))
}

export function noExport(m: { name: string; want: string; got: string }): Rejected {
  const what = m.name === 'default' ? 'a default export' : `an export named '${m.name}'`
  const got = m.got === 'undefined' ? 'there is none' : `it is a ${m.got}`
  return {
    outcome: 'rejected',
    reason: 'no-export',
    message: `The exercise needs ${what} that is a ${m.want}; ${got}.`,
  }
}

function keepWorst(all: Map<string, Cost>, c: RunResult['costs'][number]) {
  const before = all.get(c.property.id)
  if (before && before.value >= c.value) return
  all.set(c.property.id, costOf(c))
}

function costOf({ property, ...c }: RunResult['costs'][number]): Cost {
  return { property: property.id, sentence: property.sentence, ...c }
}

function max(o: ExploreOptions) {
  return o.maxEvents === undefined ? {} : { maxEvents: o.maxEvents }
}

function sentence(s: string): string {
  const text = s.charAt(0).toUpperCase() + s.slice(1)
  return text.endsWith('.') ? text : `${text}.`
}

function countByOp(faults: readonly FaultOp[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const f of faults) counts[f.op] = (counts[f.op] ?? 0) + 1
  return counts
}

/** Chains run hashes: any difference in any run changes the end. */
export function fold(sofar: string, next: string): string {
  return [0, 1].map((i) => hash32(`${i}/${sofar}/${next}`).toString(16).padStart(8, '0')).join('')
}
