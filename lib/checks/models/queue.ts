/** Queues: first in first out, and in any order. State: the elements, as an array. */
import type { Json } from '../../sim/index.ts'
import { canon, same, show } from '../json.ts'
import { type Model, type Step, unanswered, unknownCall } from '../model.ts'

const known = ['enqueue', 'dequeue']

/** `{ f: 'enqueue', in: value }`, `{ f: 'dequeue', out: value | null }` (null: it was empty). */
export function fifoQueue(): Model {
  return {
    name: 'FIFO queue',
    init: [],
    next(state, step) {
      const queue = state as readonly Json[]
      if (step.f === 'enqueue') return [[...queue, step.in]]
      if (step.f !== 'dequeue') return unknownCall('FIFO queue', step.f, known)
      const first = queue[0]
      if (first === undefined) return step.out === undefined || step.out === null ? [queue] : []
      return step.out === undefined || same(step.out, first) ? [queue.slice(1)] : []
    },
    say,
    answers,
  }
}

/** The same calls; a dequeue may return any element, but null only when the queue is empty. */
export function unorderedQueue(): Model {
  return {
    name: 'unordered queue',
    init: [],
    next(state, step) {
      const queue = state as readonly Json[]
      if (step.f === 'enqueue') return [sorted([...queue, step.in])]
      if (step.f !== 'dequeue') return unknownCall('unordered queue', step.f, known)
      if (queue.length === 0) return step.out === undefined || step.out === null ? [queue] : []
      // Only an empty queue ever needs an unanswered dequeue as its explanation, and then all elements were taken: any will do.
      if (step.out === undefined) return [queue.slice(1)]
      const i = queue.findIndex((x) => same(x, step.out))
      return i < 0 ? [] : [queue.toSpliced(i, 1)]
    },
    say,
    answers,
  }
}

/** A multiset has one text whatever the order of arrival: fewer states to search. */
const sorted = (queue: Json[]): Json[] => {
  const keyed = queue.map((x) => [canon(x), x] as const)
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, x]) => x)
}

function say(step: Step): string {
  if (step.f === 'enqueue') return `put ${show(step.in)}${unanswered(step)}`
  if (step.out === undefined) return 'took something (unanswered)'
  return step.out === null ? 'found the queue empty' : `took ${show(step.out)}`
}

function answers(others: readonly Step[], asked: Step): readonly Json[] {
  if (asked.f !== 'dequeue') return []
  const put = others.filter((o) => o.f === 'enqueue').map((o) => o.in)
  return [...new Map([null, ...put].map((v) => [canon(v), v])).values()]
}
