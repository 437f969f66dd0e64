/** One read or write as the rules have it: after each answer, what must be called next, and when, and what its end is. */
import type { EventId, Json, Ms } from '../../lib/sim/index.ts'
import type { Property } from '../../lib/suite/index.ts'
import type { CallName, Options } from './drive.ts'
import type { Properties } from './properties.ts'

/** What must be called at `at`. */
export interface Due {
  readonly call: CallName
  readonly at: Ms
}

/** The result is known since `since`; `mustBy` is undefined while c.set is under way, which need not be waited for. */
export interface Result {
  readonly as: 'value' | 'error'
  readonly got: Json
  readonly since: Ms
  readonly mustBy?: Ms
}

export type Reply =
  | { readonly ok: true; readonly body: Json }
  | { readonly ok: false; readonly reason: string }

/** What c.get answers, and c.set. */
export interface Looked {
  readonly hit: boolean
  readonly value?: string | null
  readonly lease?: number | null
}
export interface Filled {
  readonly ok: boolean
}

export class Flow {
  readonly kind: 'read' | 'write'
  readonly n: number
  readonly k: string
  readonly v: string
  readonly server: string
  due: Due | undefined
  result: Result | undefined
  settled: EventId | undefined
  /** The property that speaks of what comes next. */
  blame: Property
  /** The rule behind it, in words. */
  rule: string
  /** The event that the rule follows from. */
  event: EventId
  readonly at: Ms
  lease: number | null = null
  /** What the store gave: what a fill must hand over. */
  value: Json = null
  /** Why a put failed. */
  failure: string | undefined
  readonly #p: Properties
  readonly #o: Options

  constructor(
    e: { kind: 'read' | 'write'; n: number; k: string; v: string; server: string; at: Ms; event: EventId },
    p: Properties,
    o: Options,
  ) {
    this.kind = e.kind
    this.n = e.n
    this.k = e.k
    this.v = e.v
    this.server = e.server
    this.event = e.event
    this.at = e.at
    this.#p = p
    this.#o = o
    const first = e.kind === 'read' ? 'c.get' : 's.put'
    this.due = { call: first, at: e.at }
    this.blame = e.kind === 'read' ? p.hit : p.write
    this.rule = `A ${e.kind} begins with ${first}.`
  }

  get name(): string {
    return `${this.kind} #${this.n} on ${this.server}`
  }

  /** `call` was answered at `at`. */
  answered(call: CallName, reply: Reply, at: Ms, event: EventId) {
    this.event = event
    switch (call) {
      case 'c.get':
        return this.#looked(reply, at)
      case 's.get':
        return this.#loaded(reply, at)
      case 'c.set':
        return this.#filled(reply, at)
      case 's.put':
        this.failure = reply.ok ? undefined : reply.reason
        return this.#next(
          'c.del',
          at,
          this.#p.write,
          reply.ok
            ? 'After a put, write deletes at once.'
            : 'A failed put may have been applied: write deletes once.',
        )
      case 'c.del':
        return this.#deleted(reply, at)
    }
  }

  #looked(reply: Reply, at: Ms) {
    if (!reply.ok)
      return this.#next(
        's.get',
        at,
        this.#p.cacheDown,
        'c.get rejected: the read asks the store itself, once.',
      )
    const { hit, value = null, lease = null } = reply.body as never as Looked
    if (hit) {
      const property = value === null ? this.#p.absence : this.#p.hit
      return this.#end(
        'value',
        value,
        at,
        property,
        'c.get was a hit: that is the answer, and nothing more is called.',
      )
    }
    if (lease === null) {
      const then = at + this.#o.pollMs
      return this.#next(
        'c.get',
        then,
        this.#p.herd,
        `c.get gave no lease: the cache is asked again at ${then} ms.`,
      )
    }
    this.lease = lease
    this.#next('s.get', at, this.#p.fill, `c.get gave lease ${lease}: the read asks the store, once.`)
  }

  #loaded(reply: Reply, at: Ms) {
    if (!reply.ok)
      return this.#end(
        'error',
        reply.reason,
        at,
        this.#p.storeError,
        's.get rejected: so does the read, and nothing more is called.',
      )
    this.value = reply.body
    if (this.lease === null)
      return this.#end(
        'value',
        reply.body,
        at,
        this.#p.cacheDown,
        'The store answered a read whose c.get rejected: it fills nothing.',
      )
    const property = reply.body === null ? this.#p.absence : this.#p.fill
    this.#next(
      'c.set',
      at,
      property,
      `The store answered: the read hands it to c.set with lease ${this.lease}.`,
    )
    this.result = { as: 'value', got: reply.body, since: at }
  }

  #filled(reply: Reply, at: Ms) {
    const well = reply.ok && (reply.body as never as Filled).ok
    const rule = `c.set ${well ? 'was done' : reply.ok ? 'was refused for its lease' : 'rejected'}: the read has what the store gave.`
    this.#end('value', this.value, at, well ? this.#p.settles : this.#p.cacheDown, rule)
  }

  #deleted(reply: Reply, at: Ms) {
    if (this.failure !== undefined)
      return this.#end(
        'error',
        this.failure,
        at,
        this.#p.write,
        'The put failed, and one delete was tried: write rejects with the error of the put.',
      )
    if (reply.ok) return this.#end('value', null, at, this.#p.write, 'The delete succeeded: write resolves.')
    const then = at + this.#o.pollMs
    this.#next('c.del', then, this.#p.write, `The delete failed: it is tried again at ${then} ms.`)
  }

  #next(call: CallName, at: Ms, blame: Property, rule: string): void {
    this.due = { call, at }
    this.blame = blame
    this.rule = rule
  }

  #end(as: Result['as'], got: Json, at: Ms, blame: Property, rule: string): void {
    this.due = undefined
    this.result = { as, got, since: at, mustBy: at }
    this.blame = blame
    this.rule = rule
  }
}
