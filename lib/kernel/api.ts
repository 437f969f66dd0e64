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

/**
 * A disk operation failed. `code` is 'ENOSPC' (no space left: nothing of this operation was written), 'EIO' (an fsync
 * failed: what it should have written may be gone, although reads still show it and a later fsync succeeds), 'ENOENT' (no
 * such file) or 'EINVAL' (an offset or length that is no whole number from 0).
 */
export declare class DiskError extends Error {
  constructor(code: string, message: string)
  readonly code: 'ENOSPC' | 'EIO' | 'ENOENT' | 'EINVAL'
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
  /** Timers follow `clock.mono`: f runs when it reads at least what it reads now plus ms. */
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

/** Operations reject with `DiskError`. At a crash, bytes that no resolved fsync covers may be lost from any byte on. */
export interface Disk {
  /** Replaces the saved value: atomic, durable when it returns. */
  save(value: unknown): void
  /** The last saved value, or undefined when nothing was ever saved. A copy: changing it saves nothing. */
  load<T = any>(): T | undefined
  /** The file's bytes (all, or `len` bytes from `at`); an absent file has none. */
  read(file: string, at?: number, len?: number): Promise<Uint8Array>
  /** Resolves to the offset at which the bytes were put. Unsynced bytes may be lost or torn at a crash. */
  append(file: string, bytes: Uint8Array): Promise<number>
  /** Puts the bytes at `at`; a gap before them reads as zeros. */
  write(file: string, at: number, bytes: Uint8Array): Promise<void>
  /** Cuts the file to `len` bytes; a shorter file stays as it is. Needs an fsync, as a write does. */
  truncate(file: string, len: number): Promise<void>
  /** Atomic and durable when it resolves; does not sync the contents. */
  rename(from: string, to: string): Promise<void>
  /** When it resolves, everything written to the file before it was called survives a crash. */
  fsync(file: string): Promise<void>
  /** Names of files that begin with `prefix`, sorted. */
  list(prefix?: string): Promise<string[]>
  /** Durable when it resolves. An absent file is no error. */
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
  /** A mark in the diagram, with `you: ` before its label. */
  trace(label: string, data?: unknown): void
}

/** What `export default node(…)` makes. */
export interface NodeProgram {
  readonly setup: (ctx: Ctx, auth: Auth) => void
}

/** Declares a node: `export default node(ctx => { ctx.on('ping', () => 'pong') })`. */
export declare function node(setup: (ctx: Ctx, auth: Auth) => void): NodeProgram

/** A message with its signer's name on it. Plain JSON: it can be sent, stored and forwarded. */
export interface Signed<B = any> {
  readonly by: NodeId
  readonly body: B
  readonly sig: string
}

/** The second argument of a node in exercises with liars. No node can sign for another. */
export interface Auth {
  /** Signs for this node. The same body gives the same signature, always. */
  sign<B>(body: B): Signed<B>
  /** Whether `s.by` signed exactly `s.body`. Anything else is false, never an error. */
  verify(s: unknown): s is Signed
  /** The digest of a JSON value: 64 hexadecimal digits, the same whatever the order of its keys. */
  digest(value: unknown): string
}

/** Of bytes, or of a text's UTF-8: 32 bytes. */
export declare function sha256(data: Uint8Array | string): Uint8Array
/** HMAC-SHA256 (RFC 2104): 32 bytes. */
export declare function hmacSha256(key: Uint8Array | string, data: Uint8Array | string): Uint8Array
/** CRC-32C (Castagnoli), unsigned 32 bits. `seed` continues the checksum of what came before. */
export declare function crc32c(data: Uint8Array | string, seed?: number): number
/** CRC16/XMODEM, unsigned 16 bits. */
export declare function crc16(data: Uint8Array | string): number
/** A quick hash that spreads well, unsigned 32 bits. Not for secrets. */
export declare function hash32(text: string): number
/** The SHA-256 of a JSON value with its keys sorted: 64 hexadecimal digits. */
export declare function digest(value: unknown): string
export declare function toHex(bytes: Uint8Array): string
/** Throws a RangeError for anything but pairs of hexadecimal digits. */
export declare function fromHex(text: string): Uint8Array
export declare function toBase64(bytes: Uint8Array): string
export declare function fromBase64(text: string): Uint8Array

/** A message as a nemesis sees it: on the wire. What happens inside a node it does not see. */
export interface SeenMessage {
  readonly at: Ms
  readonly kind: 'sent' | 'delivered'
  readonly from: NodeId
  readonly to: NodeId
  readonly type: string
  readonly body: any
  /** Whether it answers a request. */
  readonly reply: boolean
}

/**
 * What a fault schedule can see and do, in exercises that ask for one. A fault begins at once; `forMs` is how long it
 * lasts. What begins after the run has healed does not happen. The exercise's prompt says which faults it allows.
 */
export interface Nemesis {
  readonly nodes: readonly NodeId[]
  /** The exercise's parameters, as its prompt names them. */
  readonly config: any
  readonly random: Ctx['random']
  /** True time since the run began. */
  now(): Ms
  /** Sleeps until `ms` of true time; returns at once when it has passed. */
  at(ms: Ms): Promise<void>
  sleep(ms: Ms): Promise<void>
  /** The next message that fits, from now on; undefined when none came within `withinMs`. A sent one has not arrived yet. */
  message(fits: (m: SeenMessage) => boolean, options?: { withinMs?: Ms }): Promise<SeenMessage | undefined>
  /** The node runs nothing; its clock goes on. What comes meanwhile is handled when it wakes. */
  pause(node: NodeId, options: { forMs: Ms }): void
  /** The node loses its memory and what it had not saved, and starts again after `forMs`. */
  crash(node: NodeId, options: { forMs: Ms }): void
  /** One way: what `from` sends does not reach `to`. */
  cut(from: NodeId, to: NodeId, options: { forMs: Ms }): void
  /** One way: what `from` sends to `to` waits, and arrives at the end of `forMs`. */
  clog(from: NodeId, to: NodeId, options: { forMs: Ms }): void
  /** Nodes in different groups cannot talk. */
  partition(groups: readonly (readonly NodeId[])[], options: { forMs: Ms }): void
  /** The node's wall clock jumps by `byMs`. */
  skew(node: NodeId, byMs: Ms): void
  /** From now on the node's monotonic clock runs at `rate`: 1.05 is 5 % fast. */
  drift(node: NodeId, rate: number): void
  /** A mark for you, printed with the console. */
  trace(label: string, data?: unknown): void
}

/** Declares a fault schedule: `export default nemesis(async (n) => { await n.at(500); n.pause('n1', { forMs: 900 }) })`. */
export declare function nemesis(script: (n: Nemesis) => unknown): NodeProgram
