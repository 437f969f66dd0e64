/**
 * The authors' language. A suite names its properties; each scenario builds one world per seed and says what
 * clients do, what the nemesis breaks, what must hold. The builder runs once per run, so its closures are per-run state.
 */
import type { Measure } from '../checks/index.ts'
import type {
  Authority,
  FaultOp,
  Json,
  Ms,
  NetworkProfile,
  NodeId,
  Rng,
  Trace,
  TraceEvent,
} from '../sim/index.ts'

export type PropertyKind = 'safety' | 'liveness' | 'history' | 'cost'

/** `id` is stable and kebab-case, `sentence` is what the learner reads, `hint` names a group of hints.mdx. */
export interface Property {
  readonly id: string
  readonly sentence: string
  readonly kind: PropertyKind
  readonly hint?: string
}

export interface Suite {
  readonly name: string
  readonly properties: readonly Property[]
  readonly scenarios: readonly ScenarioDef[]
}

export interface ScenarioOptions {
  /** How many seeds of this scenario a submission must survive: 0 … n-1, or these, chosen (`npm run seeds`). */
  readonly seeds: number | readonly number[]
  /** True time at which the run ends. */
  readonly durationMs: Ms
  /** Network noise and nemesis end here, every node is up and unpaused; default: durationMs. */
  readonly healAtMs?: Ms
  readonly title?: string
  /**
   * Explore every order in which messages can be delivered, instead of drawing delays; for worlds with few messages. The
   * verdict says whether the orders were complete within `maxRuns`. A message takes no time on its way, so timers come
   * when nothing is under way; up to `timeouts` (0) times in a run they may also come before. Up to `losses` (0)
   * messages of a run may be lost. The network's profile plays no part. For each of `seeds`.
   */
  readonly exhaustive?: { readonly maxRuns: number; readonly timeouts?: number; readonly losses?: number }
}

export interface ScenarioDef {
  readonly name: string
  readonly options: ScenarioOptions
  readonly build: (sc: Scenario, r: Rng) => void
}

export interface SuiteBuilder {
  property(id: string, sentence: string, o: { kind: PropertyKind; hint?: string }): Property
  scenario(name: string, options: ScenarioOptions, build: (sc: Scenario, r: Rng) => void): void
}

export interface Scenario {
  /**
   * Learner nodes. `role` is the export that defines them ('default' for `export default`), `config` reaches ctx.config.
   * A function gives each node its own.
   * For unit exercises the one node runs the exercise's public fixture.ts around the learner's exports.
   */
  nodes(ids: readonly NodeId[], o?: { role?: string; config?: Json | ((id: NodeId) => Json) }): void
  /**
   * A node of the suite's own: a store, a dependency. Handlers may be async (await s.sleep); its lane is drawn too. With
   * `peer` the learner's nodes see it in ctx.peers, at its place in the order of declaration: a liar among equals.
   */
  supply(id: NodeId, handlers: (s: Supplied) => void, o?: { peer?: boolean }): void
  /** Gives nodes `auth`. The secret belongs into the hidden suite: who knows it can sign for anyone. */
  auth(secret: string): void
  network(profile: NetworkProfile): void
  /**
   * Starting conditions per node: wall skew and mono rate are faults too, hence shrinkable. `driftPct` draws a rate within
   * the band; `rates` and `skewsMs` pick one of the given, so that [0.95, 1.05] are the exact ends.
   */
  clocks(o: {
    skewMs?: Ms
    driftPct?: number
    rates?: readonly number[]
    skewsMs?: readonly Ms[]
    nodes?: readonly NodeId[]
  }): void
  client(id: NodeId, script: (c: Client) => Promise<void>): void
  nemesis(script: (n: Nemesis) => Promise<void>): void
  /** Called after every event, with the world at the end of that event. Return a Finding to fail. */
  always(p: Property, f: (e: TraceEvent, w: World) => Finding | undefined): void
  /** Called at every settled instant (queue of that instant drained). */
  settled(p: Property, f: (w: World) => Finding | undefined): void
  /** Must be true at some instant within `withinMs` after the heal (inclusive). */
  eventually(p: Property, o: { withinMs: Ms }, f: (w: World) => boolean, because: (w: World) => Finding): void
  /** At the end of the run, over the whole trace: checkers go here. */
  check(p: Property, f: (w: World) => Finding | undefined): void
  /**
   * Counts over all runs of the scenario. At 0 after the whole suite its scenarios go on with further seeds, some forty; still 0 makes
   * the suite vacuous, which is our fault. `prove` wants it seen in the suite's own schedules.
   */
  sometimes(name: string, f: (e: TraceEvent, w: World) => boolean): void
  /**
   * Fails when the value at the end of a run is above max; the worst run is reported. A measure of lib/checks brings the
   * events to show; undefined: there was nothing to measure. `stars`: up to the first value three, up to the second two;
   * default: by the reference's cost.
   */
  cost(
    p: Property,
    o: { max: number; unit: string; stars?: readonly [three: number, two: number] },
    f: (w: World) => number | Measure | undefined,
  ): void
}

