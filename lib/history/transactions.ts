/** Transactions over lists, `[[:append :x 1] [:r :y [2]]]` as Jepsen's list-append tests write them. */
import type { AccessesOf, Operation, TransactionAccess } from '../checks/index.ts'
import type { Json } from '../sim/index.ts'
import { keyText } from './edn.ts'
import { HistoryError } from './error.ts'
import type { Answered, Asked, RecordedHistory } from './recorded.ts'

/** For `checkIsolation`. Throws HistoryError for operations that are no such transactions, and for a value appended twice to a key. */
export function listAppend(history: RecordedHistory): AccessesOf {
  const known = new Map<Operation, readonly TransactionAccess[]>()
  const appended = new Map<string, number>()
  for (const o of history.operations) {
    const line = history.lineOf(o.invokeId)
    const { value } = (o.outcome === 'ok' ? o.result : o.body) as Answered | Asked
    const accesses = accessesOf(value, line)
    known.set(o, accesses)
    for (const a of accesses) {
      if (a.f !== 'append') continue
      const id = JSON.stringify([a.key, a.value])
      const before = appended.get(id)
      if (before !== undefined)
        throw new HistoryError(
          `${JSON.stringify(a.value)} is appended to ${a.key} a second time (first: line ${before}). Values must be unique by key, so that readers can tell whose append they see.`,
          line,
        )
      appended.set(id, line)
    }
  }
  return (o) => known.get(o)
}

function accessesOf(value: Json, line: number): TransactionAccess[] {
  if (!Array.isArray(value))
    throw new HistoryError(
      `a transaction [[:append key value] [:r key list]] was expected; ${text(value)} came.`,
      line,
    )
  return value.map((access: Json) => {
    const [f, key, last] = Array.isArray(access) ? (access as readonly Json[]) : []
    if (key === undefined || last === undefined) throw wrong(access, line)
    if (f === ':append') return { f: 'append', key: keyText(key), value: last }
    if (f !== ':r') throw wrong(access, line)
    if (last !== null && !Array.isArray(last))
      throw new HistoryError(
        `a read sees a list or nil; ${text(access)} came. Registers are not lists.`,
        line,
      )
    return { f: 'read', key: keyText(key), list: last ?? [] }
  })
}

const wrong = (access: Json, line: number) =>
  new HistoryError(`[:append key value] or [:r key list] was expected; ${text(access)} came.`, line)

const text = (value: Json): string => JSON.stringify(value)
