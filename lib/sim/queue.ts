/** A binary heap ordered by (time, priority, insertion): what is due at one instant runs in a fixed order. */
import type { Ms } from './trace.ts'

/**
 * At one instant: faults end, faults begin, then what happens in the cluster, then the suite's clients, then `settle`.
 * Ends come first in every run, so that a replay, which knows all beginnings beforehand, keeps the recorded order.
 */
export const PRIORITY = { faultEnd: 0, fault: 1, cluster: 2, suite: 3, settle: 4 } as const
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY]

export interface Item {
  readonly at: Ms
  readonly priority: Priority
  readonly seq: number
  run: (() => void | Promise<void>) | undefined
}

export class Queue {
  #heap: Item[] = []
  #seq = 0

  get size(): number {
    return this.#heap.length
  }

  /** Returns the item; setting its `run` to undefined cancels it. */
  add(at: Ms, priority: Priority, run: () => void | Promise<void>): Item {
    const item: Item = { at, priority, seq: this.#seq++, run }
    const heap = this.#heap
    let i = heap.push(item) - 1
    while (i > 0) {
      const up = (i - 1) >> 1
      if (!before(item, heap[up] as Item)) break
      heap[i] = heap[up] as Item
      i = up
    }
    heap[i] = item
    return item
  }

  peek(): Item | undefined {
    return this.#heap[0]
  }

  pop(): Item | undefined {
    const heap = this.#heap
    const top = heap[0]
    const last = heap.pop()
    if (top === undefined || last === undefined || heap.length === 0) return top
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1] as Item, heap[child] as Item)) child++
      if (!before(heap[child] as Item, last)) break
      heap[i] = heap[child] as Item
      i = child
    }
    heap[i] = last
    return top
  }
}

function before(a: Item, b: Item): boolean {
  return a.at !== b.at ? a.at < b.at : a.priority !== b.priority ? a.priority < b.priority : a.seq < b.seq
}
