/** Transactions over named lists, as a history shows them. */
import type { EventId, Json } from '../../sim/index.ts'
import type { Operation } from '../history.ts'
import { canon } from '../json.ts'

/** One step of a transaction, in its order. */
export type Access =
  | { readonly f: 'append'; readonly key: string; readonly value: Json }
  /** The whole list that was seen; an absent key is []. */
  | { readonly f: 'read'; readonly key: string; readonly list: readonly Json[] }

/**
 * What an operation did, or meant to do; undefined leaves it out. Asked for every outcome: of an operation that failed
 * or was never answered only the appends are looked at. A value is appended to a key once in a history: that is how
 * readers tell whose append they see.
 */
export type AccessesOf = (o: Operation) => readonly Access[] | undefined

export interface Transaction {
  /** Its number among the transactions. */
  readonly n: number
  readonly operation: Operation
  readonly accesses: readonly Access[]
  /** `unknown` until somebody reads what it appended, which proves that it committed. */
  readonly outcome: 'committed' | 'aborted' | 'unknown'
  readonly begin: EventId
  /** Infinity while nobody knows. */
  readonly end: number
}

/** Numbers and texts are themselves; anything else its text. */
export type Atom = number | string

/** Equal values have equal atoms. */
export const atom = (value: Json): Atom =>
  typeof value === 'number' || typeof value === 'string' ? value : `\u0000${canon(value)}`

const outcomes = { ok: 'committed', fail: 'aborted', info: 'unknown' } as const

export function transactionsOf(operations: readonly Operation[], of: AccessesOf): Transaction[] {
  const out: Transaction[] = []
  for (const operation of operations) {
    const accesses = of(operation)
    if (accesses === undefined) continue
    const outcome = outcomes[operation.outcome]
    out.push({
      n: out.length,
      operation,
      accesses: outcome === 'committed' ? accesses : accesses.filter((a) => a.f === 'append'),
      outcome,
      begin: operation.invokeId,
      end: outcome === 'committed' ? operation.endId! : Number.POSITIVE_INFINITY,
    })
  }
  return out
}
