/** Replicas of a quorum or a gossiping store, for exercises that write the coordinator or the session. */
import { digest, type Ms, type NodeId } from '../sim/index.ts'
import { Refusal } from '../suite/index.ts'
import { field, type Role, type ServiceOptions, serve } from './service.ts'

/** One column of a row; null is a tombstone. */
export interface Cell {
  readonly v: string | null
  readonly ts: number
}
export type Cells = Readonly<Record<string, Cell>>

/** Per column the larger ts wins; of equal ones a tombstone beats a value, then the larger text wins (Cassandra's order). */
export function mergeCells(a: Cells, b: Cells): Cells {
  const out: Record<string, Cell> = { ...a }
  for (const [column, cell] of Object.entries(b)) {
    const mine = out[column]
    out[column] = mine === undefined || newer(cell, mine) ? cell : mine
  }
  return out
}

/**
 * Messages: `get {k}` -> {cells} · `digest {k}` -> {d}, the digest of the cells · `mutate {k, cells}` -> {}, merged. A key
 * that was never written has no cells.
 */
export function cellReplica(
  o: ServiceOptions & { readonly init?: Readonly<Record<string, Cells>> } = {},
): Role & { cells(k: string): Cells } {
  const rows = new Map<string, Cells>(Object.entries(o.init ?? {}))
  const cells = (k: string) => rows.get(k) ?? {}
  return {
    cells,
    serve(s) {
      serve(
        s,
        {
          get: (b) => ({ cells: cells(field(b, 'k', 'string')) }),
          digest: (b) => ({ d: digest(cells(field(b, 'k', 'string'))) }),
          mutate: (b) => {
            const k = field(b, 'k', 'string')
            rows.set(k, mergeCells(cells(k), field(b, 'cells', 'object')))
            s.view(
              Object.fromEntries(
                [...rows].map(([k, row]) => [
                  k,
                  { ...row } as Record<string, { v: string | null; ts: number }>,
                ]),
              ),
            )
            return {}
          },
        },
        o,
      )
    },
  }
}

/** vv[o] = n: the writes 1 … n of origin o are held. */
export type VersionVector = Readonly<Record<NodeId, number>>
export interface Ver {
  readonly v: string
  /** Lamport time. */
  readonly t: number
  readonly dot: readonly [origin: NodeId, n: number]
}

/** Larger t wins, then the larger origin. */
export function laterVer(a: Ver, b: Ver): Ver {
  return b.t > a.t || (b.t === a.t && b.dot[0] > a.dot[0]) ? b : a
}

interface Write {
  readonly k: string
  readonly ver: Ver
}

/**
 * Replicas that take writes anywhere and gossip them, per origin in order, each at most `gossipMs` late. Gossip is the
 * replicas' own business: it sends no messages and no fault stops it; switching a replica off stops what others ask of it.
 *
 *   const stores = gossipReplicas(['r1', 'r2', 'r3'], { gossipMs: [0, 5000] })
 *   for (const id of stores.ids) sc.supply(id, stores.serve)
 *
 * Messages: `read {k}` -> {ver | null, vv} · `write {k, v, after, req}` -> {dot, vv} | Refused('behind') while this replica
 * lacks a write of `after`; the same req at the same replica is the same write.
 */
export function gossipReplicas(
  ids: readonly NodeId[],
  o: ServiceOptions & { readonly gossipMs: readonly [Ms, Ms] },
): Role & {
  readonly ids: readonly NodeId[]
  held(id: NodeId): VersionVector
  read(id: NodeId, k: string): Ver | undefined
} {
  const states = new Map(
    ids.map((id) => [
      id,
      { rows: new Map<string, Ver>(), vv: {} as Record<NodeId, number>, t: 0, reqs: new Map<string, Ver>() },
    ]),
  )
  const state = (id: NodeId) => {
    const found = states.get(id)
    if (!found) throw new Error(`gossipReplicas was made for ${ids.join(', ')}; '${id}' is none of them`)
    return found
  }
  const apply = (id: NodeId, { k, ver }: Write) => {
    const at = state(id)
    const mine = at.rows.get(k)
    at.rows.set(k, mine ? laterVer(mine, ver) : ver)
    at.vv[ver.dot[0]] = ver.dot[1]
    at.t = Math.max(at.t, ver.t)
  }
  return {
    ids,
    held: (id) => ({ ...state(id).vv }),
    read: (id, k) => state(id).rows.get(k),
    serve(s) {
      const me = state(s.id)
      /** Per receiver: when the last write of ours arrives there. */
      const arrival = new Map<NodeId, Ms>()
      serve(
        s,
        {
          read: (b) => ({ ver: me.rows.get(field(b, 'k', 'string')) ?? null, vv: { ...me.vv } }),
          write: (b, q) => {
            const req = `${q.from}/${field(b, 'req', 'string')}`
            const before = me.reqs.get(req)
            if (before) return { dot: before.dot, vv: { ...me.vv } }
            const after: VersionVector = b.after ?? {}
            if (Object.entries(after).some(([origin, n]) => (me.vv[origin] ?? 0) < n))
              throw new Refusal('behind')
            const dot = [s.id, (me.vv[s.id] ?? 0) + 1] as const
            const write = {
              k: field(b, 'k', 'string'),
              ver: { v: field(b, 'v', 'string'), t: me.t + 1, dot },
            }
            me.reqs.set(req, write.ver)
            apply(s.id, write)
            for (const to of ids) {
              if (to === s.id) continue
              const at = Math.max(
                arrival.get(to) ?? 0,
                s.now + q.draw(`gossip/${to}`, o.gossipMs[0], o.gossipMs[1]),
              )
              arrival.set(to, at)
              s.after(at - s.now, () => apply(to, write))
            }
            s.view({ vv: { ...me.vv } })
            return { dot, vv: { ...me.vv } }
          },
        },
        o,
      )
    },
  }
}

function newer(a: Cell, b: Cell): boolean {
  if (a.ts !== b.ts) return a.ts > b.ts
  if (a.v === null || b.v === null) return a.v === null && b.v !== null
  return a.v > b.v
}
