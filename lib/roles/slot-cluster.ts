/** A sharded store whose slots move under load: MOVED, ASK, TRYAGAIN. Source: Redis Cluster specification. */
import { crc16, type Json, type NodeId } from '../sim/index.ts'
import { field, type Role, type ServiceOptions, serve } from './service.ts'

export type SlotAnswer =
  | { readonly ok: true; readonly value: Json }
  | { readonly moved: { readonly slot: number; readonly node: NodeId; readonly epoch: number } }
  | { readonly ask: { readonly slot: number; readonly node: NodeId } }
  | { readonly tryAgain: true }

export interface Command {
  readonly op: 'get' | 'set' | 'incr'
  readonly key: string
  readonly value?: Json
}

/** The slot of a key: CRC16 of its tag, or of the whole key. The tag is what stands between the first `{` and the first `}` after it. */
export function slotOf(key: string, slots: number): number {
  const open = key.indexOf('{')
  const close = open < 0 ? -1 : key.indexOf('}', open + 1)
  return crc16(close > open + 1 ? key.slice(open + 1, close) : key) % slots
}

/**
 * All shards of one store. `sc.supply(id, cluster.serve)` for each.
 *
 * A shard serves the slots that it owns. While a slot moves, its owner serves the keys that it still has and sends the
 * rest on with ASK; the importer serves only requests with `asking`. Every change of owner raises the slot's epoch.
 *
 * Messages: `exec {op, key, value?, asking?}` -> SlotAnswer · `slots {}` -> {node, epoch}[], by slot.
 */
export class SlotCluster implements Role {
  readonly slots: number
  readonly ids: readonly NodeId[]
  readonly #options: ServiceOptions
  readonly #owner: { node: NodeId; epoch: number }[]
  readonly #moving = new Map<number, NodeId>()
  readonly #data = new Map<NodeId, Map<string, Json>>()
  readonly #busy = new Set<number>()

  constructor(ids: readonly NodeId[], slots: number, o: ServiceOptions = {}) {
    this.ids = ids
    this.slots = slots
    this.#options = o
    this.#owner = Array.from({ length: slots }, (_, i) => ({
      node: ids[Math.floor((i * ids.length) / slots)] as NodeId,
      epoch: 0,
    }))
    for (const id of ids) this.#data.set(id, new Map())
  }

  serve: Role['serve'] = (s) => {
    serve(
      s,
      {
        exec: (b) =>
          this.exec(
            s.id,
            {
              op: field(b, 'op', 'string') as Command['op'],
              key: field(b, 'key', 'string'),
              value: b.value ?? null,
            },
            b.asking === true,
          ),
        slots: () => this.#owner.map((x) => ({ ...x })),
      },
      this.#options,
    )
  }

  exec(at: NodeId, c: Command, asking = false): SlotAnswer {
    const slot = slotOf(c.key, this.slots)
    const { node, epoch } = this.owner(slot)
    const target = this.#moving.get(slot)
    if (at !== node && !(asking && at === target)) return { moved: { slot, node, epoch } }
    if (this.#busy.has(slot)) return { tryAgain: true }
    const data = this.#of(at)
    if (at === node && target !== undefined && !data.has(c.key)) return { ask: { slot, node: target } }
    if (c.op === 'get') return { ok: true, value: data.get(c.key) ?? null }
    const value = c.op === 'set' ? (c.value ?? null) : Number(data.get(c.key) ?? 0) + 1
    data.set(c.key, value)
    return { ok: true, value: c.op === 'set' ? null : value }
  }

  owner(slot: number): { readonly node: NodeId; readonly epoch: number } {
    const found = this.#owner[slot]
    if (!found) throw new Error(`no slot ${slot}: there are ${this.slots}`)
    return found
  }

  /** The value wherever it is. */
  peek(key: string): Json | undefined {
    for (const data of this.#data.values()) if (data.has(key)) return data.get(key)
    return undefined
  }

  /** Begins to move a slot: nothing is there yet. */
  migrate(slot: number, to: NodeId): void {
    if (this.owner(slot).node !== to) this.#moving.set(slot, to)
  }

  /** Moves up to `n` keys of the slot, in code-unit order. */
  moveKeys(slot: number, n = Number.POSITIVE_INFINITY): void {
    const to = this.#moving.get(slot)
    if (to === undefined) return
    const from = this.#of(this.owner(slot).node)
    const keys = [...from.keys()].filter((k) => slotOf(k, this.slots) === slot).sort()
    for (const key of keys.slice(0, n)) {
      this.#of(to).set(key, from.get(key) as Json)
      from.delete(key)
    }
  }

  /** Moves what is left and makes the target the owner. */
  finish(slot: number): void {
    const to = this.#moving.get(slot)
    if (to === undefined) return
    this.moveKeys(slot)
    this.#moving.delete(slot)
    this.#owner[slot] = { node: to, epoch: this.owner(slot).epoch + 1 }
  }

  /** While unsettled a slot answers TRYAGAIN. */
  unsettle(slot: number, on: boolean): void {
    if (on) this.#busy.add(slot)
    else this.#busy.delete(slot)
  }

  #of(id: NodeId): Map<string, Json> {
    const found = this.#data.get(id)
    if (!found) throw new Error(`the cluster has ${this.ids.join(', ')}; '${id}' is none of them`)
    return found
  }
}
