// fails: idle
// Promise.race, and the timer of the loser goes on: bluebird #371, crawlee #265.
import type { Env, Ms } from 'faultline'

export class TimeoutError extends Error {}

export interface Scope {
  readonly signal: AbortSignal
  remaining(): Ms
  child(ms: Ms): Scope
  run<T>(task: (s: Scope) => Promise<T> | T): Promise<T>
}

export function scope(env: Env, ms: Ms): Scope {
  return until(env, env.now() + ms)
}

function until(env: Env, deadline: Ms): Scope {
  const controller = new AbortController()
  const remaining = () => Math.max(0, deadline - env.now())

  const self: Scope = {
    signal: controller.signal,
    remaining,
    child: (ms) => until(env, Math.min(deadline, env.now() + ms)),
    run<T>(task: (s: Scope) => Promise<T> | T) {
      return new Promise<T>((resolve, reject) => {
        const expire = () => {
          controller.abort()
          reject(new TimeoutError('timed out'))
        }
        if (remaining() === 0) return expire()
        env.after(remaining(), expire)
        const ended = (deliver: () => void) => {
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
