/** How a price came to a page that showed it too late: told in words, and by the events to look at. */
import type { EventId, Ms, Trace, TraceEvent } from '../../lib/sim/index.ts'
import { ms, type Request } from './measures.ts'
import { REPLICAS } from './system.ts'

export interface Story {
  readonly sentence: string
  readonly events: readonly EventId[]
}

/** Something that a server was told: a price, and when it had asked. */
interface Told {
  readonly by: string
  readonly askedAt: Ms
  readonly at: Ms
  readonly event: EventId
}

/** Empty where the trace does not say: the server made it up. */
export function wayOf(trace: Trace, page: Request, product: string, cents: number): Story {
  const until = page.answer?.sentAt ?? 0
  const from = page.reached?.at ?? 0
  const got = lastTold(trace, page.server, until, (e, body, answer) => {
    const { hit, value } = (answer ?? {}) as { hit?: unknown; value?: unknown }
    return e.type === 'get' && (body as { key?: unknown }).key === product && hit === true && value === cents
  })
  const read = lastRead(trace, page.server, product, cents, until)
  const source = [got, read].filter((s) => s !== undefined).sort((a, b) => b.at - a.at)[0]
  if (!source) return { sentence: '', events: [] }
  const early =
    source.askedAt < from && source.at >= from ? ', before this page came, and took that answer for it' : ''
  const kept = source.at < from ? `, and kept the answer of ${ms(source.at)}` : ''
  const asked = `${page.server} had asked ${source === got ? 'the cache' : source.by} at ${ms(source.askedAt)}${early}${kept}.`
  if (source !== got) return { sentence: asked, events: [source.event] }
  const set = lastSet(trace, product, cents, source.at)
  if (!set) return { sentence: asked, events: [source.event] }
  const loaded = lastRead(trace, set.by, product, cents, set.askedAt)
  const fill = loaded
    ? ` ${set.by} had asked ${loaded.by} for it at ${ms(loaded.askedAt)} and put it into the cache at ${ms(set.at)}.`
    : ` ${set.by} had put it into the cache at ${ms(set.at)}.`
  return { sentence: asked + fill, events: [...(loaded ? [loaded.event] : []), set.event, source.event] }
}

type IsIt = (request: TraceEvent, body: object, answer: unknown) => boolean

/** The last answer to a request of the server that came by `until`. */
function lastTold(trace: Trace, server: string, until: Ms, isIt: IsIt): Told | undefined {
  const asked = new Map<number, TraceEvent>()
  let last: Told | undefined
  for (const e of trace) {
    if (e.at > until) break
    if (e.node !== server) continue
    if (e.kind === 'send' && e.re === undefined) asked.set(e.msg as number, e)
    const request = e.kind === 'deliver' && e.re !== undefined ? asked.get(e.re) : undefined
    if (request && e.label !== 'refused' && isIt(request, (request.body ?? {}) as object, e.body))
      last = { by: request.peer as string, askedAt: request.at, at: e.at, event: e.id }
  }
  return last
}

function lastRead(trace: Trace, server: string, product: string, cents: number, until: Ms): Told | undefined {
  return lastTold(trace, server, until, (e, body, answer) => {
    if (!(REPLICAS as readonly (string | undefined)[]).includes(e.peer)) return false
    const { products } = body as { products?: unknown }
    const { prices } = (answer ?? {}) as { prices?: unknown[] }
    return Array.isArray(products) && prices?.[products.indexOf(product)] === cents
  })
}

/** The last `set` of this price that the cache took by `until`, by whom. */
function lastSet(trace: Trace, product: string, cents: number, until: Ms): Told | undefined {
  const came = new Map<number, TraceEvent>()
  let last: Told | undefined
  for (const e of trace) {
    if (e.at > until) break
    if (e.node !== 'cache') continue
    const { key, value } = (e.body ?? {}) as { key?: unknown; value?: unknown }
    if (e.kind === 'deliver' && e.type === 'set' && key === product && value === cents)
      came.set(e.msg as number, e)
    const set = e.kind === 'send' && e.body === true ? came.get(e.re as number) : undefined
    if (set) {
      const sent = trace[set.cause as number]
      last = { by: set.peer as string, askedAt: sent?.at ?? set.at, at: set.at, event: set.id }
    }
  }
  return last
}
