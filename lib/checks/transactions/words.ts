/** Transactions and their dependencies, told to a learner. */
import { show } from '../json.ts'
import { type Edge, PROCESS, REALTIME, RW, WR, WW } from './graph.ts'
import type { Transaction } from './transaction.ts'

/** By the number of its operation. */
export const nameOf = (t: Transaction): string => `T${t.operation.op}`

/** The same with its client, for its first mention. */
export const introduce = (t: Transaction): string => `${nameOf(t)} (${t.operation.client})`

const ARROWS = { [WW]: 'ww', [WR]: 'wr', [RW]: 'rw', [PROCESS]: 'process', [REALTIME]: 'realtime' } as const

export const arrow = (e: Edge) => ARROWS[e.kind]

/** Why the first comes before the second. `call` names a transaction by its number, in the order of speech. */
export function dependency(e: Edge, call: (n: number) => string): string {
  const { from, to, key } = e
  switch (e.kind) {
    case WW:
      return `${call(to)} appended ${show(e.value)} to ${key} after ${call(from)}'s ${show(e.earlier)}`
    case WR:
      return `${call(to)} read ${key} with ${call(from)}'s ${show(e.value)} in it`
    case RW:
      return `${call(from)} read ${key} as ${show(e.list)}, without ${call(to)}'s ${show(e.value)}`
    case PROCESS:
      return `${call(from)} was answered before ${call(to)} began in the same session`
    case REALTIME:
      return `${call(from)} was answered before ${call(to)} began`
  }
}
