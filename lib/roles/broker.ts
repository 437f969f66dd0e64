/**
 * A partitioned log with consumer groups after Apache Kafka: offsets, gaps, generations, eager rebalances. At least once:
 * a group reads again what it has not committed. Source: Kafka's design documentation, "Design: consumer".
 */
import { hash32, type Json, type Ms, type NodeId } from '../sim/index.ts'
import { Refusal, type Supplied } from '../suite/index.ts'
import { field, optional, type Role, type ServiceOptions, serve } from './service.ts'

export interface LogRecord {
  readonly offset: number
  readonly key: string
  readonly value: Json
  readonly at: Ms
}

/** One partition. Offsets rise but need not be dense: compaction and transaction markers take some. */
export class PartitionLog {
  readonly records: LogRecord[] = []
  #next = 0

  append(key: string, value: Json, at: Ms): number {
    const offset = this.#next++
    this.records.push({ offset, key, value, at })
    return offset
  }

  /** Uses up offsets without records. */
  leaveGap(n: number): void {
    this.#next += n
  }

  /** Records from this offset on, in order. */
  read(from: number, max: number): LogRecord[] {
    return this.records.filter((r) => r.offset >= from).slice(0, max)
  }

  /** The offset that the next record gets. */
  get end(): number {
    return this.#next
  }
}

export interface BrokerOptions extends ServiceOptions {
  readonly partitions: number
  /** How long a rebalance waits for the answers to `revoke`. */
  readonly revokeMs?: Ms
}

export interface Broker extends Role {
  readonly logs: readonly PartitionLog[]
  partitionOf(key: string): number
  /** The next offset to read, per partition. */
  committed(group: string, p: number): number
  generation(group: string): number
  /** Who has which partitions now. */
  assignment(group: string): Readonly<Record<NodeId, readonly number[]>>
  /** Starts a rebalance: for scripts. Members that are added or taken away come and go with it. */
  rebalance(group: string, members: readonly NodeId[]): void
}

interface Group {
  gen: number
  readonly committed: number[]
  parts: Map<NodeId, number[]>
  /** The members of the rebalance that comes next, once the present one is through. */
  wanted: readonly NodeId[] | undefined
  busy: boolean
}

/**
 * Messages: `produce {key, value, id?}` -> {p, offset}; a known id is not appended again · `poll {p, from, max?}` ->
 * LogRecord[] · `commit {group, p, offset, gen}` -> 'ok' | 'illegalGeneration' · `committed {group, p}` -> offset.
 * A rebalance calls `revoke {group, gen, parts}` at every member that has partitions, waits for their answers up to
 * `revokeMs`, raises the generation, and then calls `assigned {group, gen, parts: {p, committed}[]}` at every new one.
 * Until the generation rises, commits of the old one count.
 */
export function broker(o: BrokerOptions): Broker {
  const logs = Array.from({ length: o.partitions }, () => new PartitionLog())
  const groups = new Map<string, Group>()
  const produced = new Map<string, { p: number; offset: number }>()
  let node: Supplied | undefined
  const partitionOf = (key: string) => hash32(key) % logs.length
  const groupOf = (name: string): Group => {
    let g = groups.get(name)
    if (!g) {
      g = { gen: 0, committed: logs.map(() => 0), parts: new Map(), wanted: undefined, busy: false }
      groups.set(name, g)
    }
    return g
  }
  const log = (b: any): PartitionLog => {
    const found = logs[field(b, 'p', 'number')]
    if (!found) throw new Refusal(`no partition ${b.p}: there are ${logs.length}`)
    return found
  }

  async function run(s: Supplied, name: string, g: Group): Promise<void> {
    g.busy = true
    while (g.wanted) {
      const members = g.wanted
      g.wanted = undefined
      const cause = s.note('rebalance', { group: name, members: [...members] })
      const timeoutMs = o.revokeMs ?? 1500
      await Promise.all(
        [...g.parts]
          .filter(([, parts]) => parts.length > 0)
          .map(([m, parts]) => s.call(m, 'revoke', { group: name, gen: g.gen, parts }, { timeoutMs, cause })),
      )
      g.gen++
      g.parts = new Map(
        members.map((m, i) => [m, logs.map((_, p) => p).filter((p) => p % members.length === i)]),
      )
      show(s)
      for (const [m, parts] of g.parts) {
        const given = parts.map((p) => ({ p, committed: g.committed[p] ?? 0 }))
        void s.call(m, 'assigned', { group: name, gen: g.gen, parts: given }, { timeoutMs: null, cause })
      }
    }
    g.busy = false
  }
  function show(s: Supplied) {
    s.view({
      ends: logs.map((l) => l.end),
      groups: Object.fromEntries(
        [...groups].map(([n, g]) => [n, { gen: g.gen, committed: [...g.committed] }]),
      ),
    })
  }

  return {
    logs,
    partitionOf,
    committed: (group, p) => groupOf(group).committed[p] ?? 0,
    generation: (group) => groupOf(group).gen,
    assignment: (group) => Object.fromEntries(groupOf(group).parts),
    rebalance(group, members) {
      if (!node) throw new Error('a broker rebalances only after sc.supply(id, it.serve)')
      const s = node
      const g = groupOf(group)
      g.wanted = members
      if (!g.busy) s.after(0, () => void run(s, group, g))
    },
    serve(s) {
      node = s
      serve(
        s,
        {
          produce: (b) => {
            const id = optional(b, 'id', 'string')
            const before = id === undefined ? undefined : produced.get(id)
            if (before) return before
            const key = field(b, 'key', 'string')
            const p = partitionOf(key)
            const done = { p, offset: (logs[p] as PartitionLog).append(key, b.value ?? null, s.now) }
            if (id !== undefined) produced.set(id, done)
            show(s)
            return done
          },
          poll: (b) => log(b).read(field(b, 'from', 'number'), optional(b, 'max', 'number') ?? 100),
          commit: (b) => {
            log(b)
            const g = groupOf(field(b, 'group', 'string'))
            if (field(b, 'gen', 'number') !== g.gen) return 'illegalGeneration'
            g.committed[b.p] = field(b, 'offset', 'number')
            show(s)
            return 'ok'
          },
          committed: (b) => {
            log(b)
            return groupOf(field(b, 'group', 'string')).committed[b.p]
          },
        },
        o,
      )
    },
  }
}
