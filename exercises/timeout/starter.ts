import type { Env, Ms } from 'faultline'

export class TimeoutError extends Error {}

export interface Scope {
  /** Aborted when a run of this scope has timed out. */
  readonly signal: AbortSignal
  /** Milliseconds left until the deadline, never negative. */
  remaining(): Ms
  /** A scope within this one: it has `ms` from now on, or what is left here. */
  child(ms: Ms): Scope
  /** Runs the task within the deadline. */
  run<T>(task: (s: Scope) => Promise<T> | T): Promise<T>
}

export function scope(env: Env, ms: Ms): Scope {
  const self: Scope = {
    signal: new AbortController().signal,
    remaining: () => ms,
    child: (childMs) => scope(env, childMs),
    // For now every task may take as long as it likes.
    run: async (task) => task(self),
  }
  return self
}
