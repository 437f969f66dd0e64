// Style: scopes know their children. An abort goes down the tree, a late TimeoutError of a run inside is passed on as it is, and a
// task is called in a promise callback of the instant instead of within run.
import type { Env, Ms } from 'faultline'

export class TimeoutError extends Error {}

export interface Scope {
  readonly signal: AbortSignal
  remaining(): Ms
  child(ms: Ms): Scope
  run<T>(task: (s: Scope) => Promise<T> | T): Promise<T>
}

class Branch implements Scope {
  readonly #env: Env
  readonly #deadline: Ms
  readonly #controller = new AbortController()
  readonly #children: Branch[] = []

  constructor(env: Env, deadline: Ms) {
    this.#env = env
    this.#deadline = deadline
  }

  get signal() {
    return this.#controller.signal
  }

  remaining(): Ms {
    return Math.max(0, this.#deadline - this.#env.now())
  }

  child(ms: Ms): Scope {
    const child = new Branch(this.#env, Math.min(this.#deadline, this.#env.now() + ms))
    this.#children.push(child)
    return child
  }

  #abort() {
    for (const child of this.#children) child.#abort()
    this.#controller.abort()
  }

  run<T>(task: (s: Scope) => Promise<T> | T): Promise<T> {
    return new Promise((resolve, reject) => {
      const late = (e?: unknown) => {
        this.#abort()
        reject(e instanceof TimeoutError ? e : new TimeoutError('too late'))
      }
      if (this.remaining() === 0) return late()
      const timer = this.#env.after(this.remaining(), late)
      const settle = (inTime: () => void, e?: unknown) => {
        timer.cancel()
        if (this.remaining() === 0) late(e)
        else inTime()
      }
      Promise.resolve()
        .then(() => task(this))
        .then(
          (value) => settle(() => resolve(value)),
          (e) => settle(() => reject(e), e),
        )
    })
  }
}

export function scope(env: Env, ms: Ms): Scope {
  return new Branch(env, env.now() + ms)
}
