/** One value: read, write, compare-and-set. A key-value store, key by key, with absence as null. */
import type { Json } from '../../sim/index.ts'
import { canon, same, show } from '../json.ts'
import { type Model, type Step, unanswered, unknownCall } from '../model.ts'

/** `{ f: 'read', out: value }`, `{ f: 'write', in: value }`. `init` is what a read returns before the first write. */
export function register(init: Json = null): Model {
  return valueModel('register', init, ['read', 'write'])
}

/**
 * The register's calls and `{ f: 'cas', in: [from, to], out: true | false }`. A cas that answers false saw another
 * value than `from`; services that may answer false without a reason should map those to outcome 'fail'.
 */
export function casRegister(init: Json = null): Model {
  return valueModel('cas-register', init, ['read', 'write', 'cas'])
}

/**
 * One key of a key-value store (give every call its `key`); null is "absent": `{ f: 'get', out: value | null }`,
 * `{ f: 'put', in: value }`, `{ f: 'delete' }`, `{ f: 'cas', in: [from, to], out: boolean }`, and for values that are text
 * `{ f: 'append', in: text }`. `read` and `write` are other names of get and put.
 */
export function kv(): Model {
  return valueModel('kv', null, ['get', 'put', 'delete', 'append', 'cas', 'read', 'write'])
}

function valueModel(name: string, init: Json, known: readonly string[]): Model {
  const kinds = new Map(known.map((f) => [f, synonyms[f]!]))
  const kind = (step: Step) => kinds.get(step.f) ?? unknownCall(name, step.f, known)
  return {
    name,
    init,
    next(state, step) {
      switch (kind(step)) {
        case 'read':
          return step.out === undefined || same(step.out, state) ? [state] : []
        case 'write':
          return [written(step)]
        case 'append':
          return [`${state ?? ''}${step.in}`]
        case 'cas': {
          const [from, to] = pair(step)
          const swapped = same(from, state)
          if (step.out === undefined) return [swapped ? to : state]
          return step.out === swapped ? [swapped ? to : state] : []
        }
      }
    },
    effect(step) {
      switch (kind(step)) {
        case 'read':
          return 'none'
        case 'write':
          return 'blind'
        case 'append':
          return 'depends'
        case 'cas':
          return step.out === false ? 'none' : 'depends'
      }
    },
    say(step) {
      switch (kind(step)) {
        case 'read':
          return step.out === undefined
            ? 'read (unanswered)'
            : step.out === null
              ? 'read nothing'
              : `read ${show(step.out)}`
        case 'write':
          return (step.f === 'delete' ? 'deleted it' : `wrote ${show(step.in)}`) + unanswered(step)
        case 'append':
          return `appended ${show(step.in)}${unanswered(step)}`
        case 'cas': {
          const [from, to] = pair(step)
          if (step.out === false) return `was refused changing ${show(from)} to ${show(to)}`
          return `changed ${show(from)} to ${show(to)}${unanswered(step)}`
        }
      }
    },
    answers(others, asked) {
      if (kind(asked) === 'cas') return [true, false]
      if (kind(asked) !== 'read') return []
      const values = [init]
      for (const o of others) {
        if (kind(o) === 'write') values.push(written(o))
        if (kind(o) === 'cas') values.push(pair(o)[1])
      }
      return [...new Map(values.map((v) => [canon(v), v])).values()]
    },
  }
}

const synonyms: Record<string, 'read' | 'write' | 'append' | 'cas'> = {
  read: 'read',
  get: 'read',
  write: 'write',
  put: 'write',
  delete: 'write',
  append: 'append',
  cas: 'cas',
}

const written = (step: Step): Json => (step.f === 'delete' ? null : step.in)

function pair(step: Step): readonly [Json, Json] {
  if (!Array.isArray(step.in) || step.in.length !== 2)
    throw new Error(`A cas needs in: [from, to]; it got ${show(step.in)}.`)
  return step.in as unknown as readonly [Json, Json]
}
