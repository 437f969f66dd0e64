/**
 * What the operations of a history file mean to the checkers' models.
 *
 * A `:fail` did not happen, in all formats, with one exception: in Jepsen's text logs of etcd a `:cas` fails because its
 * comparison was observed to be false (https://github.com/ahorn/linearizability-checker). A read that Knossos records as
 * nil says nothing (knossos.model: "we don't know what the read was"); in the other formats it saw that nothing was there.
 */
import {
  appendKv,
  type Call,
  casRegister,
  counter,
  fencedLock,
  fifoQueue,
  kv,
  lock,
  log,
  type Model,
  multiRegister,
  mutex,
  type Operation,
  set,
  unorderedQueue,
} from '../checks/index.ts'
import type { Json } from '../sim/index.ts'
import { keyText } from './edn.ts'
import { HistoryError } from './error.ts'
import type { Answered, Asked, Format, RecordedHistory } from './recorded.ts'

interface FileModel {
  /** `init` only for models that have a value to begin with. */
  readonly make: (init: Json | undefined) => Model
  /** Operations it knows, and which part each plays. */
  readonly ops: Readonly<Record<string, Part>>
  /** Its operations belong to keys, whatever their values look like. */
  readonly keyed?: true
}

type Part = 'write' | 'read' | 'cas' | 'yes' | 'take' | 'txn'

export const MODELS = {
  register: {
    make: (init = null) => casRegister(init),
    ops: { read: 'read', write: 'write', cas: 'cas' },
  },
  'cas-register': {
    make: (init = null) => casRegister(init),
    ops: { read: 'read', write: 'write', cas: 'cas' },
  },
  kv: {
    make: () => kv(),
    ops: {
      get: 'read',
      read: 'read',
      put: 'write',
      write: 'write',
      append: 'write',
      delete: 'write',
      cas: 'cas',
    },
    keyed: true,
  },
  'multi-register': {
    make: (init = {}) => multiRegister(init as { readonly [key: string]: Json }),
    ops: { txn: 'txn' },
  },
  mutex: { make: () => mutex(), ops: { acquire: 'yes', release: 'yes' } },
  lock: { make: () => lock(), ops: { acquire: 'yes', release: 'yes' } },
  'fenced-lock': { make: () => fencedLock(), ops: { acquire: 'take', release: 'yes', use: 'yes' } },
  'fifo-queue': { make: () => fifoQueue(), ops: { enqueue: 'write', dequeue: 'take' } },
  'unordered-queue': { make: () => unorderedQueue(), ops: { enqueue: 'write', dequeue: 'take' } },
  counter: { make: (init = 0) => counter(init as number), ops: { add: 'write', read: 'read' } },
  set: { make: () => set(), ops: { add: 'write', remove: 'write', read: 'read' } },
  log: { make: () => log(), ops: { append: 'write', read: 'read' } },
  'append-kv': { make: () => appendKv(), ops: { append: 'write', read: 'read' }, keyed: true },
} as const satisfies Record<string, FileModel>

export type ModelName = keyof typeof MODELS

/** Names that the same things go by elsewhere. */
const ALIASES: Readonly<Record<string, ModelName>> = {
  cas: 'cas-register',
  etcd: 'cas-register',
  'cas-kv': 'kv',
  'kv-store': 'kv',
  'key-value': 'kv',
  queue: 'fifo-queue',
  fifo: 'fifo-queue',
}

/** Throws HistoryError for a name that is none. */
export function parseModelName(text: string): ModelName {
  if (Object.hasOwn(MODELS, text)) return text as ModelName
  const alias = Object.hasOwn(ALIASES, text) ? ALIASES[text] : undefined
  if (alias !== undefined) return alias
  throw new HistoryError(
    `There is no model '${text}'. There are: ${Object.keys(MODELS).join(', ')}, and list-append for transactions.`,
  )
}

/** Everything that `checkLinearizable` wants for a file. */
export interface Meaning {
  readonly model: Model
  readonly ops: Readonly<Record<string, (o: Operation) => Call | undefined>>
}

/**
 * `keyed`: values are `[key value]`, as Jepsen's independent tests write them; found out when not given. Throws
 * HistoryError for an operation that the model does not know.
 */
