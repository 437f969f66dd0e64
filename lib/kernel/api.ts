/**
 * The learner API: everything that code under judgement can import from 'faultline'. The editor's typings are
 * generated from this file, so its comments are the learner's documentation.
 */

/** Milliseconds of virtual time. Fractions are possible on drifting clocks. */
export type Ms = number
export type NodeId = string
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A pending timer. `cancel` after it fired does nothing. */
export interface Timer {
  cancel(): void
}

/** Definite: the callee did not do it, and will not. Throw it in a handler to refuse; `rpc` rejects with it. */
export declare class Refused extends Error {
  constructor(reason: string)
  readonly reason: string
}

/** Unknown: no answer came in time. The callee may have done it, may still do it, or never saw the request. */
export declare class Timeout extends Error {
  constructor(reason?: string)
}

/** What a node can see and do. The setup function runs again after each restart: its closure is RAM, `ctx.disk` survives. */
export interface Ctx {
  readonly id: NodeId
  /** All other nodes of the cluster, clients excluded. */
  readonly peers: readonly NodeId[]
  /** The exercise's parameters, as its prompt names them. */
  readonly config: any
  /** One-way message; may be lost, duplicated, delayed or reordered. Bodies are copied at once. */
  send(to: NodeId, type: string, body?: unknown): void
  /** Request and reply. Rejects with `Refused` (definite) or `Timeout` (unknown, after `timeout` ms, 1000 unless told). */
  rpc<R = any>(
    to: NodeId,
    type: string,
    body?: unknown,
    options?: { timeout?: Ms; signal?: AbortSignal },
  ): Promise<R>
  /** Handles messages of one type. What it returns (or resolves to) is the reply; throw `Refused` to refuse. */
  on<B = any, R = any>(type: string, handler: (body: B, from: NodeId) => R | Promise<R>): void
  after(ms: Ms, f: () => void): Timer
  every(ms: Ms, f: () => void): Timer
  sleep(ms: Ms): Promise<void>
  readonly clock: {
    /** Only runs forward; may drift; restarts at an unspecified value with the node. */
    mono(): Ms
    /** Time of day: skewed, and may jump in either direction. */
    wall(): Ms
  }
  readonly random: {
    /** In [0, 1). */
    float(): number
    /** A whole number in [lo, hi], both inclusive. */
    int(lo: number, hi: number): number
    pick<T>(xs: readonly T[]): T
  }
  readonly disk: Disk
  /** Adds a labelled mark to this node's lane in the diagram. */
  trace(label: string, data?: unknown): void
  /** Shows this node's state beside the diagram; some exercises also judge it. */
  view(state: unknown): void
}

export interface Disk {
  /** Replaces the saved value: atomic, durable when it returns. */
  save(value: unknown): void
  /** The last saved value, or undefined when nothing was ever saved. A copy: changing it saves nothing. */
  load<T = any>(): T | undefined
  /** The file's bytes (all, or `len` bytes from `at`); an absent file has none. */
  read(file: string, at?: number, len?: number): Promise<Uint8Array>
  /** Resolves to the offset at which the bytes were put. Unsynced bytes may be lost or torn at a crash. */
  append(file: string, bytes: Uint8Array): Promise<number>
  write(file: string, at: number, bytes: Uint8Array): Promise<void>
  /** Atomic and durable when it resolves; does not sync the contents. */
  rename(from: string, to: string): Promise<void>
  fsync(file: string): Promise<void>
  list(prefix?: string): Promise<string[]>
  remove(file: string): Promise<void>
}

/** What code outside a cluster sees of the world: the same clocks and timers, no network. */
export interface Env {
  /** Monotonic time. */
  now(): Ms
  /** Time of day; may jump. */
  wall(): Ms
  sleep(ms: Ms): Promise<void>
  after(ms: Ms, f: () => void): Timer
  every(ms: Ms, f: () => void): Timer
  /** In [0, 1). */
  random(): number
  trace(label: string, data?: unknown): void
}

/** What `export default node(…)` makes. */
export interface NodeProgram {
  readonly setup: (ctx: Ctx) => void
}

/** Declares a node: `export default node(ctx => { ctx.on('ping', () => 'pong') })`. */
export declare function node(setup: (ctx: Ctx) => void): NodeProgram
