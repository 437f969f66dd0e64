/** Dependencies between committed transactions: the direct serialization graph of Adya, as far as the reads show it. */
import type { Json } from '../../sim/index.ts'
import type { Level } from './levels.ts'
import { type Atom, atom, type Transaction } from './transaction.ts'
import type { Append, Key, Read, Versions } from './versions.ts'

export const WW = 1
export const WR = 2
export const RW = 4
/** By the order of a session, or of real time. */
export const PROCESS = 8
export const REALTIME = 16

export interface Edge {
  readonly from: number
  readonly to: number
  readonly kind: typeof WW | typeof WR | typeof RW | typeof PROCESS | typeof REALTIME
  readonly key?: string
  /** ww: the earlier append. */
  readonly earlier?: Json
  /** ww and rw: the later append. wr: the append that was read. */
  readonly value?: Json
  /** rw: the list that was read. */
  readonly list?: readonly Json[]
}

export interface Graph {
  /** Edges by the number of the transaction that they leave. */
  readonly out: readonly (readonly Edge[])[]
  /** By the same number. `end` is Infinity where nobody knows. */
  readonly times: readonly { readonly begin: number; readonly end: number; readonly session: string }[]
}

export function graphOf(
  transactions: readonly Transaction[],
  versions: Versions,
  order: Level['order'],
): Graph {
  const out: Edge[][] = transactions.map(() => [])
  const link = (edge: Edge) => {
    if (edge.from !== edge.to) out[edge.from]!.push(edge)
  }
  for (const key of versions.keys) keyEdges(key, versions.committed, link)
  const committed = transactions.filter((t) => versions.committed[t.n])
  if (order !== 'none') sessionEdges(committed, link)
  if (order === 'realtime') realtimeEdges(committed, link)
  const times = transactions.map(({ begin, end, operation }) => ({ begin, end, session: operation.client }))
  return { out, times }
}

type Link = (edge: Edge) => void

function keyEdges(key: Key, committed: readonly boolean[], link: Link): void {
  const done = (id: Atom): Append | undefined => {
    const append = key.appends.get(id)
    return append !== undefined && committed[append.by.n] ? append : undefined
  }
  // Aborted and invented elements are anomalies of their own; the versions around them still follow one another.
  const chain = key.order.map(done)
  const seen = chain.filter((a) => a !== undefined)
  const unseen = [...key.appends]
    .filter(([id, a]) => committed[a.by.n] && !key.positions.has(id))
    .map(([, a]) => a)
  for (let i = 1; i < seen.length; i++) follows(seen[i - 1]!, seen[i]!, link)
  // What no read shows came after everything that one does.
  const last = seen.at(-1)
  if (last !== undefined) for (const a of unseen) follows(last, a, link)
  const nextSeen = nextOf(chain)
  for (const read of key.reads) readEdges(read, key, done, nextSeen, unseen, link)
}

/** For each position in the order: the first committed append at or after it. */
function nextOf(chain: readonly (Append | undefined)[]): (Append | undefined)[] {
  const next: (Append | undefined)[] = new Array(chain.length + 1).fill(undefined)
  for (let i = chain.length - 1; i >= 0; i--) next[i] = chain[i] ?? next[i + 1]
  return next
}

const follows = (earlier: Append, later: Append, link: Link) =>
  link({
    from: earlier.by.n,
    to: later.by.n,
    kind: WW,
    key: later.key,
    earlier: earlier.value,
    value: later.value,
  })

function readEdges(
  read: Read,
  key: Key,
  done: (id: Atom) => Append | undefined,
  nextSeen: readonly (Append | undefined)[],
  unseen: readonly Append[],
  link: Link,
): void {
  const source = read.before === 0 ? undefined : done(atom(read.list[read.before - 1]!))
  if (source !== undefined)
    link({
      from: source.by.n,
      to: read.by.n,
      kind: WR,
      key: key.name,
      value: source.value,
      list: read.list,
    })
  // After its own append the reader is itself what comes next.
  if (read.before < read.list.length) return
  const lastRead = read.list.at(-1)
  const position = lastRead === undefined ? 0 : (key.positions.get(atom(lastRead)) ?? -2) + 1
  if (position < 0) return
  const next = nextSeen[position]
  for (const a of next === undefined ? unseen : [next])
    link({ from: read.by.n, to: a.by.n, kind: RW, key: key.name, value: a.value, list: read.list })
}

/** Each transaction after the last one of its session that was answered. */
function sessionEdges(committed: readonly Transaction[], link: Link): void {
  const last = new Map<string, Transaction>()
  for (const t of [...committed].sort((a, b) => a.begin - b.begin)) {
    const session = t.operation.client
    const before = last.get(session)
    if (before !== undefined && before.end < t.begin) link({ from: before.n, to: t.n, kind: PROCESS })
    if (t.outcome === 'committed') last.set(session, t)
  }
}

/** Each transaction after those that had been answered when it began, without what follows from others. */
function realtimeEdges(committed: readonly Transaction[], link: Link): void {
  const moments = committed.flatMap((t) => [
    { at: t.begin, t, end: false },
    ...(t.end === Number.POSITIVE_INFINITY ? [] : [{ at: t.end, t, end: true }]),
  ])
  moments.sort((a, b) => a.at - b.at)
  let frontier: Transaction[] = []
  for (const { t, end } of moments) {
    if (!end) for (const before of frontier) link({ from: before.n, to: t.n, kind: REALTIME })
    else frontier = [...frontier.filter((before) => before.end >= t.begin), t]
  }
}
