/** The stage of both suites: bulkheads, the backend behind them, and a server that calls. */
import { type Client, NO_REPLY, Refusal, type Scenario } from '../../lib/suite/index.ts'

export const POOL = 'bulkhead'

export interface Options {
  slots: number
  queue: number
  maxWaitMs: number
}

/** What a task does. `takesMs` is from its start to its end, at least 2. */
export type Does =
  | { via: 'backend'; takesMs: number; answer: string }
  | { via: 'value' }
  | { via: 'throw'; answer: string }
  | { via: 'never' }

export interface Run {
  at: string
  n: number
  does: Does
  signal: 'none' | 'live' | 'aborted'
  next?: Run[]
}

export const works = (takesMs = 2): Does => ({ via: 'backend', takesMs, answer: 'ok' })
export const fails = (takesMs = 2): Does => ({ via: 'backend', takesMs, answer: '503' })
/** The task returns a plain value, not a promise. */
export const value: Does = { via: 'value' }
/** The task throws before it returns anything. */
export const throws: Does = { via: 'throw', answer: '400' }
export const hangs: Does = { via: 'never' }

/** Milliseconds that a message takes each way. */
const HOP_MS = 1

/** Lanes stand in the order of their declaration: a scenario declares its caller first. */
export function stage(sc: Scenario): void {
  sc.nodes([POOL])
  sc.network({ latencyMs: [HOP_MS, HOP_MS] })
  sc.supply('backend', (s) => {
    s.on('work', async (does: Does) => {
      if (does.via !== 'backend') return NO_REPLY
      await s.sleep(does.takesMs - 2 * HOP_MS)
      if (does.answer !== 'ok') throw new Refusal(does.answer)
      return 'ok'
    })
  })
}

export interface Stats {
  readonly active: number | string
  readonly queued: number | string
}

export class Server {
  readonly c: Client
  #n = 0

  constructor(c: Client) {
    this.c = c
  }

  async create(o: Options, at = 'a'): Promise<void> {
    await this.c.call(POOL, 'create', { at, ...o }, { local: true })
  }

  /** A run with the next number. */
  next(does: Does, more: Partial<Pick<Run, 'at' | 'signal' | 'next'>> = {}): Run {
    return { at: 'a', n: ++this.#n, does, signal: 'none', ...more }
  }

  /** Calls run for each, in one turn of the event loop, and lets the instant end. Gives their numbers. */
  async run(...all: (Does | Run)[]): Promise<number[]> {
    const runs = all.map((r) => ('n' in r ? r : this.next(r)))
    this.c.send(POOL, 'run', runs, { local: true })
    await this.look()
    return runs.map((r) => r.n)
  }

  async abort(n: number): Promise<void> {
    this.c.send(POOL, 'abort', n, { local: true })
    await this.look()
  }

  async stats(at = 'a'): Promise<Stats> {
    await this.c.settle()
    const r = await this.c.call(POOL, 'stats()', at, { local: true })
    return r.ok ? r.value : { active: r.reason, queued: r.reason }
  }

  /** How run n ended: 'value', 'error' (the task's own), 'FullError', 'reason', what else came, or 'pending'. */
  ended(n: number): string {
    const as = this.#mark(n, 'run settled')?.data as { as: string } | undefined
    return as?.as ?? 'pending'
  }

  started(n: number): boolean {
    return this.#mark(n, 'task started') !== undefined
  }

  /** Everything due at this instant has happened. */
  async look(): Promise<void> {
    await this.c.settle()
  }

  #mark(n: number, label: string) {
    return this.c.w.trace.find(
      (e) => e.kind === 'note' && e.label === label && (e.data as { n?: number }).n === n,
    )
  }
}
