/** Sequential objects for the oracle, each beside the checker's model of it. */

import {
  appendKv,
  casRegister,
  counter,
  fencedLock,
  fifoQueue,
  kv,
  lock,
  log,
  type Model,
  register,
  set,
  unorderedQueue,
} from '../../lib/checks/index.ts'
import type { Json } from '../../lib/sim/index.ts'
import type { Spec } from './histories.ts'

type List = readonly Json[]
const sortedText = (xs: List): List => [...xs].sort((a, b) => String(a).localeCompare(String(b)))
const values = [0, 1, 2]
const maybe = [null, ...values]
const bools = [true, false]
const none = [null]

interface Fenced {
  held: number | null
  last: number
  used: number
}

const fencedStep =
  (expires: boolean): Spec['step'] =>
  (state, f, input) => {
    const s = state as unknown as Fenced
    const token = input as number
    const become = (change: Partial<Fenced>) => ({ ...s, ...change }) as unknown as Json
    if (f === 'acquire') {
      const grants = s.held === null || expires ? [1, 2, 3, 4].filter((t) => t > s.last) : []
      return [[false, state], ...grants.map((t) => [t, become({ held: t, last: t })] as const)]
    }
    if (f === 'use') return token >= s.used ? [[true, become({ used: token })]] : [[false, state]]
    if (s.held !== token) return [[false, state]]
    return [[true, become({ held: null })], ...(expires ? [[false, state] as const] : [])]
  }

const fenced = (expires: boolean): Spec => ({
  init: { held: null, last: 0, used: 0 },
  calls: {
    acquire: { in: none, out: [false, 1, 2, 3] },
    release: { in: [1, 2, 3], out: bools },
    use: { in: [1, 2, 3], out: bools },
  },
  step: fencedStep(expires),
  // The token of an unanswered grant is any number above the last, also one that no operation of the history names.
  unanswered(state, f, input, by) {
    const s = state as unknown as Fenced
    const known = fencedStep(expires)(state, f, input, by).map(([, next]) => next)
    if (f !== 'acquire' || (s.held !== null && !expires)) return known
    const unnamed = (s.last + Math.floor(s.last) + 1) / 2
    return [...known, { ...s, held: unnamed, last: unnamed } as unknown as Json]
  },
})

const queue = (any: boolean): Spec => ({
  init: [],
  calls: { enqueue: { in: values, out: none }, dequeue: { in: none, out: maybe } },
  step(state, f, input) {
    const q = state as List
    if (f === 'enqueue') return [[null, [...q, input]]]
    if (q.length === 0) return [[null, q]]
    return (any ? q.map((_, i) => i) : [0]).map(
      (i) => [q[i]!, [...q.slice(0, i), ...q.slice(i + 1)]] as const,
    )
  },
})

/** An object with a choice of its own: `drop` discards any element and does not say which. */
const bag: Model = {
  name: 'bag',
  init: [],
  next(state, { f, in: input, out }) {
    const s = state as List
    if (f === 'put') return [sortedText([...s, input])]
    if (f === 'has') return out === undefined || s.includes(input) === out ? [s] : []
    return s.length === 0 ? [s] : s.map((_, i) => s.toSpliced(i, 1))
  },
  say: ({ f, in: input }) => `${f} ${input}`,
}

const pairs = [
  [null, 1],
  [1, 2],
  [2, 1],
  [1, 1],
]

const cell = (names: { read: string; write: string; cas?: string; drop?: string }): Spec => ({
  init: null,
  calls: {
    [names.read]: { in: none, out: maybe },
    [names.write]: { in: values, out: none },
    ...(names.cas ? { [names.cas]: { in: pairs, out: bools } } : {}),
    ...(names.drop ? { [names.drop]: { in: none, out: none } } : {}),
  },
  step(state, f, input) {
    if (f === names.read) return [[state, state]]
    if (f === names.drop) return [[null, null]]
    if (f === names.write) return [[null, input]]
    const [from, to] = input as [Json, Json]
    return state === from ? [[true, to]] : [[false, state]]
  },
})

