/**
 * Follows a run's trace: every call to cache and store, and every end of a read or write, must be what one of the flows
 * is due to do at that instant. Scenarios keep calls of a server for the same key apart in time, so no two are mixed up.
 */
import { isYours, type Json, type TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, Property, Scenario, World } from '../../lib/suite/index.ts'
import { type CallName, type Options, SERVERS, type Shop } from './drive.ts'
import { type Filled, Flow, type Looked, type Reply } from './hidden-flow.ts'
import { Fresh, type Mark, show } from './hidden-fresh.ts'
import type { Properties } from './properties.ts'

interface Found {
  readonly property: Property
  readonly finding: Finding
}

/** Judges freshness alone: for the scenarios in which a wrong order of calls has time to show what it does. */
export function judgedFresh(sc: Scenario, p: Properties, shop: Shop): void {
  const fresh = new Fresh(shop)
  sc.settled(p.fresh, (w) => fresh.finding(w))
}

/** Judges by every property that is not a cost. */
export function judged(sc: Scenario, p: Properties, o: Options, shop: Shop): Judge {
  judgedFresh(sc, p, shop)
  const judge = new Judge(p, o)
  for (const property of Object.values(p))
    if (property.kind !== 'cost' && property !== p.fresh)
      sc.settled(property, (w) => {
        const found = judge.found(w)
        return found?.property === property ? found.finding : undefined
      })
  return judge
}

export class Judge {
  /** Times to live of all fills, in order. */
  readonly ttls: { ms: number; event: number }[] = []
  /** Situations that this run went through. */
  readonly saw = new Set<string>()
  readonly #p: Properties
  readonly #o: Options
  readonly #flows: Flow[] = []
  /** By message number. */
  readonly #underWay = new Map<number, { flow: Flow; call: CallName }>()
  #found: Found | undefined
  #next = 0
  #checked = 0

  constructor(p: Properties, o: Options) {
    this.#p = p
    this.#o = o
  }

  found(w: World): Found | undefined {
    const { trace } = w
    for (; this.#next < trace.length && !this.#found; this.#next++) {
      const e = trace[this.#next] as TraceEvent
      if ((SERVERS as readonly string[]).includes(e.node)) this.#found = this.#take(e)
    }
    if (!this.#found && this.#checked < trace.length) {
      this.#checked = trace.length
      this.#found = this.#missing(w.now)
    }
    return this.#found
  }

  #take(e: TraceEvent): Found | undefined {
    if (e.kind === 'note') return isYours(e) ? undefined : this.#settled(e)
    if (e.kind === 'send' && (e.peer === 'cache' || e.peer === 'store')) return this.#called(e)
    if (e.kind !== 'deliver') return undefined
    if (e.re !== undefined) return this.#answered(e)
    const { n, k, v } = e.body as { n: number; k: string; v?: string }
    const kind = e.type as 'read' | 'write'
    this.#flows.push(
      new Flow({ kind, n, k, v: v ?? '', server: e.node, at: e.at, event: e.id }, this.#p, this.#o),
    )
    return undefined
  }

