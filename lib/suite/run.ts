/** One run of one scenario: builds its world, plays it, says which property failed first. */
import type { Measure } from '../checks/index.ts'
import {
  authorityOf,
  calmNetwork,
  type EventId,
  type FaultOp,
  hashTrace,
  type Json,
  type NetworkProfile,
  type NodePort,
  type NodeSpec,
  type OrderOptions,
  rng,
  runKey,
  Sim,
  type TraceEvent,
} from '../sim/index.ts'
import { FAULT_BUDGET, THREW } from './define.ts'
import { makeClient, makeNemesis, makeSupplied, start } from './endpoints.ts'
import { LearnerNemesis } from './learner-nemesis.ts'
import { chooserOf, parseSeed } from './orders.ts'
import { placed } from './outgrown.ts'
import { readable } from './sentence.ts'
import type {
  Client,
  Finding,
  Nemesis,
  NemesisRules,
  Property,
  Scenario,
  ScenarioDef,
  Suite,
  Supplied,
  World,
} from './suite.ts'

export interface RunOptions {
  /** '<scenario>#<n>', and '.<choice>…' for a delivery order (orders.ts). */
  readonly seed: string
  /** Replay: exactly these faults; the nemesis does not run. */
  readonly faults?: readonly FaultOp[]
  readonly lines?: boolean
  /** Of an exhaustive scenario: chooses the order; as the seed says, unless given. */
  readonly choose?: OrderOptions['choose']
  readonly maxEvents?: number
  /** Before each step of a learner's node: the event that leads to it. */
  readonly onStep?: (cause: TraceEvent) => void
  /** Inverse exercises: the learner's nemesis, behind a port of its own; silent in a replay, like the suite's. */
  readonly nemesis?: { readonly port: NodePort; readonly rules: NemesisRules }
}

export interface Violation extends Finding {
  readonly property: Property
  readonly kind: 'safety' | 'liveness' | 'history' | 'cost' | 'threw'
  readonly at: EventId
}

export interface RunResult {
  readonly seed: string
  readonly trace: readonly TraceEvent[]
  /** Lanes in the order in which the scenario declared them. */
  readonly lanes: readonly string[]
  readonly faults: readonly FaultOp[]
  readonly violation?: Violation
  readonly missing?: { name: string; want: string; got: string }
  /** Names of the `sometimes` that happened. */
  readonly happened: readonly string[]
  /** All names that this scenario could have shown. */
  readonly hoped: readonly string[]
  readonly costs: readonly Spent[]
  readonly hash: () => string
}

interface Spent extends CostLimit {
  readonly property: Property
  readonly value: number
}

interface CostLimit {
  readonly max: number
  readonly unit: string
  readonly starsAt?: readonly [three: number, two: number]
}

export const DEFAULT_MAX_EVENTS = 100_000

/** Throws what the suite's own code throws, and LimitError when the run outgrows its caps. */
export async function runOnce(suite: Suite, port: NodePort, o: RunOptions): Promise<RunResult> {
  const [name] = o.seed.split('#') as [string]
  const def = suite.scenarios.find((s) => s.name === name)
  if (!def)
    throw new Error(
      `suite '${suite.name}' has no scenario '${name}' (seed '${o.seed}'); it has ${suite.scenarios.map((s) => s.name).join(', ')}`,
    )
  return play(def, port, o)
}

