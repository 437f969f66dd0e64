/** Mutual exclusion, without and with fencing tokens. Clients are told apart by who called. */
import type { Json } from '../../sim/index.ts'
import { show } from '../json.ts'
import { type Model, type Step, unanswered, unknownCall } from '../model.ts'

/**
 * `{ f: 'acquire', out: true | false }`, `{ f: 'release', out: true | false }`. Nobody gets it while another holds it, nor
 * twice; a release by the holder frees it. An acquire may be denied at any time; a release is denied only to a non-holder.
 */
export function lock(): Model {
  const known = ['acquire', 'release']
  return {
    name: 'lock',
    init: null,
    perClient: true,
    next(holder, { f, out, by }) {
      const mine = holder === by
      if (f === 'acquire') {
        if (out === undefined) return holder === null ? [by] : [holder]
        if (out === false) return [holder]
        return holder === null ? [by] : []
      }
      if (f === 'release') {
        if (out === undefined) return [mine ? null : holder]
        return (out === false) === !mine ? [mine ? null : holder] : []
      }
      return unknownCall('lock', f, known)
    },
    say(step) {
      if (step.f === 'acquire')
        return step.out === false ? 'was denied the lock' : `got the lock${unanswered(step)}`
      return step.out === false ? 'was denied the release' : `released the lock${unanswered(step)}`
    },
    answers: () => [true, false],
  }
}

/**
 * A lock that does not know its holder, as Knossos has it: `{ f: 'acquire', out: true }` needs it free, `{ f: 'release', out: true }`
 * needs it held, by whomever. What was denied changed nothing: leave it out.
 */
export function mutex(): Model {
  return {
    name: 'mutex',
    init: false,
    next(held, { f, out }) {
      if (f !== 'acquire' && f !== 'release') return unknownCall('mutex', f, ['acquire', 'release'])
      const may = held === (f === 'release')
      if (may) return [f === 'acquire']
      return out === undefined ? [held] : []
    },
    say: (step) => `${step.f === 'acquire' ? 'got' : 'released'} the lock${unanswered(step)}`,
  }
}

/**
 * A lock whose grants carry tokens (numbers), and the store that checks them. `{ f: 'acquire', out: token | false }`: each grant's
 * token is above all earlier ones. `{ f: 'release', in: token, out: true | false }`. `{ f: 'use', in: token, out: true | false }`:
 * accepted exactly when no higher token was used before. With `expires`, a lease may run out unseen, so that an acquire may
 * succeed while another client believes that it holds the lock, and a release may be denied; only the tokens are exact.
 */
export function fencedLock(o: { expires?: boolean } = {}): Model {
  const known = ['acquire', 'release', 'use']
  return {
    name: 'fenced lock',
    init: { held: null, last: 0, used: 0 },
    next(state, { f, in: input, out }) {
      const s = state as unknown as FencedState
      switch (f) {
        case 'acquire': {
          if (out === false) return [state]
          const free = s.held === null || o.expires === true
          if (out === undefined) return free ? [{ ...s, held: [] }] : [state]
          return free && typeof out === 'number' && out > s.last ? [{ ...s, held: out, last: out }] : []
        }
        case 'release': {
          const token = input as number
          const may = mayBeHeld(s, token)
          const freed = may === 'no' ? [] : [{ ...s, held: null, last: Math.max(s.last, token) }]
          if (out === true) return freed
          const denied = may === 'no' || o.expires ? [state] : may === 'perhaps' ? [without(s, token)] : []
          return out === undefined ? [...freed, ...denied] : denied
        }
        case 'use': {
          const token = input as number
          const fresh = token >= s.used
          if (out !== undefined && (out === true) !== fresh) return []
          return [fresh ? { ...s, used: token } : state]
        }
      }
      return unknownCall('fenced lock', f, known)
    },
    say: sayFenced,
    answers: (_, asked) => (asked.f === 'acquire' ? [false] : [true, false]),
  }
}

interface FencedState {
  /** The token that holds the lock. A list: granted, but the answer was never seen; above `last`, and none of these. */
  readonly held: number | null | readonly number[]
  readonly last: number
  readonly used: number
}

function mayBeHeld(s: FencedState, token: number): 'yes' | 'no' | 'perhaps' {
  if (s.held === null || typeof s.held === 'number') return s.held === token ? 'yes' : 'no'
  return token > s.last && !s.held.includes(token) ? 'perhaps' : 'no'
}

function without(s: FencedState, token: number): Json {
  return { ...s, held: [...(s.held as readonly number[]), token].sort((a, b) => a - b) }
}

function sayFenced(step: Step): string {
  const token: Json = step.f === 'acquire' ? (step.out ?? null) : step.in
  switch (step.f) {
    case 'acquire':
      if (step.out === false) return 'was denied the lock'
      return step.out === undefined ? 'asked for the lock (unanswered)' : `got token ${show(token)}`
    case 'release':
      return step.out === false
        ? `was denied releasing token ${show(token)}`
        : `released token ${show(token)}${unanswered(step)}`
    default:
      return step.out === false
        ? `was refused with token ${show(token)}`
        : `was accepted with token ${show(token)}${unanswered(step)}`
  }
}
