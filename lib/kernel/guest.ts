/**
 * The guest: runs beside learner code and turns strings from the simulator into calls, and what the code asks for
 * into strings. Nothing here is trusted: whatever it says, a legal program could have said.
 */
import type { PortEvent, PortInput, PortOp, Rng } from '../sim/index.ts'
import type { Timer } from './api.ts'
import { authOf } from './auth.ts'
import { makeCtx } from './ctx.ts'
import { type Endowments, makeEndowments } from './endowments.ts'
import { envOf } from './env.ts'
import { explained } from './explain.ts'
import { DiskError, type FixtureProgram, faultline, fixture, Refused, Timeout } from './program.ts'

/** A module of the learner's or the exercise's, evaluated afresh for each boot. Throws what the code throws. */
export type Factory = (require: (name: string) => unknown, endowments: Endowments) => Record<string, unknown>

export interface GuestCode {
  readonly learner: Factory
  /** Only unit exercises have one. */
  readonly fixture?: Factory | undefined
}

export interface Guest {
  /** Handles one PortInput. The host lets microtasks run before it calls `take`. */
  step(input: string): void
  /** A promise of the stepped instance was rejected, and nothing handled it: hosts tell, before they take. */
  rejected(reason: unknown): void
  /** What the stepped instance asked for since the last take. */
  take(): string
}

/** One booted node: its callbacks by id. A crash drops it; nothing it had awaited ever resumes. */
export interface Instance {
  /** What was asked for, each written as JSON at once. */
  readonly ops: string[]
  readonly handlers: Map<string, (body: never, from: string) => unknown>
  readonly timers: Map<number, () => unknown>
  readonly rpcs: Map<number, { resolve(v: unknown): void; reject(e: Error): void }>
  readonly ios: Map<number, { resolve(v: unknown): void; reject(e: Error): void }>
  readonly seed: number
  /** Of Math.random; made when it is first asked. */
  chance: Rng | undefined
  /** What setTimeout and setInterval gave a number. */
  readonly timeouts: Map<number, Timer>
  nextTimeout: number
  readonly lines: boolean
  /** Where each handler was registered; only with `lines`. */
  readonly handlerLines: Map<string, number | undefined>
  mono: number
  wall: number
  nextId: number
  emit(op: PortOp): void
  /** Emits an op whose `member` is written already: a value that the learner gave is turned into JSON once. */
  emitWith(op: Unfilled, member: Filled, json: string): void
}

type Filled = 'body' | 'data' | 'state' | 'value'
type Without<T> = T extends unknown ? Omit<T, Filled> : never
type Unfilled = Without<PortOp>

const modules: Record<string, unknown> = {
  faultline: Object.freeze(faultline),
  'faultline/fixture': Object.freeze({ ...faultline, fixture }),
}

/** Frozen, as all that learner code of several boots meets. */
const require = Object.freeze((name: string): unknown => {
  const m = Object.hasOwn(modules, name) ? modules[name] : undefined
  if (m) return m
  throw new Error(
    `Cannot import '${name}': an exercise can import 'faultline' only. Write the rest in this file.`,
  )
})

export function createGuest(code: GuestCode): Guest {
  const instances = new Map<number, Instance>()
  let current: Instance | undefined
  const endowments = makeEndowments(() => {
    if (!current) throw new Error('code of a node runs while no node is stepped')
    return current
  })
  return {
    step(input) {
      const { i, mono, wall, ev } = JSON.parse(input) as PortInput
      if (ev.k === 'kill') {
        instances.delete(i)
        current = undefined
        return
      }
      const inst = ev.k === 'boot' ? newInstance(ev) : instances.get(i)
      current = inst
      if (!inst) return
      inst.mono = mono
      inst.wall = wall
      if (ev.k === 'boot') {
        instances.set(i, inst)
        guarded(inst, () => boot(inst, code, ev, endowments))
      } else guarded(inst, () => dispatch(inst, ev))
    },
    rejected(reason) {
      if (current) threw(current, reason)
    },
    take() {
      if (!current) return '[]'
      return `[${current.ops.splice(0).join()}]`
    },
  }
}

function newInstance({ lines, seed }: PortEvent & { k: 'boot' }): Instance {
  const ops: string[] = []
  const written = lines
    ? (op: Unfilled) => JSON.stringify(withLine(op))
    : (op: Unfilled) => JSON.stringify(op)
  return {
    ops,
    handlers: new Map(),
    handlerLines: new Map(),
    timers: new Map(),
    rpcs: new Map(),
    ios: new Map(),
    seed,
    chance: undefined,
    timeouts: new Map(),
    nextTimeout: 1,
    lines,
    mono: 0,
    wall: 0,
    nextId: 1,
    emit: (op) => ops.push(written(op)),
    emitWith: (op, member, json) => ops.push(`${written(op).slice(0, -1)},"${member}":${json}}`),
  }
}

function boot(inst: Instance, code: GuestCode, ev: PortEvent & { k: 'boot' }, endowments: Endowments) {
  const learner = code.learner(require, endowments)
  const ctx = makeCtx(inst, ev)
  if (code.fixture) {
    // A staged exercise has a fixture per stage, each an export of its own: what is not asked for yet may be missing.
    const program = code.fixture(require, endowments)[ev.role] as FixtureProgram
    for (const [name, kind] of Object.entries(program.needs)) {
      if (typeof learner[name] !== kind) return missing(inst, name, kind, typeof learner[name])
    }
    return settle(inst, program.setup(ctx, envOf(ctx, endowments), learner, authOf(ev)))
  }
  const program = learner[ev.role] as { setup?: unknown } | undefined
  if (typeof program?.setup !== 'function') return missing(inst, ev.role, 'node(…)', typeof program)
  settle(inst, program.setup(ctx, authOf(ev)))
}

