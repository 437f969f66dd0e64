/** The causal order of a history in which every write of a key has a value of its own. */
import type { Json } from '../../sim/index.ts'
import type { Operation } from '../history.ts'
import { canon, show } from '../json.ts'

/** What an operation did to one key, by the value itself. Values are written to a key once in a history. */
export interface ValueAccess {
  readonly f: 'read' | 'write'
  readonly key: string
  /** A read's null: nothing was there yet. */
  readonly value: Json
}

/** One read or write, at its place in its session. */
export interface Point {
  readonly n: number
  readonly o: Operation
  readonly access: ValueAccess
  readonly session: string
  /** For a read: the write whose value it saw, 'none' for null, undefined when nobody wrote it. */
  readonly source: Point | 'none' | undefined
}

/** Rows of bits: `has(a, b)` says that a comes before b. */
export interface Relation {
  has(a: number, b: number): boolean
  add(a: number, b: number): void
  /** Makes it transitive, in O(n³ / 32). */
  close(): void
  /** Some element that comes before itself. */
  loop(): number | undefined
  copy(): Relation
}

export function relation(n: number, from?: Uint32Array): Relation {
  const words = (n + 31) >> 5
  const bits = from ?? new Uint32Array(n * words)
  return {
    has: (a, b) => ((bits[a * words + (b >> 5)]! >>> (b & 31)) & 1) === 1,
    add(a, b) {
      bits[a * words + (b >> 5)]! |= 1 << (b & 31)
    },
    close() {
      for (let k = 0; k < n; k++)
        for (let a = 0; a < n; a++) {
          if (((bits[a * words + (k >> 5)]! >>> (k & 31)) & 1) === 0) continue
          for (let w = 0; w < words; w++) bits[a * words + w]! |= bits[k * words + w]!
        }
    },
    loop() {
      for (let a = 0; a < n; a++) if (((bits[a * words + (a >> 5)]! >>> (a & 31)) & 1) === 1) return a
      return undefined
    },
    copy: () => relation(n, bits.slice()),
  }
}

export interface CausalHistory {
  readonly points: readonly Point[]
  /** Sessions, and reads after the writes that they saw; closed. */
  readonly order: Relation
}

export interface CausalOptions {
  /**
   * What an operation read or wrote; several in their order. Undefined leaves it out. Asked for every outcome: of what
   * nobody answered only writes count, and only when somebody read them.
   */
  readonly of: (o: Operation) => ValueAccess | readonly ValueAccess[] | undefined
  /** Default: the client. */
  readonly session?: (o: Operation) => string
}

/** Throws when a value is written to a key twice: readers could not tell whose it is. */
export function causalHistory(operations: readonly Operation[], options: CausalOptions): CausalHistory {
  const all = operations.flatMap((o) => {
    const of = o.outcome === 'fail' ? undefined : options.of(o)
    const accesses: readonly ValueAccess[] = of === undefined ? [] : 'f' in of ? [of] : of
    return accesses
      .filter((access) => o.outcome === 'ok' || access.f === 'write')
      .map((access) => ({ o, access, id: canon([access.key, access.value]) }))
  })
  const read = new Set(all.filter((p) => p.access.f === 'read').map((p) => p.id))
  const kept = all.filter((p) => p.o.outcome === 'ok' || read.has(p.id))
  const writers = new Map<string, number>()
  kept.forEach(({ o, access, id }, n) => {
    if (access.f === 'read') return
    const before = writers.get(id)
    if (before !== undefined)
      throw new Error(
        `Operations ${kept[before]!.o.op} and ${o.op} both write ${show(access.value)} to ${show(access.key)}. Each write of a key needs a value of its own, so that readers can tell whose they see.`,
      )
    writers.set(id, n)
  })
  const points: Point[] = kept.map(({ o, access }, n) => ({
    n,
    o,
    access,
    session: options.session?.(o) ?? o.client,
    source: undefined,
  }))
  kept.forEach(({ access, id }, n) => {
    if (access.f === 'write') return
    const writer = writers.get(id)
    const source = writer !== undefined ? points[writer] : access.value === null ? 'none' : undefined
    points[n] = { ...points[n]!, source }
  })
  return { points, order: causalOrder(points) }
}

function causalOrder(points: readonly Point[]): Relation {
  const order = relation(points.length)
  const last = new Map<string, number>()
  for (const { n, o, session, source } of points) {
    const before = last.get(session)
    if (before !== undefined) order.add(before, n)
    // What was never answered may happen late: nothing of its session comes after it.
    if (o.outcome === 'ok') last.set(session, n)
    if (source !== undefined && source !== 'none') order.add(source.n, n)
  }
  order.close()
  return order
}
