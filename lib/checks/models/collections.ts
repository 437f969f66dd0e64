/** Counter, set, log and append-only lists. */
import type { Json } from '../../sim/index.ts'
import { canon, same, show } from '../json.ts'
import { type Model, type Step, unanswered, unknownCall } from '../model.ts'

const readOnly = new Set(['read', 'has', 'at'])

/** `{ f: 'add', in: n }`, `{ f: 'add-get', in: n, out: sum }`, `{ f: 'read', out: sum }`. */
export function counter(init = 0): Model {
  return {
    name: 'counter',
    init,
    next(state, step) {
      const sum = state as number
      switch (step.f) {
        case 'read':
          return step.out === undefined || step.out === sum ? [sum] : []
        case 'add':
          return [sum + (step.in as number)]
        case 'add-get': {
          const then = sum + (step.in as number)
          return step.out === undefined || step.out === then ? [then] : []
        }
      }
      return unknownCall('counter', step.f, ['add', 'add-get', 'read'])
    },
    effect: (step) => (readOnly.has(step.f) ? 'none' : 'depends'),
    say(step) {
      if (step.f === 'read') return step.out === undefined ? 'read (unanswered)' : `read ${show(step.out)}`
      const got = step.f === 'add-get' && step.out !== undefined ? ` and got ${show(step.out)}` : ''
      return `added ${show(step.in)}${got}${unanswered(step)}`
    },
  }
}

/**
 * `{ f: 'add', in: x }`, `{ f: 'remove', in: x }`, `{ f: 'has', in: x, out: boolean }`, `{ f: 'read', out: elements }` in any order.
 * When `out` of an add or remove is a boolean, it must say whether the set changed.
 */
export function set(): Model {
  const known = ['add', 'remove', 'has', 'read']
  return {
    name: 'set',
    init: [],
    next(state, step) {
      const elements = state as readonly Json[]
      if (!known.includes(step.f)) return unknownCall('set', step.f, known)
      if (step.f === 'read') {
        if (step.out === undefined) return [elements]
        const read = step.out
        if (!Array.isArray(read) || read.length !== elements.length) return []
        return same(ordered(read), elements) ? [elements] : []
      }
      const i = elements.findIndex((x) => same(x, step.in))
      if (step.f === 'has') return step.out === undefined || step.out === i >= 0 ? [elements] : []
      const changed = step.f === 'add' ? i < 0 : i >= 0
      if (typeof step.out === 'boolean' && step.out !== changed) return []
      if (!changed) return [elements]
      return [step.f === 'add' ? ordered([...elements, step.in]) : elements.toSpliced(i, 1)]
    },
    effect: (step) => (readOnly.has(step.f) ? 'none' : 'depends'),
    say(step) {
      switch (step.f) {
        case 'add':
          return `added ${show(step.in)}${unanswered(step)}`
        case 'remove':
          return `removed ${show(step.in)}${unanswered(step)}`
        case 'has':
          return step.out === true ? `saw ${show(step.in)} in it` : `saw no ${show(step.in)} in it`
        default:
          return step.out === undefined ? 'read (unanswered)' : `read ${show(step.out)}`
      }
    },
    answers: (_, asked) => (asked.f === 'has' ? [true, false] : []),
  }
}

/**
 * `{ f: 'append', in: x, out: index }` (an `out` of null is not compared), `{ f: 'at', in: index, out: x | null }`,
 * `{ f: 'read', out: entries }`. Indices start at 0.
 */
export function log(): Model {
  return {
    name: 'log',
    init: [],
    next(state, step) {
      const entries = state as readonly Json[]
      switch (step.f) {
        case 'append':
          return typeof step.out === 'number' && step.out !== entries.length ? [] : [[...entries, step.in]]
        case 'at':
          return step.out === undefined || same(step.out, entries[step.in as number] ?? null) ? [entries] : []
        case 'read':
          return step.out === undefined || same(step.out, entries) ? [entries] : []
      }
      return unknownCall('log', step.f, ['append', 'at', 'read'])
    },
    effect: (step) => (readOnly.has(step.f) ? 'none' : 'depends'),
    say: sayList,
    answers: (others, asked) => (asked.f === 'at' ? distinct([null, ...appended(others)]) : []),
  }
}

/**
 * One key's list of an append-only key-value store (give every call its `key`): `{ f: 'append', in: x }`,
 * `{ f: 'read', out: list }`; a read of an absent key may answer null or [].
 */
export function appendKv(): Model {
  return {
    name: 'append-kv',
    init: [],
    next(state, step) {
      const list = state as readonly Json[]
      if (step.f === 'append') return [[...list, step.in]]
      if (step.f !== 'read') return unknownCall('append-kv', step.f, ['append', 'read'])
      const matches =
        step.out === undefined || same(step.out, list) || (step.out === null && list.length === 0)
      return matches ? [list] : []
    },
    effect: (step) => (readOnly.has(step.f) ? 'none' : 'depends'),
    say: sayList,
  }
}

function sayList(step: Step): string {
  if (step.f === 'append') {
    const where = typeof step.out === 'number' ? ` at ${step.out}` : ''
    return `appended ${show(step.in)}${where}${unanswered(step)}`
  }
  if (step.out === undefined) return 'read (unanswered)'
  return step.f === 'at' ? `read ${show(step.out)} at ${show(step.in)}` : `read ${show(step.out)}`
}

const appended = (steps: readonly Step[]): Json[] => steps.filter((s) => s.f === 'append').map((s) => s.in)
const distinct = (values: readonly Json[]): Json[] => [...new Map(values.map((v) => [canon(v), v])).values()]
const ordered = (values: readonly Json[]): readonly Json[] => {
  const byText = new Map(values.map((v) => [canon(v), v]))
  return [...byText.keys()].sort().map((k) => byText.get(k) as Json)
}
