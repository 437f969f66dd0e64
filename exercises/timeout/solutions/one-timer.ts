// One timer for all runs of a scope, set with the first and cancelled with the last.
import type { Env, Ms, Timer } from 'faultline'

export class TimeoutError extends Error {
  override name = 'TimeoutError'
}

export interface Scope {
  readonly signal: AbortSignal
  remaining(): Ms
  child(ms: Ms): Scope
  run<T>(task: (s: Scope) => Promise<T> | T): Promise<T>
}

export const scope = (env: Env, ms: Ms): Scope => make(env, env.now() + ms)

function make(env: Env, deadline: Ms): Scope {
  const abort = new AbortController()
  const pending = new Set<() => void>()
  let timer: Timer | null = null

  const left = () => Math.max(0, deadline - env.now())

  function timeOut() {
    timer?.cancel()
    timer = null
    abort.abort()
    const runs = [...pending]
    pending.clear()
    for (const reject of runs) reject()
  }

  function enter(reject: () => void) {
    pending.add(reject)
    timer ??= env.after(left(), timeOut)
  }

  /** Whether the run was still pending, and in time. */
  function leave(reject: () => void): boolean {
    if (!pending.has(reject)) return false
    if (left() === 0) {
      timeOut()
      return false
    }
    pending.delete(reject)
    if (pending.size === 0) {
      timer?.cancel()
      timer = null
    }
    return true
  }

  const self: Scope = {
    signal: abort.signal,
    remaining: left,
    child: (ms) => make(env, Math.min(deadline, env.now() + ms)),
    run<T>(task: (s: Scope) => Promise<T> | T) {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      const timedOut = () => reject(new TimeoutError('deadline exceeded'))
      if (left() === 0) {
        abort.abort()
        timedOut()
        return promise
      }
      enter(timedOut)
      new Promise<T>((begin) => begin(task(self))).then(
        (v) => {
          if (leave(timedOut)) resolve(v)
        },
        (e) => {
          if (leave(timedOut)) reject(e)
        },
      )
      return promise
    },
  }
  return self
}
