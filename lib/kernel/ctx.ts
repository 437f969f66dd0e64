/** `ctx`: the learner's node, spelled as port operations. */
import { fromBase64, type PortEvent, type Rng, rng, toBase64 } from '../sim/index.ts'
import type { Ctx, Timer } from './api.ts'
import { type Instance, lineHere, toText } from './guest.ts'

const DEFAULT_RPC_TIMEOUT_MS = 1000

export function makeCtx(inst: Instance, boot: PortEvent & { k: 'boot' }): Ctx {
  let chance: Rng | undefined
  const draws = () => (chance ??= rng(`ctx/${boot.seed}`))
  const after = (ms: number, f: () => void): Timer => setTimer(inst, ms, f)
  let saved = boot.saved === undefined ? undefined : JSON.stringify(boot.saved)
  const io = (op: object) =>
    new Promise<never>((resolve, reject) => {
      const id = inst.nextId++
      inst.ios.set(id, { resolve: resolve as (v: unknown) => void, reject })
      inst.emit({ o: 'disk', io: id, op: op as never })
    })
  return Object.freeze<Ctx>({
    id: boot.id,
    peers: Object.freeze(boot.peers.slice()),
    config: deepFreeze(boot.config),
    send: (to, type, body) =>
      inst.emitWith({ o: 'send', to: String(to), type: String(type) }, 'body', toText(body)),
    rpc: (to, type, body, options) => rpc(inst, String(to), String(type), body, options) as Promise<never>,
    on(type, handler) {
      if (typeof handler !== 'function')
        throw new TypeError(`ctx.on('${type}', handler) needs a function; got ${typeof handler}`)
      inst.handlers.set(type, handler)
      if (inst.lines) inst.handlerLines.set(type, lineHere())
    },
    after,
    every: (ms, f) => everyTimer(inst, ms, f),
    sleep: (ms) => new Promise((resolve) => void after(ms, resolve as () => void)),
    clock: Object.freeze({ mono: () => inst.mono, wall: () => inst.wall }),
    random: Object.freeze<Ctx['random']>({
      float: () => draws().float(),
      int: (min, max) => draws().int(min, max),
      pick: (from) => draws().pick(from),
    }),
    disk: Object.freeze<Ctx['disk']>({
      save(value) {
        saved = toText(value)
        inst.emitWith({ o: 'save' }, 'value', saved)
      },
      load: () => (saved === undefined ? undefined : JSON.parse(saved)),
      read: (file, at, len) =>
        io({
          f: 'read',
          file: String(file),
          ...(at === undefined ? {} : { at: offset(at) }),
          ...(len === undefined ? {} : { len: offset(len) }),
        }).then(fromBase64),
      append: (file, bytes) => io({ f: 'append', file: String(file), bytes: base64(bytes) }),
      write: (file, at, bytes) =>
        io({ f: 'write', file: String(file), at: offset(at), bytes: base64(bytes) }),
      rename: (from, to) => io({ f: 'rename', file: String(from), to: String(to) }),
      fsync: (file) => io({ f: 'fsync', file: String(file) }),
      truncate: (file, len) => io({ f: 'truncate', file: String(file), len: offset(len) }),
      list: (prefix = '') => io({ f: 'list', prefix: String(prefix) }),
      remove: (file) => io({ f: 'remove', file: String(file) }),
    }),
    trace: (label, data) => inst.emitWith({ o: 'trace', label: String(label) }, 'data', toText(data)),
    view: (state) => inst.emitWith({ o: 'view' }, 'state', toText(state)),
  })
}

/** JSON would make null of NaN: -1 is refused as what it is, no offset. */
function offset(n: unknown): number {
  return typeof n === 'number' && Number.isFinite(n) ? n : -1
}

function base64(bytes: unknown): string {
  if (bytes instanceof Uint8Array) return toBase64(bytes)
  throw new TypeError(`the disk takes a Uint8Array; got ${bytes === null ? 'null' : typeof bytes}`)
}

export function setTimer(inst: Instance, ms: number, f: () => unknown): Timer {
  if (typeof f !== 'function') throw new TypeError(`a timer needs a function; got ${typeof f}`)
  const id = inst.nextId++
  inst.timers.set(id, f)
  inst.emit({ o: 'set', timer: id, delayMs: delayOf(ms) })
  return Object.freeze({
    cancel() {
      if (inst.timers.delete(id)) inst.emit({ o: 'cancel', timer: id })
    },
  })
}

/** Calls come at start + k·ms: lateness of one does not shift the next, and what a pause missed is not made up for. */
export function everyTimer(inst: Instance, ms: number, f: () => unknown): Timer {
  const period = Math.max(delayOf(ms), 0.001)
  let due = inst.mono + period
  let timer: Timer
  const arm = () => {
    timer = setTimer(inst, due - inst.mono, () => {
      due += period * Math.max(1, Math.floor((inst.mono - due) / period) + 1)
      arm()
      return f()
    })
  }
  arm()
  return Object.freeze({ cancel: () => timer.cancel() })
}

function delayOf(ms: number): number {
  const n = Number(ms)
  if (n === Number.POSITIVE_INFINITY) return 1e15
  return n > 0 ? n : 0
}

function rpc(
  inst: Instance,
  to: string,
  type: string,
  body: unknown,
  o: { timeout?: number; signal?: AbortSignal } = {},
) {
  const json = toText(body)
  const timeout = o.timeout ?? DEFAULT_RPC_TIMEOUT_MS
  const signal = o.signal
  const promise = new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const id = inst.nextId++
    const onAbort = () => {
      if (inst.rpcs.delete(id)) reject(signal?.reason)
    }
    const done = () => signal?.removeEventListener('abort', onAbort)
    inst.rpcs.set(id, {
      resolve: (v) => {
        done()
        resolve(v)
      },
      reject: (e) => {
        done()
        reject(e)
      },
    })
    signal?.addEventListener('abort', onAbort)
    const timeoutMs = timeout >= 1e15 ? null : delayOf(timeout)
    inst.emitWith({ o: 'rpc', rpc: id, to, type, timeoutMs }, 'body', json)
  })
  // A caller that does not care about the answer must not be killed by it.
  promise.catch(() => {})
  return promise
}

function deepFreeze<T>(x: T): T {
  if (x !== null && typeof x === 'object') for (const v of Object.values(Object.freeze(x))) deepFreeze(v)
  return x
}