async function play(def: ScenarioDef, port: NodePort, o: RunOptions): Promise<RunResult> {
  const { base, choices } = parseSeed(o.seed)
  const plan = build(def, base)
  const healAtMs = def.options.healAtMs ?? def.options.durationMs
  const authKey = plan.secret === undefined ? undefined : runKey(plan.secret, base)
  const sim = new Sim(port, {
    seed: base,
    network: plan.network,
    durationMs: def.options.durationMs,
    healAtMs,
    lines: o.lines === true,
    maxEvents: o.maxEvents ?? DEFAULT_MAX_EVENTS,
    cluster: clusterOf(plan),
    ...(authKey === undefined ? {} : { authKey }),
    ...(o.faults ? { faults: o.faults } : {}),
    ...(o.onStep ? { onStep: o.onStep } : {}),
    ...(def.options.exhaustive ? { order: orderOf(def.options.exhaustive, o.choose, choices) } : {}),
  })
  const w = worldOf(sim, healAtMs, authKey)
  let violation: Violation | undefined
  const fail = (property: Property, f: Finding, kind: Violation['kind'] = property.kind) => {
    if (violation) return
    const because = readable(f.because)
    const at = sim.record('violation', '*', { label: property.id, data: because })
    violation = { ...f, because, property, kind, at }
    sim.stopped = true
  }
  for (const spec of plan.nodes) sim.addNode(spec)
  if (!o.faults) for (const f of startingClocks(plan, base)) sim.inject(f)
  for (const { id, setup } of plan.supplied) makeSupplied(sim, id, w, setup)
  let ops = 0
  for (const { id, script } of plan.clients) {
    const client = makeClient(sim, id, w, () => ops++, fail)
    start(sim, () => script(client))
  }
  const settledHooks = new Set<() => void>()
  if (!o.faults)
    for (const script of plan.nemeses) start(sim, () => script(makeNemesis(sim, w, settledHooks)))
  const nemesis =
    o.nemesis && !o.faults
      ? new LearnerNemesis(sim, {
          ...o.nemesis,
          round: Number(o.seed.split('#')[1] ?? 0),
          lines: o.lines === true,
          tooMany: (used) => fail(FAULT_BUDGET, overBudget(used, o.nemesis?.rules.max ?? 0)),
        })
      : undefined
  const happened = new Set<string>()
  const open = new Set(plan.eventually)
  let seen = 0
  sim.onEvent = () => {
    nemesis?.observe()
    for (; seen < sim.trace.length && !violation; seen++) {
      const e = sim.trace[seen] as TraceEvent
      if (e.kind === 'threw') fail(THREW, threwFinding(e), 'threw')
      for (const { name, f } of plan.sometimes) if (!happened.has(name) && f(e, w)) happened.add(name)
      for (const { p, f } of plan.always) {
        const finding = f(e, w)
        if (finding) fail(p, finding)
      }
    }
  }
  sim.onSettled = () => {
    for (const hook of [...settledHooks]) hook()
    for (const { p, f } of plan.settled) {
      const finding = f(w)
      if (finding) fail(p, finding)
    }
    if (sim.now < healAtMs) return
    for (const ev of open) {
      // Past its bound it comes too late, even if it holds now: every instant until the bound was looked at.
      if (sim.now > healAtMs + ev.withinMs) {
        open.delete(ev)
        fail(ev.p, ev.because(w))
      } else if (ev.f(w)) open.delete(ev)
    }
  }
  try {
    await sim.run()
  } catch (e) {
    throw placed(e, sim.trace, (id) => sim.nodes.has(id))
  } finally {
    // A run that outgrew its caps leaves nothing behind in a port that others use.
    await nemesis?.close()
    await sim.close()
  }
  sim.onEvent()
  const costs: Spent[] = []
  if (!violation && !sim.missing) {
    for (const ev of open) if (!ev.f(w)) fail(ev.p, ev.because(w))
    for (const { p, f } of plan.checks) {
      const finding = violation ? undefined : f(w)
      if (finding) fail(p, finding)
    }
    for (const { p, limit, f } of plan.costs) {
      const got = f(w)
      if (got === undefined) continue
      const measure = typeof got === 'number' ? { value: got, witness: [] } : got
      costs.push({ property: p, value: measure.value, ...limit })
      if (measure.value > limit.max) fail(p, overspent(measure, limit))
    }
  }
  return {
    seed: o.seed,
    trace: sim.trace,
    lanes: plan.lanes,
    faults: sim.faults,
    ...(violation ? { violation } : {}),
    ...(sim.missing ? { missing: sim.missing } : {}),
    happened: [...happened],
    hoped: plan.sometimes.map((s) => s.name),
    costs,
    hash: () => hashTrace(sim.trace),
  }
}

function orderOf(
  x: NonNullable<ScenarioDef['options']['exhaustive']>,
  choose: RunOptions['choose'],
  choices: readonly number[] | undefined,
): OrderOptions {
  const { timeouts = 0, losses = 0 } = x
  return { timeouts, losses, choose: choose ?? chooserOf(choices ?? []) }
}

interface Plan {
  nodes: NodeSpec[]
  lanes: string[]
  network: NetworkProfile
  clocks: Parameters<Scenario['clocks']>[0][]
  supplied: { id: string; setup: (s: Supplied) => void; peer: boolean }[]
  secret: string | undefined
  clients: { id: string; script: (c: Client) => Promise<void> }[]
  nemeses: ((n: Nemesis) => Promise<void>)[]
  always: { p: Property; f: (e: TraceEvent, w: World) => Finding | undefined }[]
  settled: { p: Property; f: (w: World) => Finding | undefined }[]
  eventually: { p: Property; withinMs: number; f: (w: World) => boolean; because: (w: World) => Finding }[]
  checks: { p: Property; f: (w: World) => Finding | undefined }[]
  sometimes: { name: string; f: (e: TraceEvent, w: World) => boolean }[]
  costs: { p: Property; limit: CostLimit; f: (w: World) => number | Measure | undefined }[]
}

