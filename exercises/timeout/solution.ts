import type { Env, Ms } from 'faultline'

export class TimeoutError extends Error {
  constructor() {
    super('the deadline has passed')
    this.name = 'TimeoutError'
  }
}

export interface Scope {
  readonly signal: AbortSignal
  remaining(): Ms
  child(ms: Ms): Scope
  run<T>(task: (s: Scope) => Promise<T> | T): Promise<T>
}

export function scope(env: Env, ms: Ms): Scope {
  return until(env, env.now() + ms)
}

/** A deadline is an instant. A duration would have to be corrected at each step for what has passed meanwhile. */
function until(env: Env, deadline: Ms): Scope {
  const controller = new AbortController()
  const remaining = () => Math.max(0, deadline - env.now())

  function run<T>(task: (s: Scope) => Promise<T> | T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const expire = () => {
        // Before anything else, so that the work is being stopped by the time anyone hears of it. A task that obeys
        // rejects right here, and must not be faster than us: its rejection finds the deadline passed as well.
        controller.abort()
        reject(new TimeoutError())
      }
      if (remaining() === 0) return expire()
      const timer = env.after(remaining(), expire)
      // The clock decides, not who comes first: after a pause a late result can run before the overdue timer.
      const ended = (deliver: () => void) => {
        timer.cancel()
        if (remaining() === 0) expire()
        else deliver()
      }
      started(task).then(
        (value) => ended(() => resolve(value)),
        (error) => ended(() => reject(error)),
      )
    })
  }

  async function started<T>(task: (s: Scope) => Promise<T> | T): Promise<T> {
    return task(self)
  }

  const self: Scope = {
    signal: controller.signal,
    remaining,
    child: (ms) => until(env, Math.min(deadline, env.now() + ms)),
    run,
  }
  return self
}
