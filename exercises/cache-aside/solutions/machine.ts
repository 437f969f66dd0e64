import type { Env, Ms } from 'faultline'

export interface Cache {
  get(k: string): Promise<{ hit: true; value: string | null } | { hit: false; lease: number | null }>
  set(k: string, v: string | null, ttlMs: Ms, lease: number): Promise<boolean>
  del(k: string): Promise<void>
}

export interface Store {
  get(k: string): Promise<string | null>
  put(k: string, v: string): Promise<void>
}

export interface Opts {
  ttlMs: Ms
  jitterPct: number
  pollMs: Ms
}

type Step =
  | { do: 'ask' }
  | { do: 'wait' }
  | { do: 'load'; lease: number | null }
  | { do: 'done'; value: string | null }

/** A read is a small machine: `next` performs a step and says which one follows. */
class Read {
  readonly #parts: { env: Env; c: Cache; s: Store; o: Opts }
  readonly #k: string

  constructor(parts: { env: Env; c: Cache; s: Store; o: Opts }, k: string) {
    this.#parts = parts
    this.#k = k
  }

  async run(): Promise<string | null> {
    let step: Step = { do: 'ask' }
    while (step.do !== 'done') step = await this.#next(step)
    return step.value
  }

  async #next(step: Exclude<Step, { do: 'done' }>): Promise<Step> {
    const { env, c, s, o } = this.#parts
    switch (step.do) {
      case 'wait':
        await env.sleep(o.pollMs)
        return { do: 'ask' }
      case 'ask':
        try {
          const answer = await c.get(this.#k)
          if (answer.hit) return { do: 'done', value: answer.value }
          return answer.lease === null ? { do: 'wait' } : { do: 'load', lease: answer.lease }
        } catch {
          return { do: 'load', lease: null }
        }
      case 'load': {
        const value = await s.get(this.#k)
        if (step.lease !== null) {
          const least = Math.ceil(o.ttlMs - (o.ttlMs * o.jitterPct) / 100)
          const ttlMs = Math.min(o.ttlMs, Math.floor(least + (o.ttlMs - least + 1) * env.random()))
          try {
            await c.set(this.#k, value, ttlMs, step.lease)
          } catch {
            // The next miss fills.
          }
        }
        return { do: 'done', value }
      }
    }
  }
}

export function repo(env: Env, c: Cache, s: Store, o: Opts) {
  const parts = { env, c, s, o }
  return {
    read: (k: string) => new Read(parts, k).run(),
    async write(k: string, v: string): Promise<void> {
      const put = await s.put(k, v).then(
        () => ({ ok: true as const }),
        (error: unknown) => ({ ok: false as const, error }),
      )
      const gone = () =>
        c.del(k).then(
          () => true,
          () => false,
        )
      let deleted = await gone()
      if (!put.ok) throw put.error
      while (!deleted) {
        await env.sleep(o.pollMs)
        deleted = await gone()
      }
    },
  }
}