function build(def: ScenarioDef, seed: string): Plan {
  const plan: Plan = {
    nodes: [],
    lanes: [],
    network: calmNetwork,
    clocks: [],
    supplied: [],
    secret: undefined,
    clients: [],
    nemeses: [],
    always: [],
    settled: [],
    eventually: [],
    checks: [],
    sometimes: [],
    costs: [],
  }
  const lane = (id: string) => {
    if (plan.lanes.includes(id)) throw new Error(`scenario '${def.name}' declares '${id}' twice`)
    plan.lanes.push(id)
  }
  const sc: Scenario = {
    nodes(ids, o = {}) {
      for (const id of ids) {
        lane(id)
        const config = typeof o.config === 'function' ? o.config(id) : o.config
        plan.nodes.push({ id, role: o.role ?? 'default', config: config ?? null })
      }
    },
    supply(id, setup, o = {}) {
      lane(id)
      plan.supplied.push({ id, setup, peer: o.peer === true })
    },
    auth(secret) {
      plan.secret = secret
    },
    network(profile) {
      plan.network = profile
    },
    clocks: (o) => void plan.clocks.push(o),
    client(id, script) {
      lane(id)
      plan.clients.push({ id, script })
    },
    nemesis: (script) => void plan.nemeses.push(script),
    always: (p, f) => void plan.always.push({ p, f }),
    settled: (p, f) => void plan.settled.push({ p, f }),
    eventually: (p, o, f, because) => void plan.eventually.push({ p, withinMs: o.withinMs, f, because }),
    check: (p, f) => void plan.checks.push({ p, f }),
    sometimes: (name, f) => void plan.sometimes.push({ name, f }),
    cost: (p, { max, unit, stars }, f) =>
      void plan.costs.push({ p, limit: { max, unit, ...(stars ? { starsAt: stars } : {}) }, f }),
  }
  def.build(sc, rng(`${seed}/scenario`))
  if (plan.nodes.length === 0) throw new Error(`scenario '${def.name}' has no learner node`)
  return plan
}

/** Skew and drift drawn within the declared bands; the ends of the band are drawn often, since bugs live there. */
function startingClocks(plan: Plan, seed: string) {
  const r = rng(`${seed}/clocks`)
  const faults: (
    | { op: 'drift'; at: number; node: string; rate: number }
    | { op: 'skew'; at: number; node: string; byMs: number }
  )[] = []
  for (const c of plan.clocks) {
    for (const node of c.nodes ?? plan.nodes.map((n) => n.id)) {
      const sign = r.pick([-1, 1])
      const size = r.chance(50) ? 1 : r.int(0, 1000) / 1000
      if (c.driftPct)
        faults.push({
          op: 'drift',
          at: 0,
          node,
          rate: 1 + (sign * Math.round(c.driftPct * size * 1000)) / 100_000,
        })
      if (c.skewMs) faults.push({ op: 'skew', at: 0, node, byMs: r.int(-c.skewMs, c.skewMs) })
      if (c.rates) faults.push({ op: 'drift', at: 0, node, rate: r.pick(c.rates) })
      if (c.skewsMs) faults.push({ op: 'skew', at: 0, node, byMs: r.pick(c.skewsMs) })
    }
  }
  return faults
}

/** Learner nodes and the peers that the suite plays, in the order of declaration. */
function clusterOf(plan: Plan): readonly string[] {
  const members = new Set([...plan.nodes, ...plan.supplied.filter((s) => s.peer)].map((n) => n.id))
  return plan.lanes.filter((id) => members.has(id))
}

function worldOf(sim: Sim, healAtMs: number, authKey: string | undefined): World {
  const authority = authKey === undefined ? undefined : authorityOf(authKey)
  const node = (id: string) => {
    const n = sim.nodes.get(id)
    if (!n) throw new Error(`the suite asks for '${id}', which is not a learner node`)
    return n
  }
  return {
    get now() {
      return sim.now
    },
    get trace() {
      return sim.trace
    },
    get healed() {
      return sim.now >= healAtMs
    },
    healAtMs,
    view: (id) => node(id).view,
    saved: (id) => node(id).disk.saved,
    disk(id) {
      const { disk } = node(id)
      return {
        files: () => disk.names(),
        read: (file) => disk.contents(file),
        durable: (file) => disk.durable(file),
      }
    },
    isUp: (id) => node(id).up,
    isPaused: (id) => node(id).pausedUntil !== undefined,
    mono: (id) => node(id).clock.mono(sim.now),
    wall: (id) => node(id).clock.wall(sim.now),
    timers: (id) => node(id).timers.size,
    cluster: sim.options.cluster ?? [...sim.nodes.keys()],
    get authority() {
      if (!authority)
        throw new Error('the suite asks for signatures; the scenario must declare sc.auth(secret)')
      return authority
    },
  }
}

function threwFinding(e: TraceEvent): Finding {
  return {
    because: `${e.node} threw ${e.label}`,
    expected: 'no uncaught error',
    got: (e.label ?? null) as Json,
    witness: [e.id],
  }
}

function overspent(m: Measure, { max, unit }: CostLimit): Finding {
  const most = m.most === undefined ? '' : ` The most went to ${m.most}.`
  return {
    because: `${m.because ?? `The run cost ${round(m.value)} ${unit}`}; at most ${max} are allowed.${most}`,
    expected: max,
    got: round(m.value),
    witness: m.witness,
  }
}

function overBudget(used: number, max: number): Finding {
  return {
    because: `The nemesis asked for fault number ${used} of one run; a run may have ${max}.`,
    expected: max,
    got: used,
    witness: [],
  }
}

function round(x: number): number {
  return Math.round(x * 100) / 100
}
