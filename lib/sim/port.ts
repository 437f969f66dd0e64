/**
 * The node port: the only way in which the simulator reaches learner code. One string in, one string out.
 * Three hosts implement it (the caged isolate, a browser Worker, plain Node) around the same kernel (lib/kernel).
 */
import type { Json, Ms, NodeId } from './trace.ts'

export interface NodePort {
  /**
   * Delivers one `PortInput` (JSON), lets every microtask run, and returns `PortOutput` (JSON): all that the node
   * asked for meanwhile. Synchronous where the host can drain microtasks synchronously (isolated-vm).
   */
  step(input: string): string | Promise<string>
  /** Lets the suite's own continuations (clients, nemesis) run to their next await. */
  drain(): Promise<void>
}

/** `i` is the instance: a fresh module instance per boot. `mono` and `wall` are the node's own clocks at this instant. */
export interface PortInput {
  readonly i: number
  readonly mono: Ms
  readonly wall: Ms
  readonly ev: PortEvent
}

export type PortEvent =
  | {
      readonly k: 'boot'
      readonly id: NodeId
      readonly peers: readonly NodeId[]
      readonly role: string
      readonly config: Json
      readonly seed: number
      readonly saved?: Json
      readonly lines: boolean
      /** The run's signing key (signing.ts): for the kernel's closure, never for learner code. */
      readonly auth?: string
    }
  /** `call` is set when the sender waits for a reply. */
  | {
      readonly k: 'msg'
      readonly from: NodeId
      readonly type: string
      readonly body: Json
      readonly call?: number
    }
  | { readonly k: 'reply'; readonly rpc: number; readonly ok: true; readonly body: Json }
  | {
      readonly k: 'reply'
      readonly rpc: number
      readonly ok: false
      readonly error: 'Refused' | 'Timeout'
      readonly reason: string
    }
  | { readonly k: 'timer'; readonly timer: number }
  | { readonly k: 'disk'; readonly io: number; readonly ok: true; readonly value: Json }
  | {
      readonly k: 'disk'
      readonly io: number
      readonly ok: false
      readonly code: DiskErrorCode
      readonly message: string
    }
  /** The instance is gone (crash, end of run): forget it. */
  | { readonly k: 'kill' }

/** `line` (last element, optional) is the learner's source line, present when booted with `lines`. */
export type PortOp =
  | {
      readonly o: 'send'
      readonly to: NodeId
      readonly type: string
      readonly body: Json
      readonly line?: number
    }
  | {
      readonly o: 'rpc'
      readonly rpc: number
      readonly to: NodeId
      readonly type: string
      readonly body: Json
      readonly timeoutMs: Ms | null
      readonly line?: number
    }
  | {
      readonly o: 'reply'
      readonly call: number
      readonly ok: true
      readonly body: Json
      readonly line?: number
    }
  | {
      readonly o: 'reply'
      readonly call: number
      readonly ok: false
      readonly reason: string
      readonly line?: number
    }
  | { readonly o: 'set'; readonly timer: number; readonly delayMs: Ms; readonly line?: number }
  | { readonly o: 'cancel'; readonly timer: number; readonly line?: number }
  | { readonly o: 'save'; readonly value: Json; readonly line?: number }
  | { readonly o: 'disk'; readonly io: number; readonly op: DiskOp; readonly line?: number }
  | { readonly o: 'trace'; readonly label: string; readonly data: Json; readonly line?: number }
  | { readonly o: 'view'; readonly state: Json; readonly line?: number }
  | { readonly o: 'log'; readonly level: string; readonly text: string; readonly line?: number }
  /** Thrown where nothing catches it: a handler, a timer, an unhandled rejection, the module's top level. */
  /** The module lacks an export that the exercise needs. */
  | {
      readonly o: 'missing'
      readonly name: string
      readonly want: string
      readonly got: string
      readonly line?: number
    }
  | { readonly o: 'threw'; readonly message: string; readonly line?: number }

export type DiskErrorCode = 'ENOSPC' | 'EIO' | 'ENOENT' | 'EINVAL'

/** Bytes travel as base64 strings. */
export type DiskOp =
  | { readonly f: 'read'; readonly file: string; readonly at?: number; readonly len?: number }
  | { readonly f: 'append'; readonly file: string; readonly bytes: string }
  | { readonly f: 'write'; readonly file: string; readonly at: number; readonly bytes: string }
  | { readonly f: 'rename'; readonly file: string; readonly to: string }
  | { readonly f: 'fsync'; readonly file: string }
  | { readonly f: 'truncate'; readonly file: string; readonly len: number }
  | { readonly f: 'list'; readonly prefix: string }
  | { readonly f: 'remove'; readonly file: string }

export type PortOutput = readonly PortOp[]
