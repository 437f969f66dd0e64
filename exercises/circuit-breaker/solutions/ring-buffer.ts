// Style: a class with a ring buffer and a running count, O(1) per call and no allocation in the closed state. A
// generation number tells late results from current ones.
import type { Env, Ms } from 'faultline'

export interface Opts {
  window: number
  minCalls: number
  failurePct: number
  openMs: Ms
  probeMs: Ms
  isFailure?: (e: unknown) => boolean
}

export class OpenError extends Error {
  readonly retryAfterMs: Ms
  constructor(retryAfterMs: Ms) {
    super(`the circuit is open for another ${retryAfterMs} ms`)
    this.retryAfterMs = retryAfterMs
  }
}

class Window {
  readonly #slots: Uint8Array
  #next = 0
  total = 0
  failures = 0

  constructor(size: number) {
    this.#slots = new Uint8Array(size)
  }

  push(failure: boolean) {
    if (this.total === this.#slots.length) this.failures -= this.#slots[this.#next] as number
    else this.total++
    this.#slots[this.#next] = failure ? 1 : 0
    this.failures += failure ? 1 : 0
    this.#next = (this.#next + 1) % this.#slots.length
  }

  clear() {
    this.#next = this.total = this.failures = 0
  }
}

class Breaker<A extends unknown[], R> {
  readonly #env: Env
  readonly #fn: (...a: A) => Promise<R>
  readonly #o: Opts
  readonly #window: Window
  #state: 'closed' | 'open' | 'half-open' = 'closed'
  #generation = 0
  /** When the present state ends by itself; undefined when it doesn't. */
  #endsAt: Ms | undefined

  constructor(env: Env, fn: (...a: A) => Promise<R>, o: Opts) {
    this.#env = env
    this.#fn = fn
    this.#o = o
    this.#window = new Window(o.window)
  }

  state() {
    while (this.#endsAt !== undefined && this.#env.now() >= this.#endsAt) {
      if (this.#state === 'open') this.#become('half-open', undefined)
      else this.#become('open', this.#endsAt + this.#o.openMs)
    }
    return this.#state
  }

  async fire(...a: A): Promise<R> {
    const state = this.state()
    const busy = this.#endsAt !== undefined
    if (state !== 'closed' && busy) throw new OpenError((this.#endsAt as Ms) - this.#env.now())
    if (state === 'half-open') this.#endsAt = this.#env.now() + this.#o.probeMs
    const generation = this.#generation
    let failure = false
    try {
      return await this.#fn(...a)
    } catch (e) {
      failure = this.#o.isFailure?.(e) ?? true
      throw e
    } finally {
      this.state()
      if (generation === this.#generation) this.#count(failure)
    }
  }

  #count(failure: boolean) {
    if (this.#state === 'half-open') {
      if (failure) this.#become('open', this.#env.now() + this.#o.openMs)
      else this.#become('closed', undefined)
      return
    }
    this.#window.push(failure)
    const { total, failures } = this.#window
    if (total >= this.#o.minCalls && failures * 100 >= this.#o.failurePct * total)
      this.#become('open', this.#env.now() + this.#o.openMs)
  }

  #become(state: 'closed' | 'open' | 'half-open', endsAt: Ms | undefined) {
    this.#state = state
    this.#endsAt = endsAt
    this.#generation++
    this.#window.clear()
  }
}

export function breaker<A extends unknown[], R>(env: Env, fn: (...a: A) => Promise<R>, o: Opts) {
  const b = new Breaker(env, fn, o)
  return { fire: (...a: A) => b.fire(...a), state: () => b.state() }
}
