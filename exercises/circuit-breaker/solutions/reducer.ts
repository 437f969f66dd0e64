// Style: a pure function from (state, event) to state, with a thin shell that feeds it. Every rule of the breaker can
// be read, and tested, without a clock or a promise.
import type { Env, Ms } from 'faultline'

export interface Opts {
  window: number
  minCalls: number
  failurePct: number
  openMs: Ms
  probeMs: Ms
  isFailure?: (e: unknown) => boolean
}

export class OpenError extends Error {}

/** `period` counts transitions; a result that carries another number is late. */
type State =
  | { name: 'closed'; period: number; recent: readonly boolean[] }
  | { name: 'open'; period: number; since: Ms }
  | { name: 'half-open'; period: number; probeSince: Ms | null }

type Event =
  | { type: 'time'; now: Ms }
  | { type: 'started'; now: Ms }
  | { type: 'ended'; now: Ms; period: number; failure: boolean }

export function reduce(s: State, e: Event, o: Opts): State {
  const period = s.period + 1
  if (s.name === 'half-open' && s.probeSince !== null && e.now - s.probeSince >= o.probeMs)
    return reduce({ name: 'open', period, since: s.probeSince + o.probeMs }, e, o)
  if (s.name === 'open' && e.now - s.since >= o.openMs)
    return reduce({ name: 'half-open', period, probeSince: null }, e, o)
  if (e.type === 'started') return s.name === 'half-open' ? { ...s, probeSince: e.now } : s
  if (e.type === 'time' || e.period !== s.period || s.name === 'open') return s
  const recent = s.name === 'closed' ? [...s.recent, e.failure].slice(-o.window) : [e.failure]
  const failures = recent.filter(Boolean).length
  const enough = s.name === 'half-open' || recent.length >= o.minCalls
  const tooMany = s.name === 'half-open' ? e.failure : failures * 100 >= o.failurePct * recent.length
  if (enough && tooMany) return { name: 'open', period, since: e.now }
  return s.name === 'half-open' ? { name: 'closed', period, recent: [] } : { ...s, recent }
}

const admits = (s: State) => s.name === 'closed' || (s.name === 'half-open' && s.probeSince === null)

export function breaker<A extends unknown[], R>(env: Env, fn: (...a: A) => Promise<R>, o: Opts) {
  let state: State = { name: 'closed', period: 0, recent: [] }
  const now = () => env.now()
  const apply = (e: Event) => {
    state = reduce(state, e, o)
    return state
  }

  return {
    state: () => apply({ type: 'time', now: now() }).name,
    async fire(...a: A): Promise<R> {
      if (!admits(apply({ type: 'time', now: now() }))) throw new OpenError()
      const { period } = apply({ type: 'started', now: now() })
      const [result] = await Promise.allSettled([(async () => fn(...a))()])
      const failure = result.status === 'rejected' && (o.isFailure ?? (() => true))(result.reason)
      apply({ type: 'ended', now: now(), period, failure })
      if (result.status === 'rejected') throw result.reason
      return result.value
    },
  }
}
