/** Values that only go up: tokens, versions, offsets, terms. */
import type { TraceEvent } from '../sim/index.ts'
import { type Check, witness } from './finding.ts'
import { history, type Operation } from './history.ts'

export interface MonotonicOptions<T> {
  /** What goes up, in the singular: 'token', 'version'. */
  readonly noun: string
  /** The value of one event or answered operation; undefined leaves it out. */
  readonly of: (x: T) => number | undefined
  /** Values are compared within a group: a key, a node. Default: one group. */
  readonly by?: (x: T) => string
  /** False lets a value repeat. Default true. */
  readonly strict?: boolean
}

/**
 * In real time: an operation that began after another had been answered gets a higher value. Operations that
 * overlap may get theirs in either order, but (when strict) never the same one.
 */
export function monotonic({ noun, of, by, strict = true }: MonotonicOptions<Operation>): Check {
  return ({ trace }) => {
    const groups = Map.groupBy(
      history(trace, (o) => o.outcome === 'ok' && of(o) !== undefined),
      (o) => by?.(o) ?? '',
    )
    for (const operations of groups.values()) {
      const value = (o: Operation) => of(o) as number
      const ended = [...operations].sort((a, b) => a.endId! - b.endId!)
      let top: Operation | undefined
      let next = 0
      for (const o of operations) {
        for (; ended[next] !== undefined && ended[next]!.endId! < o.invokeId; next++) {
          if (top === undefined || value(ended[next]!) > value(top)) top = ended[next]
        }
        if (top === undefined || value(o) > value(top) || (!strict && value(o) === value(top))) continue
        return wentBack(
          noun,
          strict,
          { who: o.client, value: value(o), ids: [o.invokeId, o.endId] },
          { who: top.client, value: value(top), ids: [top.endId] },
        )
      }
      const twin = strict ? sameValue(operations, value) : undefined
      if (twin) {
        const [a, b] = twin
        return {
          because: `${a.client} and ${b.client} were both given ${noun} ${value(b)}.`,
          expected: `another ${noun} each time`,
          got: value(b),
          witness: witness(a.endId, b.endId),
        }
      }
    }
    return undefined
  }
}

/** In the order of the trace: for events that happen at one place, such as a store accepting tokens. */
export function monotonicEvents({ noun, of, by, strict = true }: MonotonicOptions<TraceEvent>): Check {
  return ({ trace }) => {
    const tops = new Map<string, { e: TraceEvent; value: number }>()
    for (const e of trace) {
      const value = of(e)
      if (value === undefined) continue
      const group = by?.(e) ?? ''
      const top = tops.get(group)
      if (top === undefined || value > top.value) tops.set(group, { e, value })
      else if (strict || value < top.value) {
        return wentBack(
          noun,
          strict,
          { who: e.node, value, ids: [e.id] },
          { who: top.e.node, value: top.value, ids: [top.e.id] },
        )
      }
    }
    return undefined
  }
}

interface Said {
  readonly who: string
  readonly value: number
  readonly ids: readonly (number | undefined)[]
}

function wentBack(noun: string, strict: boolean, late: Said, top: Said) {
  const again = late.value === top.value ? `${noun} ${late.value} again` : `${noun} ${late.value}`
  return {
    because: `${late.who} came to ${again} after ${top.who} had come to ${noun} ${top.value}.`,
    expected: `${strict ? 'above' : 'at least'} ${top.value}`,
    got: late.value,
    witness: witness(...late.ids, ...top.ids),
  }
}

function sameValue(
  operations: readonly Operation[],
  value: (o: Operation) => number,
): [Operation, Operation] | undefined {
  const seen = new Map<number, Operation>()
  for (const o of operations) {
    const before = seen.get(value(o))
    if (before) return [before, o]
    seen.set(value(o), o)
  }
  return undefined
}
