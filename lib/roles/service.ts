/**
 * What every supplied service can do badly: wait, refuse, lose, queue. A role says what a request means; its conduct says
 * how this one goes. Draws are keyed by (seed, sender, type, n), so that taking one fault away leaves other requests alone.
 */
import { hash32, type Json, type Ms, type NodeId } from '../sim/index.ts'
import { NO_REPLY, Refusal, type Supplied } from '../suite/index.ts'

/** One request. `n` counts this sender's requests of this type from 0. */
export interface Request {
  readonly type: string
  readonly body: any
  readonly from: NodeId
  /** The event of its arrival: the cause of whatever follows. */
  readonly event: number
  readonly n: number
  readonly at: Ms
  /** A whole number in [lo, hi]; the same name gives the same number again. */
  draw(name: string, lo: number, hi: number): number
}

/** How one request goes. Without any of these it takes effect at once and is answered at once. */
export interface Conduct {
  /** From arrival (or from its turn, when it queued) to its effect. */
  readonly workMs?: Ms
  /** From its effect to the answer's departure: an answer that comes late tells an old truth. */
  readonly answerMs?: Ms
  /** Definite: after `workMs` it is refused, without effect. */
  readonly refuse?: string
  /** Unknown to the sender: 'request' never happens, 'answer' happens without an answer. */
  readonly lose?: 'request' | 'answer'
}

export type Handler = (body: any, q: Request) => unknown
export type Handlers = Readonly<Record<string, Handler>>

export interface ServiceOptions {
  readonly conduct?: (q: Request) => Conduct
  /** Requests come over a connection: what the network doubles is not seen twice. Default: it is, as with datagrams. */
  readonly connection?: boolean
  /** At most `slots` requests at work, `queue` more wait in order of arrival, the next is refused with `full`. */
  readonly capacity?: { readonly slots: number; readonly queue?: number; readonly full?: string }
}

/** What went on at a service, for properties and costs. */
export interface Gauge {
  readonly calls: number
  readonly byType: Readonly<Record<string, number>>
  /** Took effect. */
  readonly done: number
  readonly refused: number
  /** At work now, and the most there ever were. */
  readonly running: number
  readonly runningMax: number
  readonly waiting: number
  readonly waitingMax: number
}

/** Puts `handlers` behind the node's messages. Handlers are synchronous where they change state, so each is atomic. */
export function serve(s: Supplied, handlers: Handlers, o: ServiceOptions = {}): Gauge {
  const salt = s.random.u32()
  const seen = new Map<string, number>()
  const g = { calls: 0, done: 0, refused: 0, running: 0, runningMax: 0, waiting: 0, waitingMax: 0 }
  const byType: Record<string, number> = {}
  const turns: (() => void)[] = []
  const had = new Set<number | undefined>()
  const { slots = Number.POSITIVE_INFINITY, queue = 0, full = 'overloaded' } = o.capacity ?? {}

  const begin = () => {
    g.running++
    g.runningMax = Math.max(g.runningMax, g.running)
  }
  const end = () => {
    g.running--
    const next = turns.shift()
    if (!next) return
    g.waiting--
    begin()
    next()
  }
  const take = (type: string, handler: Handler, body: any, from: NodeId, event: number): unknown => {
    if (o.connection) {
      const msg = s.w.trace[event]?.msg
      if (had.has(msg)) return NO_REPLY
      had.add(msg)
    }
    const key = `${from}/${type}`
    const n = seen.get(key) ?? 0
    seen.set(key, n + 1)
    g.calls++
    byType[type] = (byType[type] ?? 0) + 1
    const draw = (name: string, lo: number, hi: number) =>
      lo + (hash32(`${salt}/${key}/${n}/${name}`) % (hi - lo + 1))
    const q: Request = { type, body, from, event, n, at: s.now, draw }
    const conduct = o.conduct?.(q) ?? {}
    if (conduct.lose === 'request') return NO_REPLY
    if (g.running >= slots && g.waiting >= queue) {
      g.refused++
      throw new Refusal(full)
    }
    const quick = !conduct.workMs && !conduct.answerMs && g.running < slots
    if (quick && slots === Number.POSITIVE_INFINITY) return settle(effect(handler, q, conduct), conduct)
    return perform(handler, q, conduct)
  }
  const effect = (handler: Handler, q: Request, conduct: Conduct): unknown => {
    if (conduct.refuse !== undefined) {
      g.refused++
      throw new Refusal(conduct.refuse)
    }
    try {
      const r = handler(q.body, q)
      g.done++
      return r
    } catch (e) {
      if (e instanceof Refusal) g.refused++
      throw e
    }
  }
  const perform = async (handler: Handler, q: Request, conduct: Conduct): Promise<unknown> => {
    if (g.running < slots) begin()
    else {
      g.waiting++
      g.waitingMax = Math.max(g.waitingMax, g.waiting)
      await new Promise<void>((go) => turns.push(go))
    }
    try {
      if (conduct.workMs) await s.sleep(conduct.workMs)
      const r = await effect(handler, q, conduct)
      if (conduct.answerMs) await s.sleep(conduct.answerMs)
      return settle(r, conduct)
    } finally {
      end()
    }
  }
  for (const [type, handler] of Object.entries(handlers))
    s.on(type, (body, from, event) => take(type, handler, body, from, event))
  return {
    get calls() {
      return g.calls
    },
    get byType() {
      return byType
    },
    get done() {
      return g.done
    },
    get refused() {
      return g.refused
    },
    get running() {
      return g.running
    },
    get runningMax() {
      return g.runningMax
    },
    get waiting() {
      return g.waiting
    },
    get waitingMax() {
      return g.waitingMax
    },
  }
}

function settle(r: unknown, conduct: Conduct): unknown {
  return conduct.lose === 'answer' ? NO_REPLY : r
}

/** A role as scenarios use it: `sc.supply('store', store.serve)`. */
export interface Role {
  readonly serve: (s: Supplied) => void
}

/** What a request's fields must be; a wrong one is refused in words, since the learner's code wrote it. */
export function field<T extends 'string' | 'number' | 'boolean' | 'object'>(
  body: any,
  name: string,
  type: T,
): { string: string; number: number; boolean: boolean; object: any }[T] {
  const v = body?.[name]
  if (typeof v !== type || v === null)
    throw new Refusal(
      `bad request: '${name}' must be a ${type}; got ${v === undefined ? 'nothing' : JSON.stringify(v).slice(0, 60)}`,
    )
  return v
}

/** Optional fields: undefined when absent or null. */
export function optional<T extends 'string' | 'number' | 'boolean' | 'object'>(
  body: any,
  name: string,
  type: T,
) {
  return body?.[name] === undefined || body[name] === null ? undefined : field(body, name, type)
}

export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
