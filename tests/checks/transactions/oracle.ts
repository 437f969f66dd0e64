/** Isolation levels by definition: a schedule that a database of that level could have run is looked for among all. */
import type { TransactionAccess } from '../../../lib/checks/index.ts'
import type { Json } from '../../../lib/sim/index.ts'
import type { Planned } from './plans.ts'

export type Order = 'none' | 'process' | 'realtime'
type State = ReadonlyMap<string, readonly Json[]>

const end = (t: Planned) => (t.outcome === 'ok' ? t.to : Number.POSITIVE_INFINITY)

/** Must `a` be over when `b` begins? */
const before = (order: Order, a: Planned, b: Planned): boolean =>
  order !== 'none' && end(a) < b.from && (order === 'realtime' || a.by === b.by)

const text = (x: unknown) => JSON.stringify(x)

/** Do its reads see this state and its own appends? What nobody was told of may have read anything. */
function explained(t: Planned, state: State): boolean {
  if (t.outcome !== 'ok') return true
  const own = new Map<string, Json[]>()
  return t.accesses.every((a) => {
    const mine = own.get(a.key) ?? []
    own.set(a.key, mine)
    if (a.f === 'append') return mine.push(a.value) > 0
    return text(a.list) === text([...(state.get(a.key) ?? []), ...mine])
  })
}

const appends = (t: Planned) =>
  t.accesses.filter((a): a is TransactionAccess & { f: 'append' } => a.f === 'append')

function after(t: Planned, state: State): State {
  const next = new Map(state)
  for (const a of appends(t)) next.set(a.key, [...(next.get(a.key) ?? []), a.value])
  return next
}

/** Some order of all that committed, and of some that nobody knows of, one at a time, gives these answers. */
export function serializable(plan: readonly Planned[], order: Order = 'none'): boolean {
  const go = (state: State, left: readonly Planned[]): boolean => {
    if (left.every((t) => t.outcome !== 'ok')) return true
    return left.some(
      (t) =>
        !left.some((other) => other !== t && before(order, other, t)) &&
        explained(t, state) &&
        go(
          after(t, state),
          left.filter((other) => other !== t),
        ),
    )
  }
  return go(
    new Map(),
    plan.filter((t) => t.outcome !== 'fail'),
  )
}

/**
 * Some interleaving of snapshots and commits gives these answers: a transaction reads the state at its snapshot, and no two
 * that append to one key have both a snapshot before the other's commit.
 */
export function snapshotIsolated(plan: readonly Planned[], order: Order = 'none'): boolean {
  const all = plan.filter((t) => t.outcome !== 'fail')
  interface Active {
    readonly t: Planned
    /** Keys that others committed to since its snapshot. */
    readonly moved: ReadonlySet<string>
  }
  const go = (state: State, waiting: readonly Planned[], active: readonly Active[]): boolean => {
    if (waiting.every((t) => t.outcome !== 'ok') && active.every(({ t }) => t.outcome !== 'ok')) return true
    const committing = active.some((a) => {
      const keys = appends(a.t).map(({ key }) => key)
      if (keys.some((key) => a.moved.has(key))) return false
      const others = active
        .filter((b) => b !== a)
        .map((b) => ({ t: b.t, moved: new Set([...b.moved, ...keys]) }))
      return go(after(a.t, state), waiting, others)
    })
    return (
      committing ||
      waiting.some((t) => {
        const unfinished = [...waiting, ...active.map((a) => a.t)]
        if (unfinished.some((other) => other !== t && before(order, other, t)) || !explained(t, state))
          return false
        return go(
          state,
          waiting.filter((other) => other !== t),
          [...active, { t, moved: new Set() }],
        )
      })
    )
  }
  return go(new Map(), all, [])
}

type Edges = readonly (readonly [from: number, to: number])[]

/**
 * PL-1 and PL-2 as Adya defines them: some order of each key's appends, of which every read is a beginning, without a cycle
 * of write (and read) dependencies; for PL-2 no read of what was aborted, unfinished or still to come.
 */
export function committedReads(plan: readonly Planned[]): boolean {
  const key = new Map<string, { by: number; value: Json; final: boolean }[]>()
  plan.forEach((t, by) => {
    const mine = appends(t)
    mine.forEach((a, i) => {
      const final = !mine.slice(i + 1).some((b) => b.key === a.key)
      key.set(a.key, [...(key.get(a.key) ?? []), { by, value: a.value, final }])
    })
  })
  const reads = plan.flatMap((t, by) =>
    t.outcome === 'ok'
      ? t.accesses.flatMap((a, at) => (a.f === 'read' ? [{ by, at, key: a.key, list: a.list }] : []))
      : [],
  )
  for (const { by, at, key: name, list } of reads) {
    if (new Set(list.map(text)).size !== list.length) return false
    const writers = list.map((v) => (key.get(name) ?? []).find((a) => text(a.value) === text(v)))
    if (writers.some((w) => w === undefined || plan[w.by]!.outcome === 'fail')) return false
    const later = plan[by]!.accesses.slice(at + 1).filter((a) => a.f === 'append' && a.key === name)
    if (later.some((a) => a.f === 'append' && list.some((v) => text(v) === text(a.value)))) return false
    const foreign = writers.findLastIndex((w) => w!.by !== by)
    const last = writers[foreign]
    if (last !== undefined && !last.final) return false
  }
  const read = (name: string, value: Json) =>
    reads.some((r) => r.key === name && r.list.some((v) => text(v) === text(value)))
  const happened = plan.map(
    (t) => t.outcome === 'ok' || (t.outcome === 'info' && appends(t).some((a) => read(a.key, a.value))),
  )
  const orders = [...key].map(([name, all]) =>
    permutations(all.filter((a) => happened[a.by])).filter((order) =>
      reads.every((r) => r.key !== name || r.list.every((v, i) => text(order[i]?.value) === text(v))),
    ),
  )
  const go = (chosen: Edges, rest: typeof orders): boolean => {
    if (rest.length === 0) return acyclic(plan.length, [...chosen, ...wr])
    return rest[0]!.some((order) =>
      go([...chosen, ...order.slice(1).map((a, i) => [order[i]!.by, a.by] as const)], rest.slice(1)),
    )
  }
  const wr: Edges = reads.flatMap((r) => {
    const foreign = r.list
      .map((v) => key.get(r.key)!.find((a) => text(a.value) === text(v))!.by)
      .findLast((by) => by !== r.by)
    return foreign === undefined ? [] : [[foreign, r.by] as const]
  })
  return go([], orders)
}

function acyclic(n: number, edges: Edges): boolean {
  const left = new Set(Array.from({ length: n }, (_, i) => i))
  for (;;) {
    const free = [...left].find((v) => !edges.some(([a, b]) => a !== b && b === v && left.has(a)))
    if (free === undefined) return left.size === 0
    left.delete(free)
  }
}

function permutations<T>(xs: readonly T[]): T[][] {
  if (xs.length <= 1) return [[...xs]]
  return xs.flatMap((x, i) => permutations(xs.toSpliced(i, 1)).map((rest) => [x, ...rest]))
}