/** Why a property does not hold: two events in conflict, in words. `witness` are trace event ids, in any order. */
export interface Finding {
  readonly because: string
  readonly expected: Json
  readonly got: Json
  readonly witness: readonly number[]
  /**
   * Events that led to the conflict through a node's memory, where no message leads: what it was told, what it did, what
   * it counted. They are shown, without their own past; few, please.
   */
  readonly context?: readonly number[]
}

export interface World {
  readonly now: Ms
  readonly trace: Trace
  readonly healed: boolean
  readonly healAtMs: Ms
  /** Learner nodes and played peers, in the order of declaration: what a node has as ctx.peers, and itself. */
  readonly cluster: readonly NodeId[]
  /** Last view of the node in its present incarnation; undefined before the first. */
  view(node: NodeId): any
  /** What the node saved last, durable; undefined when nothing. */
  saved(node: NodeId): any
  isUp(node: NodeId): boolean
  isPaused(node: NodeId): boolean
  disk(node: NodeId): DiskView
  mono(node: NodeId): Ms
  wall(node: NodeId): Ms
  /** Timers that the node set and that have neither fired nor been cancelled. */
  timers(node: NodeId): number
  /** Signs for anyone and verifies: for clients, peers and properties. Throws where the scenario has no `sc.auth`. */
  readonly authority: Authority
}

/** What is on a node's low-level disk now. All bytes are copies. */
export interface DiskView {
  /** Names, sorted. */
  files(): readonly string[]
  /** What a read shows; undefined: no such file. */
  read(file: string): Uint8Array | undefined
  /** What survives a crash for certain. */
  durable(file: string): Uint8Array | undefined
}

export type CallResult =
  | {
      readonly ok: true
      readonly value: any
      readonly op: number
      readonly invokeId: number
      readonly endId: number
    }
  /** 'Refused' is definite, 'Timeout' unknown. */
  | {
      readonly ok: false
      readonly error: 'Refused' | 'Timeout'
      readonly reason: string
      readonly op: number
      readonly invokeId: number
      readonly endId: number
    }

export interface Client {
  readonly id: NodeId
  readonly now: Ms
  readonly w: World
  readonly random: Rng
  /**
   * One recorded operation; never rejects. `local` calls a process on the same machine: no network, answered within the
   * instant if the handler answers synchronously (a paused node answers when it resumes). Default timeout 1000 ms; null waits for ever.
   */
  call(
    to: NodeId,
    type: string,
    body?: unknown,
    o?: { timeoutMs?: Ms | null; local?: boolean },
  ): Promise<CallResult>
  /** One-way. */
  send(to: NodeId, type: string, body?: unknown, o?: { local?: boolean }): void
  sleep(ms: Ms): Promise<void>
  /** Sleeps until the absolute true time; returns at once when it has passed. Clients wake after all node events of the instant. */
  at(ms: Ms): Promise<void>
  /** Lets everything due at this instant happen first. */
  settle(): Promise<void>
  /** A mark in the client's lane. Returns its event id. */
  note(label: string, data?: Json): number
  /** Ends the run with a violation of p (for scripted cases that compare with a model). */
  fail(p: Property, finding: Finding): void
}

export interface Supplied {
  readonly id: NodeId
  readonly now: Ms
  readonly random: Rng
  readonly w: World
  /** The reply is what it returns; throw `new Refusal(reason)` to refuse; return `NO_REPLY` to stay silent. */
  on(type: string, handler: (body: any, from: NodeId, eventId: number) => unknown | Promise<unknown>): void
  /** Answers what no other handler takes. */
  otherwise(handler: (m: Received) => unknown | Promise<unknown>): void
  /** `cause` is the event that led to it, usually the third argument of a handler. */
  send(to: NodeId, type: string, body?: unknown, cause?: number): void
  /** A request of its own; never rejects. Default timeout 1000 ms; null waits for ever. */
  call(
    to: NodeId,
    type: string,
    body?: unknown,
    o?: { timeoutMs?: Ms | null; cause?: number },
  ): Promise<Answer>
  /** Calls f at now + ms, unless cancelled before. */
  after(ms: Ms, f: () => void): { cancel(): void }
  sleep(ms: Ms): Promise<void>
  /** A mark in its lane. `cause` is the event that led to it, usually the third argument of a handler. */
  note(label: string, data?: Json, cause?: number): number
  view(state: Json): void
}

