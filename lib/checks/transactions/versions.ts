/** Who appended what, who read what, and the order of each key's versions that the reads show. */
import type { Json } from '../../sim/index.ts'
import { show } from '../json.ts'
import { type Atom, atom, type Transaction } from './transaction.ts'

export interface Append {
  readonly key: string
  readonly value: Json
  readonly by: Transaction
  /** Index among the accesses of its transaction. */
  readonly at: number
  /** The last append of its transaction to its key. */
  readonly final: boolean
}

export interface Read {
  readonly key: string
  readonly list: readonly Json[]
  readonly by: Transaction
  readonly at: number
  /** How many elements it saw before the transaction's own appends at the end. */
  readonly before: number
}

export interface Key {
  readonly name: string
  readonly appends: ReadonlyMap<Atom, Append>
  /** Reads of committed transactions. */
  readonly reads: readonly Read[]
  /** The longest list that was read, without repetition: the order of what is in it. */
  readonly order: readonly Atom[]
  readonly positions: ReadonlyMap<Atom, number>
}

export interface Versions {
  readonly keys: readonly Key[]
  /** By number of the transaction: it committed, as its client was told or as a read of its append proves. */
  readonly committed: readonly boolean[]
}

interface Growing {
  readonly name: string
  readonly appends: Map<Atom, Append>
  readonly reads: Read[]
}

export function versionsOf(transactions: readonly Transaction[]): Versions {
  const keys = new Map<string, Growing>()
  const keyOf = (name: string) => {
    const known = keys.get(name)
    if (known !== undefined) return known
    const made: Growing = { name, appends: new Map(), reads: [] }
    keys.set(name, made)
    return made
  }
  for (const t of transactions) appendsOf(t, keyOf)
  for (const t of transactions) readsOf(t, keyOf)
  const committed = transactions.map((t) => t.outcome === 'committed')
  for (const { appends, reads } of keys.values())
    for (const { list } of reads)
      for (const value of list) {
        const by = appends.get(atom(value))?.by
        if (by?.outcome === 'unknown') committed[by.n] = true
      }
  return { keys: [...keys.values()].map(ordered), committed }
}

function appendsOf(t: Transaction, keyOf: (name: string) => Growing): void {
  const last = new Map<string, number>()
  t.accesses.forEach((a, i) => {
    if (a.f === 'append') last.set(a.key, i)
  })
  t.accesses.forEach((a, at) => {
    if (a.f !== 'append') return
    const { appends } = keyOf(a.key)
    const id = atom(a.value)
    const before = appends.get(id)
    if (before !== undefined)
      throw new Error(
        `Operations ${before.by.operation.op} and ${t.operation.op} both append ${show(a.value)} to ${show(a.key)}. A value must be appended to a key once, so that readers can tell whose append they see.`,
      )
    appends.set(id, { key: a.key, value: a.value, by: t, at, final: last.get(a.key) === at })
  })
}

function readsOf(t: Transaction, keyOf: (name: string) => Growing): void {
  t.accesses.forEach((a, at) => {
    if (a.f !== 'read') return
    const { appends, reads } = keyOf(a.key)
    let before = a.list.length
    while (before > 0 && appends.get(atom(a.list[before - 1]!))?.by === t) before--
    reads.push({ key: a.key, list: a.list, by: t, at, before })
  })
}

function ordered(key: Growing): Key {
  let longest: readonly Json[] = []
  for (const { list } of key.reads) if (list.length > longest.length) longest = list
  const order = [...new Set(longest.map(atom))]
  return { ...key, order, positions: new Map(order.map((id, i) => [id, i])) }
}
