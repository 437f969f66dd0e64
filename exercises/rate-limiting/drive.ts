/** The stage of both suites: a gateway with one limiter, and somebody who calls. */
import type { Client, Scenario } from '../../lib/suite/index.ts'

export const GATEWAY = 'gateway'

export interface Options {
  periodMs: number
  burst: number
}

/** What take said, as the fixture puts it: 'ok, remaining 2', 'denied, retryAfter 30'. */
export type Said = string

export interface Answer {
  readonly said: Said
  /** Trace events: the fixture's mark, and the answer. */
  readonly events: readonly [number, number]
}

/** Lanes stand in the order of their declaration: a scenario declares its caller first. */
export function stage(sc: Scenario): void {
  sc.nodes([GATEWAY])
}

export class Caller {
  readonly c: Client

  constructor(c: Client) {
    this.c = c
  }

  async create(o: Options): Promise<void> {
    await this.ask('create', o)
  }

  /** Without n, take is called with the key alone. */
  async take(key: string, n?: number): Promise<Answer> {
    const [said, [, answer]] = await this.ask<Said>('take', n === undefined ? { key } : { key, n })
    const mark = this.c.w.trace.findLast((e) => e.kind === 'note' && e.label === 'take')
    return { said, events: [mark?.id ?? answer, answer] }
  }

  /** So many takes of one token in one turn of the event loop. */
  async burst(key: string, times: number): Promise<Said[]> {
    const [all] = await this.ask<Said[]>('burst', { key, times })
    return all
  }

  async size(): Promise<number | string> {
    return (await this.ask<number | string>('size()', null))[0]
  }

  protected async ask<T>(type: string, body: unknown): Promise<[T, readonly [number, number]]> {
    const r = await this.c.call(GATEWAY, type, body, { local: true, timeoutMs: null })
    return [r.ok ? r.value : (r.reason as never), [r.invokeId, r.endId]]
  }
}
