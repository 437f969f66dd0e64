// Style: a semaphore of permits, a list of tickets, and a single timer for whoever waits longest: all wait equally long, so the
// first ticket is always the next to run out. A class; states are explicit, and each ticket is settled exactly once.
import type { Env, Ms, Timer } from 'faultline'

export interface Opts {
  slots: number
  queue: number
  maxWaitMs: Ms
}

export class FullError extends Error {
  override name = 'FullError'
}

class Ticket {
  readonly until: Ms
  readonly admitted: Promise<void>
  admit!: () => void
  refuse!: (reason: unknown) => void

  constructor(until: Ms) {
    this.until = until
    this.admitted = new Promise((admit, refuse) => {
      this.admit = admit
      this.refuse = refuse
    })
  }
}

class Bulkhead {
  readonly #env: Env
  readonly #o: Opts
  #tickets: Ticket[] = []
  #taken = 0
  #alarm: Timer | undefined

  constructor(env: Env, o: Opts) {
    this.#env = env
    this.#o = o
  }

  async run<T>(task: () => Promise<T> | T, signal?: AbortSignal): Promise<T> {
    await this.#acquire(signal)
    try {
      return await task()
    } finally {
      this.#release()
    }
  }

  /** A permit is passed on, not given back and taken again: nobody can come in between. */
  #release() {
    const next = this.#tickets[0]
    if (!next) {
      this.#taken -= 1
      return
    }
    this.#drop(next)
    next.admit()
  }

  async #acquire(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) throw signal.reason
    if (this.#taken < this.#o.slots) {
      this.#taken += 1
      return
    }
    if (this.#tickets.length === this.#o.queue) throw new FullError('the queue is full')
    const ticket = new Ticket(this.#env.now() + this.#o.maxWaitMs)
    this.#tickets.push(ticket)
    this.#wind()
    const aborted = () => {
      if (!this.#tickets.includes(ticket)) return
      this.#drop(ticket)
      ticket.refuse(signal?.reason)
    }
    signal?.addEventListener('abort', aborted)
    return ticket.admitted.finally(() => signal?.removeEventListener('abort', aborted))
  }

  #drop(ticket: Ticket) {
    this.#tickets = this.#tickets.filter((t) => t !== ticket)
    this.#wind()
  }

  #wind() {
    this.#alarm?.cancel()
    const [first] = this.#tickets
    this.#alarm = first && this.#env.after(first.until - this.#env.now(), () => this.#expire())
  }

  #expire() {
    const over = this.#tickets.filter((t) => t.until <= this.#env.now())
    this.#tickets = this.#tickets.filter((t) => !over.includes(t))
    this.#wind()
    for (const t of over) t.refuse(new FullError('waited too long'))
  }

  stats() {
    return { active: this.#taken, queued: this.#tickets.length }
  }
}

export function bulkhead(env: Env, o: Opts) {
  const b = new Bulkhead(env, o)
  return {
    run: <T>(task: () => Promise<T> | T, signal?: AbortSignal) => b.run(task, signal),
    stats: () => b.stats(),
  }
}