export function meaning(
  history: RecordedHistory,
  name: ModelName,
  o: { readonly keyed?: boolean; readonly init?: Json } = {},
): Meaning {
  // The text log of a key-value store appends text; everywhere else an append-kv appends to lists.
  const known: FileModel =
    name === 'append-kv' && history.format === 'porcupine-kv' ? MODELS.kv : MODELS[name]
  for (const operation of history.operations) {
    if (!Object.hasOwn(known.ops, operation.type))
      throw new HistoryError(
        `:${operation.type} is no operation of the model ${name}. It knows ${Object.keys(known.ops).join(', ')}.`,
        history.lineOf(operation.invokeId),
      )
  }
  const keyed = o.keyed ?? (known.keyed === true || tupled(history.operations, known))
  const calls = Object.entries(known.ops).map(
    ([f, part]) => [f, (operation: Operation) => call(operation, part, history, keyed)] as const,
  )
  return { model: known.make(o.init), ops: Object.fromEntries(calls) }
}

function call(o: Operation, part: Part, history: RecordedHistory, keyed: boolean): Call | undefined {
  const asked = o.body as Asked
  const line = history.lineOf(o.invokeId)
  const { key, value } =
    keyed && asked.key === undefined ? untuple(asked.value, line) : { key: asked.key, value: asked.value }
  const answered = o.result as Answered | undefined
  const answer =
    answered && (keyed && asked.key === undefined ? untuple(answered.value, line).value : answered.value)
  const absent = (x: Json): Json => (history.format === 'porcupine-kv' && x === '' ? null : x)
  const base = { f: o.type, ...(key === undefined ? {} : { key }) }
  switch (part) {
    case 'read': {
      const saysNothing = o.outcome === 'ok' && answer === null && history.format === 'knossos'
      return { ...base, out: absent(answer ?? null), ...(saysNothing ? { outcome: 'info' } : {}) }
    }
    case 'write':
      return { ...base, in: absent(value) }
    case 'cas': {
      if (!Array.isArray(value) || value.length !== 2)
        throw new HistoryError(`a :cas needs a value [from to]; ${JSON.stringify(value)} came.`, line)
      const observed = o.outcome === 'fail' && history.format === 'jepsen' && answered?.error === undefined
      return { ...base, in: value, out: o.outcome === 'ok', ...(observed ? { outcome: 'ok' } : {}) }
    }
    case 'take':
      return { ...base, in: value, out: answer ?? null }
    case 'yes':
      return { ...base, in: value, out: true }
    case 'txn':
      // The completion repeats the whole transaction, with what its reads saw.
      return { ...base, in: accesses(answer ?? value, line), out: true }
  }
}

/** `[[:read :x nil] …]`: the names of what is done without their colon. */
function accesses(value: Json, line: number): Json {
  const bad = () =>
    new HistoryError(`a :txn needs a value [[:read register value] …]; ${JSON.stringify(value)} came.`, line)
  if (!Array.isArray(value)) throw bad()
  return value.map((access: Json) => {
    const [f, ...rest] = Array.isArray(access) ? (access as readonly Json[]) : []
    if (typeof f !== 'string' || rest.length !== 2) throw bad()
    return [f.startsWith(':') ? f.slice(1) : f, ...rest]
  })
}

function untuple(value: Json, line: number): { key: string; value: Json } {
  if (!Array.isArray(value) || value.length !== 2)
    throw new HistoryError(
      `operations of this history belong to keys, so a value [key value] was expected; ${JSON.stringify(value)} came.`,
      line,
    )
  return { key: keyText(value[0] as Json), value: value[1] as Json }
}

/** Every value a pair, those of reads too, which otherwise have none before they are answered. */
function tupled(operations: readonly Operation[], { ops }: FileModel): boolean {
  const pair = (x: Json) => Array.isArray(x) && x.length === 2
  const value = (o: Operation) => (o.body as Asked).value
  const telling = operations.filter(
    (o) => ops[o.type] === 'read' || ops[o.type] === 'cas' || ops[o.type] === 'take',
  )
  if (telling.length === 0 || !operations.every((o) => pair(value(o)))) return false
  return telling.every((o) =>
    ops[o.type] === 'cas'
      ? pair((value(o) as readonly Json[])[1]!)
      : (value(o) as readonly Json[])[1] === null,
  )
}

/** The model that a history's operations speak of, when nobody says. */
export function guessModel(history: RecordedHistory): ModelName {
  const names = new Set(history.operations.map((o) => o.type))
  const fits = (['cas-register', 'kv', 'multi-register', 'mutex', 'append-kv', 'counter'] as const).find(
    (name) => [...names].every((f) => Object.hasOwn(MODELS[name].ops, f)),
  )
  if (fits !== undefined) return fits
  throw new HistoryError(
    `Operations ${[...names].map((f) => `:${f}`).join(', ')} could be several things. Say which with --model: ${Object.keys(MODELS).join(', ')}.`,
  )
}

export type { Format }
