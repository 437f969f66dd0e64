/** The stage of both suites: a batcher, the database of authors behind it, and a feed that loads. */
import { type Client, NO_REPLY, Refusal, type Scenario } from '../../lib/suite/index.ts'

export const BATCHER = 'batcher'

export interface Options {
  maxSize: number
  maxWaitMs: number
}

/** How one call of fetchMany goes. `takesMs` is from its call to its end, at least 2. */
export interface Does {
  as: 'ok' | 'reject' | 'throw' | 'never'
  takesMs: number
  errors?: string[]
  nothing?: string[]
  more?: number
  loads?: string
}

export interface Load {
  key: string
  next?: Load
}

export const ok = (takesMs = 10, more: Partial<Does> = {}): Does => ({ as: 'ok', takesMs, ...more })
export const rejects = (takesMs = 10): Does => ({ as: 'reject', takesMs })
/** fetchMany throws before it returns a promise. */
export const throws: Does = { as: 'throw', takesMs: 0 }
export const hangs: Does = { as: 'never', takesMs: 0 }
/** In a list of keys: flush(). */
export const FLUSH = null

/** Milliseconds that a message takes each way. */
const HOP_MS = 1
const LOCAL = { local: true }

/** Lanes stand in the order of their declaration: a scenario declares its feed first. */
export function stage(sc: Scenario): void {
  sc.nodes([BATCHER])
  sc.network({ latencyMs: [HOP_MS, HOP_MS] })
  sc.supply('authors', (s) => {
    s.on('fetch', async ({ takesMs, as }: { takesMs: number; as: string }) => {
      if (takesMs < 0) return NO_REPLY
      await s.sleep(takesMs - 2 * HOP_MS)
      if (as !== 'ok') throw new Refusal('503')
      return 'ok'
    })
  })
}

interface Mark {
  n: number
  f: number
  as: string
  key?: string
  keys: string[]
}

export class Feed {
  readonly c: Client

  constructor(c: Client) {
    this.c = c
  }

  /** Calls batcher. `plan` says how the calls of fetchMany go, in order; the last one goes on. */
  async make(options: Options, ...plan: Does[]): Promise<void> {
    this.c.send(BATCHER, 'make', { ...options, plan }, LOCAL)
    await this.c.settle()
  }

  /** Calls load of each key, in one turn of the event loop, and lets the instant end. FLUSH stands for flush(). */
  async load(...keys: (string | Load | null)[]): Promise<void> {
    const all = keys.map((key) => (typeof key === 'string' ? { key } : key))
    this.c.send(BATCHER, 'load', all, LOCAL)
    await this.c.settle()
  }

  async at(ms: number): Promise<void> {
    await this.c.at(ms)
    await this.c.settle()
  }

  /** The keys of each call of fetchMany so far: 'a b', 'c'. */
  get fetches(): string[] {
    return this.#marks('fetch').map((mark) => mark.keys.join(' '))
  }

  /** How load n ended, counted from 1: 'value of a', 'nothing', 'error of a' (its own), 'error' (its batch's), or 'pending'. */
  ended(n: number): string {
    const mark = this.#marks('load settled').find((m) => m.n === n)
    if (!mark) return 'pending'
    return mark.key === undefined ? mark.as : `${mark.as} of ${mark.key}`
  }

  #marks(label: string): Mark[] {
    return this.c.w.trace
      .filter((e) => e.kind === 'note' && e.label === label)
      .map((e) => e.data as never as Mark)
  }
}