/** A message to a supplied node. `call`: the sender waits for an answer. */
export interface Received {
  readonly type: string
  readonly body: any
  readonly from: NodeId
  readonly call: boolean
  readonly event: number
}

/** How a supplied node's own request ended. `event` is the answer's arrival, or the sending when none came. */
export type Answer =
  | { readonly ok: true; readonly value: any; readonly event: number }
  | {
      readonly ok: false
      readonly error: 'Refused' | 'Timeout'
      readonly reason: string
      readonly event: number
    }

export interface Nemesis {
  readonly now: Ms
  readonly nodes: readonly NodeId[]
  readonly w: World
  readonly random: Rng
  at(ms: Ms): Promise<void>
  sleep(ms: Ms): Promise<void>
  /** Waits until f holds (checked at settled instants) or `withinMs` passed; tells which. */
  until(f: (w: World) => boolean, withinMs: Ms): Promise<boolean>
  partition(groups: readonly (readonly NodeId[])[], o: { forMs: Ms }): void
  cut(from: NodeId, to: NodeId, o: { forMs: Ms }): void
  /** Holds what would arrive, and delivers it in one burst. '*' is every node. */
  clog(from: NodeId | '*', to: NodeId | '*', o: { forMs: Ms }): void
  pause(node: NodeId, o: { forMs: Ms }): void
  /** Every handler and timer takes `handlerMs`. */
  slow(node: NodeId, o: { forMs: Ms; handlerMs: Ms }): void
  /**
   * `forMs` until the restart; Infinity: until the heal; null: for ever, also after it. `torn`: a part of the unsynced bytes
   * survives; `wipe`: nothing of the disk does, it comes back empty.
   */
  crash(node: NodeId, o: { forMs: Ms | null; torn?: boolean; wipe?: boolean }): void
  /** A supplied service answers nothing, or refuses every request for `refuse`. */
  off(service: NodeId, o: { forMs: Ms; refuse?: string }): void
  /** The wall clock jumps, in either direction. */
  skew(node: NodeId, byMs: Ms): void
  drift(node: NodeId, rate: number): void
  /** The files may grow by `freeBytes` (0) more in all; what needs more rejects with ENOSPC. */
  diskFull(node: NodeId, o: { forMs: Ms; freeBytes?: number }): void
  /** Every fsync rejects with EIO and loses what it should have written; see FaultOp 'fsync-fail'. */
  failFsync(node: NodeId, o: { forMs: Ms; reverts?: boolean }): void
  slowFsync(node: NodeId, o: { forMs: Ms; extraMs: Ms }): void
  /** Flips one drawn bit among the synced bytes of the files whose names begin with `file`; tells whether there was one. */
  flipBit(node: NodeId, o?: { file?: string }): boolean
}

/** Per-fault count of a run, e.g. { crash: 2, drop: 11 }. */
export type Survived = Readonly<Record<string, number>>
export type { FaultOp }

// ---- inverse exercises ----

/** What a learner's nemesis may do. */
export interface NemesisRules {
  readonly faults: readonly ('pause' | 'crash' | 'cut' | 'clog' | 'partition' | 'skew' | 'drift')[]
  /** Faults that one run may have. */
  readonly max: number
  /** Reaches the nemesis as `n.config`, with the number of the schedule as `round`, counted from 0 in each scenario. */
  readonly config?: Readonly<Record<string, Json>>
}

/** Node programs by role, as `node(…)` makes them: the course's own, run outside the learner's realm. */
export type Programs = Readonly<Record<string, { readonly setup: (...args: never[]) => void }>>

export interface Mutant {
  readonly id: string
  /** What it does, in words that may be shown to whoever did not find it. */
  readonly title: string
  readonly programs: Programs
}

export interface Inverse {
  readonly nemesis: NemesisRules
  /** Must survive every schedule. A visible suite has none: it would be an answer. */
  readonly correct?: Programs
  readonly mutants: readonly Mutant[]
  /** So many of them must be exposed. */
  readonly needed: number
}

/** A suite whose nodes run the course's implementations, and whose nemesis the learner writes. */
export interface InverseSuite extends Suite {
  readonly inverse: Inverse
}