  #called(e: TraceEvent): Found | undefined {
    const call = `${e.peer === 'cache' ? 'c' : 's'}.${e.type}` as CallName
    const body = e.body as { k?: Json; v?: Json; ttlMs?: number; lease?: Json }
    const mine = this.#flows.filter((f) => f.server === e.node && f.k === body.k)
    const flow = mine.find((f) => f.due?.call === call && f.due.at === e.at)
    if (!flow) return this.#unexpected(call, mine, e)
    flow.due = undefined
    this.#underWay.set(e.msg as number, { flow, call })
    if (call === 's.put' && body.v !== flow.v)
      return this.#otherArgument(flow, call, flow.v, body.v ?? null, e)
    if (call !== 'c.set') return undefined
    if (body.v !== flow.value) return this.#otherArgument(flow, call, flow.value, body.v ?? null, e)
    if (body.lease !== flow.lease)
      return this.#otherArgument(flow, call, `lease ${flow.lease}`, `lease ${show(body.lease ?? null)}`, e)
    return this.#lifetime(flow, Number(body.ttlMs), e)
  }

  #lifetime(flow: Flow, ms: number, e: TraceEvent): Found | undefined {
    this.ttls.push({ ms, event: e.id })
    const { ttlMs, jitterPct } = this.#o
    const [least, most] = [(ttlMs * (100 - jitterPct)) / 100, ttlMs]
    if (Number.isInteger(ms) && ms >= least && ms <= most) return undefined
    const expected = `a whole number from ${least} to ${most}`
    const because = `${flow.name} filled with a time to live of ${ms} ms; it must be ${expected}.`
    return { property: this.#p.ttl, finding: { because, expected, got: ms, witness: [flow.event, e.id] } }
  }

  #unexpected(call: CallName, mine: readonly Flow[], e: TraceEvent): Found {
    const kind =
      call === 's.put' || (call === 'c.del' && mine.some((f) => f.kind === 'write')) ? 'write' : 'read'
    const those = mine.filter((f) => f.kind === kind)
    const flow = those.findLast((f) => f.settled === undefined) ?? those.at(-1) ?? mine.at(-1)
    if (!flow) {
      const because = `${e.node} called ${call} at ${e.at} ms, with no read or write of that key to call it for.`
      return { property: this.#p.hit, finding: { because, expected: 'no call', got: call, witness: [e.id] } }
    }
    const due = flow.due ? `${flow.due.call} at ${flow.due.at} ms` : 'no call'
    const because = `${e.node} called ${call} at ${e.at} ms, and nothing asks for that. ${flow.name}: ${flow.rule}`
    const got = `${call} at ${e.at} ms`
    return { property: flow.blame, finding: { because, expected: due, got, witness: [flow.event, e.id] } }
  }

  #otherArgument(flow: Flow, call: CallName, expected: Json, got: Json, e: TraceEvent): Found {
    const because = `${flow.name} called ${call} with ${show(got)}; it must be ${show(expected)}. ${flow.rule}`
    return { property: flow.blame, finding: { because, expected, got, witness: [flow.event, e.id] } }
  }

  #answered(e: TraceEvent): undefined {
    const asked = this.#underWay.get(e.re as number)
    if (!asked) return
    const { flow, call } = asked
    const reply =
      e.label === 'refused'
        ? { ok: false as const, reason: String(e.data) }
        : { ok: true as const, body: e.body ?? null }
    flow.answered(call, reply, e.at, e.id)
    this.saw.add(situation(call, reply, flow))
    // The end of a fill, when the read did not wait for it: nothing is left to do.
    if (flow.settled !== undefined) {
      flow.result = undefined
      flow.due = undefined
    }
  }

  #settled(e: TraceEvent): Found | undefined {
    const { n, as, got } = e.data as never as Mark
    const flow = this.#flows.find((f) => f.n === n)
    if (!flow) return undefined
    flow.settled = e.id
    const { result } = flow
    const shown = as === 'value' ? show(got) : `${as} ${show(got)}`
    const witness = [flow.event, e.id]
    if (!result) {
      const because = `${flow.name} ended with ${shown} at ${e.at} ms, before its result could be known. ${flow.rule}`
      // The store's own error, without a question to the store: it is that of an earlier read.
      const remembered = as === 'error' && flow.kind === 'read'
      return {
        property: remembered ? this.#p.storeError : flow.blame,
        finding: { because, expected: 'pending', got: shown, witness },
      }
    }
    const expected = result.as === 'value' ? show(result.got) : `error ${show(result.got)}`
    flow.result = undefined
    if (shown === expected) return undefined
    const because = `${flow.name} ended with ${shown}; it must end with ${expected}. ${flow.rule}`
    return { property: flow.blame, finding: { because, expected, got: shown, witness } }
  }

  /** At the end of an instant: what should have been called, or settled, by now. */
  #missing(now: number): Found | undefined {
    for (const flow of this.#flows) {
      const witness = [flow.event]
      if (flow.due && flow.due.at <= now) {
        const expected = `${flow.due.call} at ${flow.due.at} ms`
        const because = `${flow.name} did not call ${flow.due.call} at ${flow.due.at} ms. ${flow.rule}`
        return { property: flow.blame, finding: { because, expected, got: 'no call', witness } }
      }
      if (flow.result?.mustBy !== undefined && flow.result.mustBy <= now) {
        const because = `${flow.name} did not settle at ${flow.result.mustBy} ms. ${flow.rule}`
        const property = flow.blame === this.#p.write ? this.#p.write : this.#p.settles
        return { property, finding: { because, expected: 'settled', got: 'pending', witness } }
      }
    }
    return undefined
  }
}

function situation(call: CallName, reply: Reply, flow: Flow): string {
  if (!reply.ok) return `${call} rejected`
  if (call === 'c.get') {
    const { hit, value, lease } = reply.body as never as Looked
    if (hit) return value === null ? 'a hit of null' : 'a hit'
    return lease === null ? 'no lease' : 'a lease'
  }
  if (call === 'c.set' && !(reply.body as never as Filled).ok) return 'a lease was void'
  return call === 'c.del' && flow.failure !== undefined ? 'a delete after a failed put' : call
}
