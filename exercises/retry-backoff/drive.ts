/** The stage of both suites: a shop with a retrier, the gateway behind it, and customers that pay. */
import type { Client, Scenario } from '../../lib/suite/index.ts'

export const SHOP = 'shop'

export interface Policy {
  maxAttempts: number
  baseMs: number
  capMs: number
  totalMs: number
  bucket: { capacity: number; cost: number; refill: number }
}

/** How one attempt ends, `takesMs` after its start: 0, or at least 2. */
export interface Ends {
  takesMs: number
  as: 'ok' | 'refused' | 'unknown' | 'fatal'
  retryAfter?: number
}

export const ok = (takesMs = 2): Ends => ({ takesMs, as: 'ok' })
/** Not done, for certain. */
export const refused = (retryAfter?: number, takesMs = 2): Ends => ends('refused', retryAfter, takesMs)
/** Perhaps done: a timed-out charge. */
export const unknown = (retryAfter?: number, takesMs = 2): Ends => ends('unknown', retryAfter, takesMs)
/** Will never work: no such card. */
export const fatal: Ends = { takesMs: 2, as: 'fatal' }

function ends(as: Ends['as'], retryAfter: number | undefined, takesMs: number): Ends {
  return { takesMs, as, ...(retryAfter === undefined ? {} : { retryAfter }) }
}

/** Longer than any call of a story takes. */
const PATIENCE_MS = 5000
/** Milliseconds that a message takes each way. */
const HOP_MS = 1

/** Lanes stand in the order of their declaration: a scenario declares its customer first. */
export function stage(sc: Scenario): void {
  sc.nodes([SHOP])
  sc.network({ latencyMs: [HOP_MS, HOP_MS] })
  sc.supply('gateway', (s) => {
    s.on('charge', async ({ takesMs }: { takesMs: number }) => {
      await s.sleep(takesMs - 2 * HOP_MS)
      return null
    })
  })
}

export class Customer {
  readonly c: Client
  #n = 0

  constructor(c: Client) {
    this.c = c
  }

  async create(p: Policy): Promise<void> {
    await this.c.call(SHOP, 'create', p, { local: true })
  }

  /** One call whose first attempt ends like the first of `all`, and so on. Gives how it ended, or 'nothing yet'. */
  async pay(o: { idempotent: boolean }, ...all: Ends[]): Promise<string> {
    const r = await this.c.call(SHOP, 'call', this.#call(o, all), { local: true, timeoutMs: PATIENCE_MS })
    return r.ok ? r.value : 'nothing yet'
  }

  /** A call whose end nobody waits for. */
  send(o: { idempotent: boolean }, ...all: Ends[]): void {
    this.c.send(SHOP, 'call', this.#call(o, all), { local: true })
  }

  /** So many equal calls in one turn of the event loop. */
  burst(count: number, o: { idempotent: boolean }, ...all: Ends[]): void {
    const calls = Array.from({ length: count }, () => this.#call(o, all))
    this.c.send(SHOP, 'burst', calls, { local: true })
  }

  /** How many attempts have been made so far. */
  get attempts(): number {
    return this.c.w.trace.filter((e) => e.kind === 'note' && e.label === 'attempt').length
  }

  #call({ idempotent }: { idempotent: boolean }, all: Ends[]) {
    return { n: ++this.#n, idempotent, ends: all }
  }
}

export const idempotent = { idempotent: true }
export const once = { idempotent: false }
