/**
 * Follows a run with the model beside it. What chance decides is left open; what no draw of two different eligible hosts
 * can give is a finding: a host that is not eligible, or one with more requests in flight than all others.
 */
import type { EventId, Json, TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, Property, Scenario, World } from '../../lib/suite/index.ts'
import { type Cfg, PROXY, type Result } from './drive.ts'
import { type Host, Model } from './hidden-model.ts'
import type { Properties } from './properties.ts'

interface Found {
  readonly property: Property
  readonly finding: Finding
}

/** `about`: the property that a wrong count of requests speaks against in this scenario. */
export function judged(sc: Scenario, p: Properties, about: Property = p.inFlight): Judge {
  const judge = new Judge(p, about)
  for (const property of Object.values(p))
    if (property.kind !== 'cost')
      sc.always(property, (_, w) => {
        const found = judge.found(w)
        return found?.property === property ? found.finding : undefined
      })
  return judge
}

export class Judge {
  /** Situations that this run went through. */
  readonly saw = new Set<string>()
  model!: Model
  readonly #p: Properties
  readonly #about: Property
  #found: Found | undefined
  #next = 0

  constructor(p: Properties, about: Property) {
    this.#p = p
    this.#about = about
  }

  found(w: World): Found | undefined {
    const { trace } = w
    for (; this.#next < trace.length && !this.#found; this.#next++) {
      const e = trace[this.#next] as TraceEvent
      if (e.node === PROXY) this.#found = this.#take(e)
    }
    return this.#found
  }

  #take(e: TraceEvent): Found | undefined {
    if (e.kind === 'note' && e.label === 'picked') return this.#picked(e)
    if (e.kind !== 'deliver') return undefined
    if (e.type === 'create') {
      const { hosts, cfg } = e.body as unknown as { hosts: string[]; cfg: Cfg }
      this.model = new Model(hosts, cfg)
    }
    if (e.type === 'setHosts') this.model.setHosts(e.body as string[], e.id)
    if (e.type === 'done') {
      const { n, r } = e.body as { n: number; r: Result }
      this.model.done(n, r, e.at, e.id)
    }
    return undefined
  }

  #picked(e: TraceEvent): Found | undefined {
    const { n, host: id } = e.data as { n: number; host: string | null }
    const m = this.model
    const host = m.find(id)
    const eligible = m.eligible(e.at)
    if (!host) {
      if (id === null && m.hosts.length === 0) return undefined
      const there = m.hosts.map((h) => h.id).join(', ') || 'none'
      const because = `At ${e.at} ms pick gave ${id ?? 'undefined'}. Hosts of the list: ${there}.`
      return this.#finding(
        this.#p.alwaysAHost,
        because,
        m.hosts.length === 0 ? 'undefined' : `one of ${there}`,
        id,
        [],
        e,
      )
    }
    this.#situations(host, eligible, e.at)
    if (!eligible.includes(host)) return this.#ejected(host, id, eligible, e)
    const others = eligible.filter((h) => h !== host)
    const least = others.toSorted((a, b) => b.inFlight - a.inFlight)[0]
    if (least && others.every((h) => h.inFlight < host.inFlight)) return this.#overloaded(host, others, e)
    m.picked(n, host, e.id)
    return undefined
  }

  #ejected(host: Host, id: string | null, eligible: readonly Host[], e: TraceEvent): Found {
    const { ejectMs } = this.model.cfg
    const because = `At ${e.at} ms pick gave ${id}, which was ejected at ${host.backAt - ejectMs} ms and comes back at ${host.backAt} ms.`
    const limit = host.sparedBefore || eligible.some((h) => h.spared)
    const property = limit ? this.#p.limit : host.meanwhile > 0 ? this.#p.returns : this.#p.ejection
    return this.#finding(property, because, namesOf(eligible), id, [host], e)
  }

  /** It was taken although each of the others had fewer: an eligible host was not drawn, or the counts are wrong. */
  #overloaded(host: Host, others: readonly Host[], e: TraceEvent): Found {
    const p = this.#p
    const back = others.find((h) => h.backAt > 0)
    const spared = others.find((h) => h.spared)
    const failing = others.find((h) => h.fails > 0)
    const property = spared ? p.limit : back ? p.returns : this.#about
    const counts = (h: Host) => `${h.id} has ${h.inFlight}`
    const why = spared
      ? ` ${spared.id} could not be ejected: at most ${this.model.room} of ${this.model.hosts.length} hosts may be.`
      : back
        ? ` ${back.id} is back since ${back.backAt} ms.`
        : failing
          ? ` ${failing.id} has ${failing.fails} errors in a row, of ${this.model.cfg.maxFails}.`
          : ''
    const because = `At ${e.at} ms pick gave ${host.id}, which has ${host.inFlight} requests in flight; ${others.map(counts).join(', ')}.${why} No draw of two different eligible hosts gives that.`
    return this.#finding(property, because, namesOf(others), host.id, [spared ?? back ?? host], e)
  }

  #finding(
    property: Property,
    because: string,
    expected: Json,
    got: Json,
    hosts: readonly Host[],
    e: TraceEvent,
  ): Found {
    const origins: EventId[] = hosts.flatMap((h) => (h.because === undefined ? [] : [h.because]))
    const context = this.model.remembered(hosts)
    return { property, finding: { because, expected, got, witness: [...origins, e.id], context } }
  }

  #situations(host: Host, eligible: readonly Host[], now: number): void {
    if (host.backAt === now) this.saw.add('a host was picked in the instant in which it came back')
    if (now < host.backAt) this.saw.add('all hosts were ejected')
    if (this.model.hosts.some((h) => h.backAt === now + 1))
      this.saw.add('a pick came 1 ms before a host came back')
    if (eligible.some((h) => h.spared)) this.saw.add('an ejection was left out')
    if (this.model.hosts.some((h) => h.meanwhile > 0 && now < h.backAt))
      this.saw.add('results came while ejected')
  }
}

const namesOf = (hosts: readonly Host[]): string => hosts.map((h) => h.id).join(' or ')
