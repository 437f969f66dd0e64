// fails: signal
// One controller for the whole tree: an impatient child stops the parent too.
import type { Env, Ms } from 'faultline'

export class TimeoutError extends Error {}

export interface Scope {
  readonly signal: AbortSignal
  remaining(): Ms
  child(ms: Ms): Scope
  run<T>(task: (s: Scope) => Promise<T> | T): Promise<T>
}

export function scope(env: Env, ms: Ms): Scope {
  return until(env, env.now() + ms, new AbortController())
}

function until(env: Env, deadline: Ms, controller: AbortController): Scope {
  const remaining = () => Math.max(0, deadline - env.now())

  const self: Scope = {
    signal: controller.signal,
    remaining,
    child: (ms) => until(env, Math.min(deadline, env.now() + ms), controller),
    run<T>(task: (s: Scope) => Promise<T> | T) {
      return new Promise<T>((resolve, reject) => {
        const expire = () => {
          controller.abort()
          reject(new TimeoutError('timed out'))
        }
        if (remaining() === 0) return expire()
        const timer = env.after(remaining(), expire)
        const ended = (deliver: () => void) => {
          timer.cancel()
          if (remaining() === 0) expire()
          else deliver()
        }
        Promise.resolve()
          .then(() => task(self))
          .then(
            (value) => ended(() => resolve(value)),
            (error) => ended(() => reject(error)),
          )
      })
    },
  }
  return self
}
