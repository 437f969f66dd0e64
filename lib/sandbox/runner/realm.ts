/** One isolate for one submission: frozen realm, kernel, learner code. Only strings go in and out. */
import type ivm from 'isolated-vm'
import { explained, LEARNER_FILE, moduleText } from '../../kernel/index.ts'
import type { NodePort, Place } from '../../sim/index.ts'
import type { JobLimits } from '../protocol.ts'

/** A cap of the submission's was passed inside the runner. */
export class CapError extends Error {
  readonly limit: 'memory' | 'output'
  /** The driver knows it. */
  place: Place | undefined
  constructor(limit: 'memory' | 'output', message: string) {
    super(message)
    this.limit = limit
  }
}

export interface RealmParts {
  readonly ivm: typeof ivm
  readonly snapshot: ivm.ExternalCopy<ArrayBuffer>
  /** The bundle of guest.ts: a script whose value has load, step, take. */
  readonly guest: string
  readonly isolateMb: number
}

type Call = ivm.Reference<(...args: never[]) => unknown>

export class Realm {
  readonly #isolate: ivm.Isolate
  readonly #context: ivm.Context
  readonly #load: Call
  readonly #step: Call
  readonly #take: Call
  readonly #warm: Call

  constructor(parts: RealmParts) {
    this.#isolate = new parts.ivm.Isolate({ memoryLimit: parts.isolateMb, snapshot: parts.snapshot })
    this.#context = this.#isolate.createContextSync()
    const script = this.#isolate.compileScriptSync(parts.guest, { filename: 'file:///kernel.js' })
    const api = script.runSync(this.#context, { reference: true }) as ivm.Reference<Record<string, unknown>>
    const call = (name: string) => api.getSync(name, { reference: true }) as unknown as Call
    this.#load = call('load')
    this.#step = call('step')
    this.#take = call('take')
    this.#warm = call('warm')
  }

  /** Throws the engine's SyntaxError, whose message ends in ` [solution.ts:line:column]`. Runs nothing. */
  compile(js: string, goal: 'script' | 'module'): void {
    if (goal === 'script') this.#isolate.compileScriptSync(js, { filename: LEARNER_FILE }).release()
    else this.#isolate.compileModuleSync(js, { filename: LEARNER_FILE }).release()
  }

  /** `learner` and `fixture` are checked CommonJS bodies. */
  open(learner: string, fixture: string | undefined, limits: JobLimits): NodePort {
    const factory = (js: string, filename: string) => {
      const script = this.#isolate.compileScriptSync(moduleText(js), { filename })
      return (script.runSync(this.#context, { reference: true }) as ivm.Reference<unknown>).derefInto()
    }
    const code = [factory(learner, LEARNER_FILE)]
    if (fixture !== undefined) code.push(factory(fixture, 'fixture.ts'))
    this.#load.applySync(undefined, code as never)
    return {
      step: (input) => this.#stepAndTake(input, limits),
      drain,
    }
  }

  /** Costs some milliseconds that a later run saves: for a moment when nobody waits. */
  warm(): void {
    this.#warm.applySync(undefined, [])
  }

  dispose(): void {
    if (!this.#isolate.isDisposed) this.#isolate.dispose()
  }

  /**
   * The microtask queue is empty when `applySync` returns, but its value is taken before that: hence two calls.
   * A rejection that nothing handled comes out of the first one as an error.
   */
  #stepAndTake(input: string, limits: JobLimits): string {
    let unhandled: unknown[] = []
    try {
      this.#step.applySync(undefined, [input] as never)
    } catch (e) {
      this.#failIfGone()
      unhandled = [e]
    }
    let out: string
    try {
      out = this.#take.applySync(undefined, []) as string
    } catch (e) {
      this.#failIfGone()
      throw e
    }
    if (out.length > limits.stepChars) {
      throw new CapError(
        'output',
        `one step asked for ${out.length} characters of messages, timers and log lines; at most ${limits.stepChars} are allowed. ${mostOf(out.slice(0, limits.stepChars))}`,
      )
    }
    if (isDeep(out)) {
      throw new CapError('output', `a message or log entry is nested more than ${DEPTH_MAX} levels deep`)
    }
    if (unhandled.length === 0) return out
    return JSON.stringify([...JSON.parse(out), ...unhandled.map(threwOp)])
  }

  #failIfGone(): void {
    if (this.#isolate.isDisposed)
      throw new CapError('memory', 'the code used more memory than its isolate may have')
  }
}

/**
 * Called from a microtask, as all of a driver is, a tick comes when no microtask is left. A turn of the event loop would
 * do the same for ten times the price; nothing of the loop is needed meanwhile.
 */
export function drain(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}

const NOUNS: Readonly<Record<string, string>> = {
  send: 'messages',
  rpc: 'requests',
  reply: 'answers',
  set: 'timers',
  cancel: 'timers cancelled',
  save: 'saves',
  disk: 'disk operations',
  trace: 'traces',
  view: 'views',
  log: 'log lines',
}

/** What most of it is. A text of the learner's cannot be taken for an operation: the quotes in it are escaped. */
function mostOf(ops: string): string {
  const counts = new Map<string, number>()
  for (const [, o = ''] of ops.matchAll(/\{"o":"([a-z]+)"/g)) counts.set(o, (counts.get(o) ?? 0) + 1)
  const [kind = '', n = 0] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? []
  const noun = NOUNS[kind]
  return noun === undefined ? '' : `Most of it: at least ${n} ${noun}.`
}

/** Far above honest data, far below what overflows a stack that walks it. */
const DEPTH_MAX = 400

/** Only texts long enough to nest that deep are looked at. */
function isDeep(json: string): boolean {
  if (json.length < 2 * DEPTH_MAX) return false
  let depth = 0
  let inString = false
  for (let i = 0; i < json.length; i++) {
    const c = json.charCodeAt(i)
    if (inString) {
      if (c === BACKSLASH) i++
      else if (c === QUOTE) inString = false
    } else if (c === QUOTE) inString = true
    else if (c === OPEN_BRACKET || c === OPEN_BRACE) {
      if (++depth > DEPTH_MAX) return true
    } else if (c === CLOSE_BRACKET || c === CLOSE_BRACE) depth--
  }
  return false
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d]

/** The same words that the kernel finds for an error it catches itself. The error here is a copy: reading it is safe. */
function threwOp(e: unknown) {
  if (!(e instanceof Error)) return { o: 'threw', message: `${typeof e} ${String(e)}`.slice(0, 500) }
  if (e.message.startsWith('An object was thrown'))
    return { o: 'threw', message: 'something that is not an Error' }
  const line = /solution\.ts:(\d+):\d+/.exec(String(e.stack))?.[1]
  return {
    o: 'threw',
    message: explained(`${e.name}: ${e.message}`).slice(0, 500),
    ...(line === undefined ? {} : { line: Number(line) }),
  }
}
