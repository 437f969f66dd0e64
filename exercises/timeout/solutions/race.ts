// Promise.race, with everything that it forgets: the timer, the signal, and who was really first.
import type { Env, Ms, Timer } from 'faultline'

export class TimeoutError extends Error {}

export interface Scope {
  readonly signal: AbortSignal
  remaining(): Ms
  child(ms: Ms): Scope
  run<T>(task: (s: Scope) => Promise<T> | T): Promise<T>
}

class Deadline implements Scope {
  readonly #env: Env
  readonly #at: Ms
  readonly #controller = new AbortController()

  constructor(env: Env, at: Ms) {
    this.#env = env
    this.#at = at
  }

  get signal() {
    return this.#controller.signal
  }

  remaining() {
    const left = this.#at - this.#env.now()
    return left > 0 ? left : 0
  }

  child(ms: Ms): Scope {
    return new Deadline(this.#env, this.#env.now() + Math.min(ms, this.remaining()))
  }

  async run<T>(task: (s: Scope) => Promise<T> | T): Promise<T> {
    if (this.remaining() === 0) throw this.#timedOut()
    let timer: Timer | undefined
    const alarm = new Promise<void>((ring) => {
      timer = this.#env.after(this.remaining(), ring)
    })
    // Settles to a description, so that a rejection that nobody waits for any more is none.
    const attempt = (async () => {
      try {
        return { value: await task(this) }
      } catch (error) {
        return { error }
      }
    })()
    const first = await Promise.race([attempt, alarm])
    timer?.cancel()
    if (!first || this.remaining() === 0) throw this.#timedOut()
    if ('error' in first) throw first.error
    return first.value
  }

  #timedOut(): TimeoutError {
    this.#controller.abort()
    return new TimeoutError('out of time')
  }
}

export function scope(env: Env, ms: Ms): Scope {
  return new Deadline(env, env.now() + ms)
}
