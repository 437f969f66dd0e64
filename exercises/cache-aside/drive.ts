/** The stage of both suites: three web servers, the cache that they share, the store behind it, and who calls. */
import { type Conduct, leasedCache, type Request, serve } from '../../lib/roles/index.ts'
import { type Client, Refusal, type Scenario } from '../../lib/suite/index.ts'

export const SERVERS = ['w1', 'w2', 'w3'] as const
export type Server = (typeof SERVERS)[number]

export interface Options {
  ttlMs: number
  /** A whole percentage, 0 … 50. */
  jitterPct: number
  pollMs: number
}

/** How one request goes. `workMs` before its effect, `answerMs` after it; `refuseAfter` has the effect and refuses. */
export type Does = Conduct & { readonly refuseAfter?: string }
export type CallName = 'c.get' | 'c.set' | 'c.del' | 's.get' | 's.put'

/** Milliseconds that a message takes each way. */
export const HOP_MS = 1
const STORE_MS = 3

/** What cache and store are about to do, and what the store has held. */
export class Shop {
  readonly #plans = new Map<CallName, Does[]>()
  readonly #always: (call: CallName, q: Request) => Does
  /** Per key: every version that was applied, oldest first. Before the first there is null. */
  readonly versions = new Map<string, (string | null)[]>()

  constructor(always: (call: CallName, q: Request) => Does = () => ({})) {
    this.#always = always
  }

  /** The next requests of this kind go like this, one each. */
  plan(call: CallName, ...does: Does[]): void {
    this.#plans.set(call, [...(this.#plans.get(call) ?? []), ...does])
  }

  versionsOf(k: string): (string | null)[] {
    const known = this.versions.get(k) ?? [null]
    this.versions.set(k, known)
    return known
  }

  put(k: string, v: string): void {
    this.versionsOf(k).push(v)
  }

  conduct(call: CallName, q: Request): Does {
    return this.#plans.get(call)?.shift() ?? this.#always(call, q)
  }
}

/** Lanes stand in the order of their declaration: a scenario declares its clients first. */
export function stage(sc: Scenario, config: Options, shop = new Shop()): Shop {
  sc.nodes(SERVERS, { config: { ...config } })
  sc.network({ latencyMs: [HOP_MS, HOP_MS] })
  const cache = leasedCache({ conduct: (q) => shop.conduct(`c.${q.type}` as CallName, q) })
  sc.supply('cache', cache.serve)
  sc.supply('store', (s) => {
    const how = new WeakMap<Request, Does>()
    const read = (k: string) => shop.versionsOf(k).at(-1) ?? null
    serve(
      s,
      {
        get: ({ k }: { k: string }) => read(k),
        put: ({ k, v }: { k: string; v: string }, q) => {
          shop.put(k, v)
          s.view({ [k]: v })
          const { refuseAfter } = how.get(q) ?? {}
          if (refuseAfter !== undefined) throw new Refusal(refuseAfter)
          return null
        },
      },
      {
        conduct: (q) => {
          const does = { workMs: STORE_MS, ...shop.conduct(`s.${q.type}` as CallName, q) }
          how.set(q, does)
          return does
        },
      },
    )
  })
  return shop
}

/** Whoever calls: pages, jobs. Numbers its calls; a value is new each time. */
export class Pages {
  readonly c: Client
  #n: number

  /** `from`: several clients number their calls apart. */
  constructor(c: Client, from = 0) {
    this.c = c
    this.#n = from
  }

  /** How it ended: 'v1', null, or 'error: …'. */
  async read(server: Server, k = 'price'): Promise<string | null> {
    return told(await this.#call(server, 'read', { n: ++this.#n, k }))
  }

  /** A read whose end nobody waits for. */
  sendRead(server: Server, k: string): void {
    this.c.send(server, 'read', { n: ++this.#n, k }, { local: true })
  }

  /** How it ended: null is well, or 'error: …'. */
  async write(server: Server, v: string, k = 'price'): Promise<string | null> {
    return told(await this.#call(server, 'write', { n: ++this.#n, k, v }))
  }

  async #call(server: Server, type: string, body: object): Promise<{ as: string; got: string | null }> {
    const r = await this.c.call(server, type, body, { local: true, timeoutMs: null })
    return r.ok ? r.value : { as: 'refused', got: r.reason }
  }
}

function told({ as, got }: { as: string; got: string | null }): string | null {
  return as === 'value' ? got : `${as}: ${got}`
}
