/** Exclusive locks by name, first come first served, with deadlocks found when they would form. */
export interface Holder {
  readonly id: string
}

interface Lock<T extends Holder> {
  owner: T
  readonly waiting: { readonly who: T; resolve(): void; reject(e: Error): void }[]
}

export class Locks<T extends Holder> {
  readonly #locks = new Map<string, Lock<T>>()
  /** What each blocked holder waits for: one thing, since it is blocked. */
  readonly #wants = new Map<T, string>()

  /** undefined: had or got at once. 'deadlock': waiting would close a circle; nothing was queued. */
  acquire(who: T, name: string): Promise<void> | 'deadlock' | undefined {
    const lock = this.#locks.get(name)
    if (!lock) {
      this.#locks.set(name, { owner: who, waiting: [] })
      return undefined
    }
    if (lock.owner === who) return undefined
    for (let at: Lock<T> | undefined = lock; at; at = this.#blocker(at.owner))
      if (at.owner === who) return 'deadlock'
    this.#wants.set(who, name)
    return new Promise((resolve, reject) => lock.waiting.push({ who, resolve, reject }))
  }

  isWaiting(who: T): boolean {
    return this.#wants.has(who)
  }

  /** Gives up everything it holds; what it waits for rejects with `reason`. */
  release(who: T, reason: Error): void {
    this.#wants.delete(who)
    for (const [name, lock] of this.#locks) {
      for (const w of lock.waiting.filter((x) => x.who === who)) {
        lock.waiting.splice(lock.waiting.indexOf(w), 1)
        w.reject(reason)
      }
      if (lock.owner !== who) continue
      const next = lock.waiting.shift()
      if (!next) {
        this.#locks.delete(name)
        continue
      }
      lock.owner = next.who
      this.#wants.delete(next.who)
      next.resolve()
    }
  }

  /** Lock -> holder and those who wait, by id. */
  held(): Record<string, { owner: string; waiting: string[] }> {
    return Object.fromEntries(
      [...this.#locks].map(([name, l]) => [
        name,
        { owner: l.owner.id, waiting: l.waiting.map((w) => w.who.id) },
      ]),
    )
  }

  #blocker(who: T): Lock<T> | undefined {
    const name = this.#wants.get(who)
    return name === undefined ? undefined : this.#locks.get(name)
  }
}
