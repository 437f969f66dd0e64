/** The stage of both suites: one breaker, the service behind it, and a page that calls. */
import { type Client, NO_REPLY, Refusal, type Scenario } from '../../lib/suite/index.ts'

export const BREAKER = 'breaker'

export interface Options {
  window: number
  minCalls: number
  /** A whole percentage. */
  failurePct: number
  openMs: number
  probeMs: number
  /** Codes of errors for which isFailure says false; without the list there is no isFailure. */
  ignore?: readonly string[]
}

/** What fn does for one fire. `takesMs` is from the call of fn to its answer, at least 2. */
export type Does =
  | { via: 'service'; takesMs: number; answer: string }
  | { via: 'value' }
  | { via: 'throw'; answer: string }
  | { via: 'never' }

export const answers = (takesMs = 2): Does => ({ via: 'service', takesMs, answer: 'ok' })
export const fails = (takesMs = 2, code = '503'): Does => ({ via: 'service', takesMs, answer: code })
/** fn returns a plain value, not a promise. */
export const value: Does = { via: 'value' }
/** fn throws before it returns anything. */
export const throws = (code = '503'): Does => ({ via: 'throw', answer: code })
export const neverAnswers: Does = { via: 'never' }

/** Milliseconds that a message takes each way. */
const HOP_MS = 1

/** Lanes stand in the order of their declaration: a scenario declares its page first. */
export function stage(sc: Scenario): void {
  sc.nodes([BREAKER])
  sc.network({ latencyMs: [HOP_MS, HOP_MS] })
  sc.supply('service', (s) => {
    s.on('call', async (does: Does) => {
      if (does.via !== 'service') return NO_REPLY
      await s.sleep(does.takesMs - 2 * HOP_MS)
      if (does.answer !== 'ok') throw new Refusal(does.answer)
      return 'ok'
    })
  })
}

export class Page {
  readonly c: Client
  #n = 0

  constructor(c: Client) {
    this.c = c
  }

  async create(o: Options): Promise<void> {
    await this.c.call(BREAKER, 'create', o, { local: true })
  }

  /** Starts one call. The promise gives how it ended: 'value', 'error' (fn's own), 'OpenError' or what else came. */
  async fire(does: Does): Promise<string> {
    const r = await this.c.call(BREAKER, 'fire', { n: ++this.#n, does }, { local: true, timeoutMs: null })
    return r.ok ? r.value : r.reason
  }

  /** A call whose end nobody waits for. */
  send(does: Does): void {
    this.c.send(BREAKER, 'fire', { n: ++this.#n, does }, { local: true })
  }

  /** Several calls in one turn of the event loop. */
  burst(...all: Does[]): void {
    const fires = all.map((does) => ({ n: ++this.#n, does }))
    this.c.send(BREAKER, 'burst', fires, { local: true })
  }

  /** How many calls of fn the breaker has made so far. */
  get callsOfFn(): number {
    return this.c.w.trace.filter((e) => e.kind === 'note' && e.label === 'fn called').length
  }

  /** The breaker's state at the end of this instant. */
  async state(): Promise<string> {
    await this.c.settle()
    const r = await this.c.call(BREAKER, 'state()', null, { local: true })
    return r.ok ? r.value : r.reason
  }
}
