/**
 * The globals that learner code sees: time, randomness, output are virtual; doors to the outside are undefined.
 */
import { rng } from '../sim/index.ts'
import { timeoutError, VirtualAbortController, VirtualAbortSignal } from './abort.ts'
import type { Timer } from './api.ts'
import { Utf8Decoder, Utf8Encoder } from './bytes.ts'
import { everyTimer, setTimer } from './ctx.ts'
import { virtualDate } from './date.ts'
import { type Instance, toJson } from './guest.ts'

export type Endowments = ReturnType<typeof makeEndowments>

/** Names that hosts sharing a realm with the page or with Node must shadow. */
export const FORBIDDEN_GLOBALS = [
  'process',
  'global',
  'window',
  'self',
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'Worker',
  'importScripts',
  'postMessage',
  'indexedDB',
  'caches',
  'navigator',
  'location',
  'document',
  'WeakRef',
  'FinalizationRegistry',
  'SharedArrayBuffer',
  'Atomics',
  'WebAssembly',
  'crypto',
  'setImmediate',
  'clearImmediate',
  'Buffer',
  'MessageChannel',
  'BroadcastChannel',
  'performance',
  'scheduler',
  'localStorage',
  'sessionStorage',
  // Not there in a bare isolate, so not there anywhere.
  'Intl',
  'Temporal',
  'AsyncDisposableStack',
  'DisposableStack',
  'SuppressedError',
  'Blob',
  'File',
  'FormData',
  'Headers',
  'Request',
  'Response',
  'Event',
  'EventTarget',
  'CustomEvent',
  'ErrorEvent',
  'MessageEvent',
  'CloseEvent',
  'MessagePort',
  'DOMException',
  'QuotaExceededError',
  'URL',
  'URLPattern',
  'URLSearchParams',
  'atob',
  'btoa',
  'ReadableStream',
  'ReadableStreamBYOBReader',
  'ReadableStreamBYOBRequest',
  'ReadableStreamDefaultController',
  'ReadableStreamDefaultReader',
  'ReadableByteStreamController',
  'WritableStream',
  'WritableStreamDefaultController',
  'WritableStreamDefaultWriter',
  'TransformStream',
  'TransformStreamDefaultController',
  'CompressionStream',
  'DecompressionStream',
  'ByteLengthQueuingStrategy',
  'CountQueuingStrategy',
  'TextDecoderStream',
  'TextEncoderStream',
  'Crypto',
  'CryptoKey',
  'SubtleCrypto',
  'Navigator',
  'Performance',
  'PerformanceEntry',
  'PerformanceMark',
  'PerformanceMeasure',
  'PerformanceObserver',
  'PerformanceObserverEntryList',
  'PerformanceResourceTiming',
  'Storage',
] as const

/**
 * Made once for all boots of a guest: whoever calls is the node that is stepped. All of it is frozen, so that no node
 * leaves anything there for another or for its own next boot.
 */
export function makeEndowments(stepped: () => Instance) {
  const log =
    (level: string) =>
    (...args: unknown[]) =>
      stepped().emit({ o: 'log', level, text: args.map(show).join(' ').slice(0, 4096) })
  const keep = (timer: Timer): number => {
    const inst = stepped()
    inst.timeouts.set(inst.nextTimeout, timer)
    return inst.nextTimeout++
  }
  const clear = (id: number) => {
    const { timeouts } = stepped()
    timeouts.get(id)?.cancel()
    timeouts.delete(id)
  }
  return frozen({
    Date: virtualDate(() => stepped().wall),
    Math: virtualMath(() => {
      const inst = stepped()
      inst.chance ??= rng(`math/${inst.seed}`)
      return inst.chance.float()
    }),
    setTimeout: (f: (...a: unknown[]) => void, ms = 0, ...a: unknown[]) =>
      keep(setTimer(stepped(), ms, bound(f, a))),
    setInterval: (f: (...a: unknown[]) => void, ms = 0, ...a: unknown[]) =>
      keep(everyTimer(stepped(), Math.max(1, ms), bound(f, a))),
    clearTimeout: clear,
    clearInterval: clear,
    queueMicrotask: (f: () => void) => void Promise.resolve().then(f),
    structuredClone: (x: unknown) => (x === undefined ? undefined : toJson(x)),
    AbortController: VirtualAbortController,
    AbortSignal: abortSignalOf(stepped),
    TextEncoder: Utf8Encoder,
    TextDecoder: Utf8Decoder,
    console: frozen({
      log: log('log'),
      info: log('info'),
      warn: log('warn'),
      error: log('error'),
      debug: log('debug'),
    }),
  })
}

/** Functions too: a property of one would be a place to leave something. */
function frozen<T extends object>(o: T): Readonly<T> {
  for (const value of Object.values(o)) {
    Object.freeze(value)
    if (typeof value === 'function' && value.prototype) Object.freeze(value.prototype)
  }
  return Object.freeze(o)
}

/** AbortSignal with the one constructor that needs a node's clock; every signal is an instance of it. */
function abortSignalOf(stepped: () => Instance): typeof VirtualAbortSignal {
  class AbortSignal extends VirtualAbortSignal {
    static override [Symbol.hasInstance](x: unknown): boolean {
      return x instanceof VirtualAbortSignal
    }
    static timeout(ms: number): VirtualAbortSignal {
      const c = new VirtualAbortController()
      setTimer(stepped(), ms, () => c.abort(timeoutError()))
      return c.signal
    }
  }
  Object.freeze(AbortSignal.timeout)
  return AbortSignal
}

/** What is no function is left as it is: the timer refuses it where it is asked for, not where it fires. */
function bound(f: (...a: unknown[]) => unknown, a: unknown[]): () => unknown {
  return typeof f === 'function' ? () => f(...a) : f
}

function virtualMath(random: () => number): typeof Math {
  return Object.freeze(Object.assign(Object.create(pureMath), { random: Object.freeze(random) })) as never
}

/** Math without chance. */
const pureMath: object = (() => {
  const out = Object.create(null) as Record<string, unknown>
  for (const name of Object.getOwnPropertyNames(Math))
    if (name !== 'random') out[name] = (Math as never as Record<string, unknown>)[name]
  return Object.freeze(out)
})()

/** console.log of one argument, the same in every host. */
function show(x: unknown): string {
  if (typeof x === 'string') return x
  if (x instanceof Error) return `${x.name}: ${x.message}`
  if (typeof x === 'bigint') return `${x}n`
  if (typeof x === 'function') return `[function ${x.name}]`
  if (x instanceof Map) return `Map ${show([...x])}`
  if (x instanceof Set) return `Set ${show([...x])}`
  try {
    return JSON.stringify(x) ?? String(x)
  } catch {
    return String(x)
  }
}
