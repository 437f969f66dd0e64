/**
 * A message queue after Amazon SQS: visibility timeout, receipts, dead letters; optionally ordered per key (FIFO groups).
 * At least once: a message whose receiver is slow is received again.
 */
import type { Json, Ms } from '../sim/index.ts'
import { field, optional, type Role, type ServiceOptions, serve } from './service.ts'

export interface Delivery {
  readonly id: string
  readonly body: Json
  /** Proves this receive; a later receive of the message makes it worthless. */
  readonly receipt: string
  /** Receives so far, this one included. */
  readonly count: number
}

interface Item {
  readonly id: string
  readonly body: Json
  readonly key: string | undefined
  /** Hidden in [received, visibleAt). */
  visibleAt: Ms
  receipt: string | undefined
  count: number
}

export interface QueueOptions {
  /** Delivery so often without being deleted, it goes to the dead letters instead of being received again. */
  readonly maxReceives?: number
  /** Messages with the same key are received in order of sending, one at a time: the next only after the deletion. */
  readonly ordered?: boolean
}

/** The queue without messages. */
export class VisibilityQueue {
  readonly #now: () => Ms
  readonly #o: QueueOptions
  #items: Item[] = []
  readonly #dead: { id: string; body: Json }[] = []
  readonly #known = new Set<string>()
  #nextReceipt = 1

  constructor(now: () => Ms, o: QueueOptions = {}) {
    this.#now = now
    this.#o = o
  }

  /** False when a message with this id was sent before: a repeat adds nothing. */
  send(id: string, body: Json, key?: string): boolean {
    if (this.#known.has(id)) return false
    this.#known.add(id)
    this.#items.push({ id, body, key, visibleAt: this.#now(), receipt: undefined, count: 0 })
    return true
  }

  /** Oldest visible first. */
  receive(max: number, visibilityMs: Ms): Delivery[] {
    const out: Delivery[] = []
    const { maxReceives = Number.POSITIVE_INFINITY, ordered = false } = this.#o
    const blocked = new Set<string>()
    for (const item of [...this.#items]) {
      if (out.length >= max) break
      const held = ordered && item.key !== undefined && blocked.has(item.key)
      if (item.key !== undefined) blocked.add(item.key)
      if (held || item.visibleAt > this.#now()) continue
      if (item.count >= maxReceives) {
        this.#items = this.#items.filter((x) => x !== item)
        this.#dead.push({ id: item.id, body: item.body })
        // It was the first of its key, or it would have been held: the next one is free.
        if (item.key !== undefined) blocked.delete(item.key)
        continue
      }
      item.count++
      item.visibleAt = this.#now() + visibilityMs
      item.receipt = `r${this.#nextReceipt++}`
      out.push({ id: item.id, body: item.body, receipt: item.receipt, count: item.count })
    }
    return out
  }

  /** False for a receipt that a later receive replaced. One that only expired still deletes, as in standard queues. */
  delete(receipt: string): boolean {
    const before = this.#items.length
    this.#items = this.#items.filter((x) => x.receipt !== receipt)
    return this.#items.length < before
  }

  /** Hidden until now + visibilityMs; false at or after its deadline, or for a replaced receipt. */
  extend(receipt: string, visibilityMs: Ms): boolean {
    const item = this.#items.find((x) => x.receipt === receipt)
    if (!item || this.#now() >= item.visibleAt) return false
    item.visibleAt = this.#now() + visibilityMs
    return true
  }

  get dead(): readonly { readonly id: string; readonly body: Json }[] {
    return this.#dead
  }

  /** Neither deleted nor dead; `hidden` of them are not visible now. */
  get size(): { readonly all: number; readonly hidden: number } {
    return { all: this.#items.length, hidden: this.#items.filter((x) => x.visibleAt > this.#now()).length }
  }
}

/**
 * Messages: `send {id, body, key?}` -> {} · `receive {max?, visibilityMs?}` -> Delivery[] · `delete {receipt}` and
 * `extend {receipt, visibilityMs}` -> {ok} · `dead {}` -> {id, body}[].
 */
export function messageQueue(
  o: QueueOptions & ServiceOptions & { readonly visibilityMs?: Ms } = {},
): Role & { readonly queue: VisibilityQueue } {
  let now: () => Ms = () => 0
  const queue = new VisibilityQueue(() => now(), o)
  return {
    queue,
    serve(s) {
      now = () => s.now
      const shown = <T>(r: T): T => {
        s.view({ ...queue.size, dead: queue.dead.length })
        return r
      }
      serve(
        s,
        {
          send: (b) => {
            queue.send(field(b, 'id', 'string'), b.body ?? null, optional(b, 'key', 'string'))
            return shown({})
          },
          receive: (b) =>
            shown(
              queue.receive(
                Math.min(10, optional(b, 'max', 'number') ?? 1),
                optional(b, 'visibilityMs', 'number') ?? o.visibilityMs ?? 30_000,
              ),
            ),
          delete: (b) => shown({ ok: queue.delete(field(b, 'receipt', 'string')) }),
          extend: (b) => ({
            ok: queue.extend(field(b, 'receipt', 'string'), field(b, 'visibilityMs', 'number')),
          }),
          dead: () => queue.dead,
        },
        o,
      )
    },
  }
}
