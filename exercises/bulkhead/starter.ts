import type { Env, Ms } from 'faultline'

export interface Opts {
  /** So many tasks may be under way. */
  slots: number
  /** So many more may wait. */
  queue: number
  /** How long one waits at most. */
  maxWaitMs: Ms
}

export class FullError extends Error {}

export function bulkhead(env: Env, o: Opts) {
  let active = 0

  // For now every task starts at once, however many are under way.
  async function run<T>(task: () => Promise<T> | T, signal?: AbortSignal): Promise<T> {
    active += 1
    const result = await task()
    active -= 1
    return result
  }

  function stats() {
    return { active, queued: 0 }
  }

  return { run, stats }
}