function missing(inst: Instance, name: string, want: string, got: string) {
  inst.emit({ o: 'missing', name, want, got })
}

function dispatch(inst: Instance, ev: Exclude<PortEvent, { k: 'boot' | 'kill' }>) {
  switch (ev.k) {
    case 'timer': {
      const f = inst.timers.get(ev.timer)
      inst.timers.delete(ev.timer)
      return settle(inst, f?.())
    }
    case 'reply': {
      const waiting = inst.rpcs.get(ev.rpc)
      inst.rpcs.delete(ev.rpc)
      if (ev.ok) waiting?.resolve(ev.body)
      else waiting?.reject(ev.error === 'Refused' ? new Refused(ev.reason) : new Timeout(ev.reason))
      return
    }
    case 'disk': {
      const waiting = inst.ios.get(ev.io)
      inst.ios.delete(ev.io)
      if (ev.ok) waiting?.resolve(ev.value)
      else waiting?.reject(new DiskError(ev.code, ev.message))
      return
    }
    case 'msg': {
      const handler = inst.handlers.get(ev.type)
      const call = ev.call
      if (!handler) {
        if (call !== undefined)
          inst.emit({ o: 'reply', call, ok: false, reason: `no handler for '${ev.type}'` })
        return
      }
      if (call === undefined) return settle(inst, handler(ev.body as never, ev.from))
      try {
        const r = handler(ev.body as never, ev.from)
        if (isThenable(r))
          // A thenable of the learner's own may call back twice; a promise settles once.
          Promise.resolve(r).then(
            (v) => answer(inst, ev.type, call, v),
            (e) => refuse(inst, call, e),
          )
        else answer(inst, ev.type, call, r)
      } catch (e) {
        refuse(inst, call, e)
      }
    }
  }
}

/** What nobody awaits may be async too (one-way handlers, timers, setups): its rejection is an error, not silence. */
function settle(inst: Instance, r: unknown) {
  if (isThenable(r)) Promise.resolve(r).then(undefined, (e) => threw(inst, e))
}

/** No frame of the learner's is left when its handler has returned: the answer points to where the handler was given. */
function answer(inst: Instance, type: string, call: number, value: unknown) {
  const line = inst.handlerLines.get(type)
  guarded(inst, () =>
    inst.emitWith(
      { o: 'reply', call, ok: true, ...(line === undefined ? {} : { line }) },
      'body',
      toText(value),
    ),
  )
}

function refuse(inst: Instance, call: number, e: unknown) {
  if (e instanceof Refused) {
    const line = inst.lines ? lineOf(e) : undefined
    // A learner may have given it any reason.
    inst.emit({
      o: 'reply',
      call,
      ok: false,
      reason: String(e.reason),
      ...(line === undefined ? {} : { line }),
    })
  } else threw(inst, e)
}

function guarded(inst: Instance, f: () => void) {
  try {
    f()
  } catch (e) {
    threw(inst, e)
  }
}

export function threw(inst: Instance, e: unknown) {
  let message = 'something that is not an Error'
  let line: number | undefined
  try {
    if (e instanceof Error) {
      message = explained(`${e.name}: ${e.message}`)
      if (inst.lines) line = lineOf(e)
    } else if (e === null || (typeof e !== 'object' && typeof e !== 'function'))
      message = `${typeof e} ${String(e)}`
  } catch {
    // A hostile getter on the thrown value: the generic message stays.
  }
  const op: PortOp = { o: 'threw', message: message.slice(0, 500), ...(line === undefined ? {} : { line }) }
  inst.ops.push(JSON.stringify(op))
}

/** A JSON copy; undefined becomes null. Throws a TypeError that says what cannot be sent. */
export function toJson(value: unknown): never {
  return JSON.parse(toText(value)) as never
}

/** The same as text. */
export function toText(value: unknown): string {
  if (value === undefined) return 'null'
  const text = JSON.stringify(value)
  if (text === undefined) throw new TypeError(`a ${typeof value} cannot be sent: messages are JSON`)
  return text
}

function isThenable(x: unknown): x is Promise<unknown> {
  return x !== null && typeof x === 'object' && typeof (x as { then?: unknown }).then === 'function'
}

function withLine(op: Unfilled): Unfilled {
  const line = op.line ?? lineHere()
  return line === undefined ? op : { ...op, line }
}

/** The innermost line of the learner's that is being executed. */
export function lineHere(): number | undefined {
  return lineIn(String(new Error().stack))
}

function lineOf(e: Error): number | undefined {
  try {
    return lineIn(String(e.stack))
  } catch {
    return undefined
  }
}

/** Hosts evaluate learner code under this name, its first line unshifted. */
export const LEARNER_FILE = 'solution.ts'
function lineIn(stack: string): number | undefined {
  const m = /solution\.ts:(\d+):\d+/.exec(stack)
  return m ? Number(m[1]) : undefined
}