export const subjects: Record<string, { model: Model; spec: Spec }> = {
  register: { model: register(), spec: cell({ read: 'read', write: 'write' }) },
  'cas register': { model: casRegister(), spec: cell({ read: 'read', write: 'write', cas: 'cas' }) },
  kv: { model: kv(), spec: cell({ read: 'get', write: 'put', cas: 'cas', drop: 'delete' }) },
  lock: {
    model: lock(),
    spec: {
      init: null,
      calls: { acquire: { in: none, out: bools }, release: { in: none, out: bools } },
      step(holder, f, _, by) {
        if (f === 'acquire')
          return holder === null
            ? [
                [true, by],
                [false, null],
              ]
            : [[false, holder]]
        return holder === by ? [[true, null]] : [[false, holder]]
      },
    },
  },
  'fenced lock': { model: fencedLock(), spec: fenced(false) },
  'fenced lease': { model: fencedLock({ expires: true }), spec: fenced(true) },
  'FIFO queue': { model: fifoQueue(), spec: queue(false) },
  'unordered queue': { model: unorderedQueue(), spec: queue(true) },
  'bag that drops': {
    model: bag,
    spec: {
      init: [],
      calls: {
        put: { in: [1, 2], out: none },
        drop: { in: none, out: none },
        has: { in: [1, 2], out: bools },
      },
      step(state, f, input) {
        const s = state as List
        if (f === 'put') return [[null, sortedText([...s, input])]]
        if (f === 'has') return [[s.includes(input), s]]
        return s.length === 0 ? [[null, s]] : s.map((_, i) => [null, s.toSpliced(i, 1)] as const)
      },
    },
  },
  counter: {
    model: counter(),
    spec: {
      init: 0,
      calls: {
        add: { in: [1, -1], out: none },
        'add-get': { in: [1, 2], out: values },
        read: { in: none, out: values },
      },
      step(state, f, input) {
        const then = (state as number) + (input as number)
        return f === 'read' ? [[state, state]] : [[f === 'add' ? null : then, then]]
      },
    },
  },
  set: {
    model: set(),
    spec: {
      init: [],
      calls: {
        add: { in: values, out: bools },
        remove: { in: values, out: bools },
        has: { in: values, out: bools },
        read: { in: none, out: [[], [1], [2, 1], [1, 1]] },
      },
      step(state, f, input) {
        const s = state as List
        const there = s.includes(input)
        if (f === 'has') return [[there, s]]
        if (f === 'add') return [[!there, there ? s : sortedText([...s, input])]]
        if (f === 'remove') return [[there, s.filter((x) => x !== input)]]
        // A read lists the elements in any order.
        return permutations(s).map((p) => [p, s] as const)
      },
    },
  },
  log: {
    model: log(),
    spec: {
      init: [],
      calls: {
        append: { in: [0, 1], out: [null, 0, 1] },
        at: { in: [0, 1], out: [null, 0, 1] },
        read: { in: none, out: [[], [0], [1, 0]] },
      },
      step(state, f, input) {
        const s = state as List
        if (f === 'read') return [[s, s]]
        if (f === 'at') return [[s[input as number] ?? null, s]]
        return [
          [s.length, [...s, input]],
          [null, [...s, input]],
        ]
      },
    },
  },
  'append-kv': {
    model: appendKv(),
    spec: {
      init: [],
      calls: { append: { in: [0, 1], out: none }, read: { in: none, out: [null, [], [0], [1, 0], [0, 1]] } },
      step(state, f, input) {
        const s = state as List
        if (f === 'append') return [[null, [...s, input]]]
        return s.length === 0
          ? [
              [[], s],
              [null, s],
            ]
          : [[s, s]]
      },
    },
  },
}

function permutations(xs: List): List[] {
  if (xs.length <= 1) return [xs]
  return xs.flatMap((x, i) =>
    permutations([...xs.slice(0, i), ...xs.slice(i + 1)]).map((rest) => [x, ...rest]),
  )
}
