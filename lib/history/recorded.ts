/** Lines of a history file, joined to the operations that the checkers read. */
import type { Operation } from '../checks/index.ts'
import type { Json } from '../sim/index.ts'
import { HistoryError } from './error.ts'

export const FORMATS = ['jepsen', 'knossos', 'porcupine-kv'] as const
export type Format = (typeof FORMATS)[number]

/** One line of a history: a process begins an operation, or hears how it ended. */
export interface Entry {
  readonly line: number
  readonly process: string
  readonly type: 'invoke' | 'ok' | 'fail' | 'info'
  readonly f: string
  readonly value: Json
  /** Given by formats that name the key beside the value. */
  readonly key?: string
  /** The file says more than the value about how it ended: an error. */
  readonly error?: Json
}

/** As `Operation.body` of what a file records. */
export interface Asked {
  readonly value: Json
  readonly key?: string
}

/** As `Operation.result` of what a file records; `error` only when the file gives one. */
export interface Answered {
  readonly value: Json
  readonly error?: Json
}

export interface RecordedHistory {
  readonly format: Format
  /** In order of invocation. `type` is :f, `body` an Asked; `result` is an Answered where the outcome is ok or fail. */
  readonly operations: readonly Operation[]
  /** The line of an invocation or completion, by its event id. */
  lineOf(eventId: number): number
}

/**
 * Pairs invocations with completions. An invocation without completion stays open (`info`): it may have taken effect.
 * Throws HistoryError for a completion without invocation, and for a process that begins while it is still busy.
 */
export function assemble(format: Format, entries: readonly Entry[]): RecordedHistory {
  const operations: Operation[] = []
  const open = new Map<string, { index: number; entry: Entry }>()
  entries.forEach((entry, id) => {
    const { process, f, line } = entry
    const before = open.get(process)
    if (entry.type === 'invoke') {
      if (before !== undefined)
        throw new HistoryError(
          `process ${process} invokes :${f} while its :${before.entry.f} of line ${before.entry.line} is still under way. A process does one thing at a time: complete the first with :ok, :fail or :info, or give the second another process.`,
          line,
        )
      open.set(process, { index: operations.length, entry })
      operations.push(begun(operations.length, id, entry))
      return
    }
    if (before === undefined)
      throw new HistoryError(
        `process ${process} completes :${f} with :${entry.type}, but has nothing under way. Its :invoke line is missing.`,
        line,
      )
    if (before.entry.f !== f)
      throw new HistoryError(
        `process ${process} completes :${f}, but what it has under way is the :${before.entry.f} of line ${before.entry.line}.`,
        line,
      )
    open.delete(process)
    operations[before.index] = ended(operations[before.index]!, id, entry)
  })
  return { format, operations, lineOf: (id) => entries[id]!.line }
}

function begun(op: number, id: number, { process, f, value, key }: Entry): Operation {
  const body: Asked = key === undefined ? { value } : { value, key }
  return {
    op,
    client: `process ${process}`,
    callee: undefined,
    type: f,
    body,
    invokeAt: id,
    invokeId: id,
    endAt: Number.POSITIVE_INFINITY,
    endId: undefined,
    outcome: 'info',
    result: undefined,
  }
}

function ended(o: Operation, id: number, { type, value, error }: Entry): Operation {
  const result: Answered = error === undefined ? { value } : { value, error }
  switch (type) {
    case 'ok':
      return { ...o, endAt: id, endId: id, outcome: 'ok', result }
    case 'fail':
      return { ...o, endAt: id, endId: id, outcome: 'fail', result }
    default:
      return { ...o, endId: id, outcome: 'info', result: undefined }
  }
}
