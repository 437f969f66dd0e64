/** The stage of both suites: a checker, the targets that it probes, and an operator who looks at it. */
import { type Client, NO_REPLY, Refusal, type Scenario } from '../../lib/suite/index.ts'

export const CHECKER = 'checker'

export interface Options {
  intervalMs: number
  timeoutMs: number
  failureThreshold: number
  successThreshold: number
}

/** What one probe does. `takesMs` is from its start to its end, at least 2. */
export type Does =
  | { via: 'target'; takesMs: number; answer: string; obeys?: boolean }
  | { via: 'value' }
  | { via: 'throw' }
  | { via: 'never' }

/** What the probes of each target do, in order; the last one goes on. */
export type Plan = Record<string, Does[]>

export const passes = (takesMs = 10): Does => ({ via: 'target', takesMs, answer: 'ok' })
export const fails = (takesMs = 10): Does => ({ via: 'target', takesMs, answer: '503' })
/** Would answer after a long time, and gives up as soon as its signal is aborted. */
export const obeys: Does = { via: 'target', takesMs: 5000, answer: 'ok', obeys: true }
export const hangs: Does = { via: 'never' }
/** Fulfilled from the start. */
export const value: Does = { via: 'value' }
/** Throws before it returns a promise. */
export const throws: Does = { via: 'throw' }

/** Milliseconds that a message takes each way. */
const HOP_MS = 1
const LOCAL = { local: true }

/** Lanes stand in the order of their declaration: a scenario declares its operator first. */
export function stage(sc: Scenario, targets: readonly string[]): void {
  sc.nodes([CHECKER])
  sc.network({ latencyMs: [HOP_MS, HOP_MS] })
  for (const target of targets)
    sc.supply(target, (s) => {
      s.on('health', async ({ takesMs, answer }: { takesMs?: number; answer: string }) => {
        if (takesMs === undefined) return NO_REPLY
        await s.sleep(takesMs - 2 * HOP_MS)
        if (answer !== 'ok') throw new Refusal(answer)
        return 'ok'
      })
    })
}

export interface Seen {
  readonly states: Record<string, string>
  readonly candidates: string[]
}

export class Operator {
  readonly c: Client

  constructor(c: Client) {
    this.c = c
  }

  /** Calls healthChecker. Probes start at once. */
  async make(plan: Plan, options: Options, stopOn?: string): Promise<void> {
    this.c.send(CHECKER, 'make', { plan, options, ...(stopOn === undefined ? {} : { stopOn }) }, LOCAL)
    await this.c.settle()
  }

  async stop(): Promise<void> {
    this.c.send(CHECKER, 'stop', null, LOCAL)
    await this.c.settle()
  }

  /** What state() and candidates() say at the end of this instant. */
  async look(): Promise<Seen> {
    await this.c.settle()
    const r = await this.c.call(CHECKER, 'look', null, LOCAL)
    return r.ok ? r.value : { states: {}, candidates: [] }
  }

  /** Has them answered, and noted in the diagram, without waiting for the answer. */
  async glance(): Promise<void> {
    await this.c.settle()
    this.c.send(CHECKER, 'look', null, LOCAL)
    await this.c.settle()
  }

  /** How many probes of the target have been started. */
  probes(target: string): number {
    return this.#marks('probe started').filter((mark) => mark.target === target).length
  }

  /** When the last probe of the target was started. */
  lastStart(target: string): number | undefined {
    return this.#marks('probe started').findLast((mark) => mark.target === target)?.at
  }

  /** What onChange has been told, in order: 'a healthy'. */
  get changes(): string[] {
    return this.#marks('changed').map((mark) => `${mark.target} ${mark.state}`)
  }

  /** How many signals have been aborted. */
  get aborted(): number {
    return this.#marks('aborted').length
  }

  #marks(label: string): { at: number; target?: string; state?: string }[] {
    const notes = this.c.w.trace.filter((e) => e.kind === 'note' && e.label === label)
    return notes.map((e) => ({ at: e.at, ...(e.data as { target?: string; state?: string }) }))
  }
}
