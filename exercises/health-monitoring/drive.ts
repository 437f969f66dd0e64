/** The stage of both suites: checkers that report, a monitor, and someone on call who gets its pages. */
import { isYours } from '../../lib/sim/index.ts'
import type { Client, Scenario } from '../../lib/suite/index.ts'

export const MONITOR = 'monitor'

export interface Options {
  services: string[]
  deps: Record<string, string[]>
  upPct: number
  staleMs: number
  raiseMs: number
  clearMs: number
  /** The fixture calls stop() within the page of this number, counted from 1. */
  stopAtPage?: number
}

/**
 * What is reported when: at `atMs` each of these checkers about each of these services, the names apart by spaces, that it
 * answers (`up`) or doesn't (`down`).
 */
export type Report = readonly [atMs: number, checkers: string, services: string, says: 'up' | 'down']

const words = (names: string) => names.split(' ')

/** The lanes: who is on call, the checkers of the reports, the monitor. */
export function stage(sc: Scenario, reports: readonly Report[], onCall: (w: OnCall) => Promise<void>): void {
  sc.client('on-call', async (c) => onCall(new OnCall(c)))
  for (const checker of new Set(reports.flatMap(([, checkers]) => words(checkers))))
    sc.client(checker, async (c) => {
      for (const [atMs, checkers, services, says] of reports) {
        if (!words(checkers).includes(checker)) continue
        await c.at(atMs)
        for (const service of words(services))
          c.send(MONITOR, 'report', { checker, service, ok: says === 'up' }, { local: true })
      }
    })
  sc.nodes([MONITOR])
}

export class OnCall {
  readonly c: Client

  constructor(c: Client) {
    this.c = c
  }

  async create(o: Options): Promise<void> {
    await this.c.call(MONITOR, 'create', o, { local: true })
  }

  /** To this time, when everything of its instant has happened. */
  async to(atMs: number): Promise<void> {
    await this.c.at(atMs)
    await this.c.settle()
  }

  /** Has the fixture show what health() says. */
  async look(): Promise<void> {
    this.c.send(MONITOR, 'look', null, { local: true })
    await this.c.settle()
  }

  async stop(): Promise<void> {
    this.c.send(MONITOR, 'stop', null, { local: true })
    await this.c.settle()
  }

  /** What health() says of the service at this moment. */
  async health(service: string): Promise<string> {
    await this.look()
    return this.c.w.view(MONITOR)?.[service] ?? 'nothing'
  }

  /** All pages so far, as '50 ms: raise database'. */
  pages(): string[] {
    const notes = this.c.w.trace.filter((e) => e.kind === 'note' && e.node === MONITOR && !isYours(e))
    return notes.filter((e) => e.label !== 'stopped').map((e) => `${e.at} ms: ${e.label}`)
  }
}
