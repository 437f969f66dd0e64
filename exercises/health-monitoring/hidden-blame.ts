/** Which property a deviation from the model breaks, and how to say it. */
import type { Json, TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, Property } from '../../lib/suite/index.ts'
import { judged, type Model, type Owed, type ServiceModel } from './hidden-model.ts'
import type { Properties } from './properties.ts'

export interface Found {
  readonly property: Property
  readonly finding: Finding
}

/** A page that came. */
export interface Got {
  readonly kind: string
  readonly service: string
  readonly event: number
}

function found(
  property: Property,
  because: string,
  expected: Json,
  got: Json,
  witness: readonly number[],
): Found {
  return { property, finding: { because, expected, got, witness } }
}

export function wrongHealth(
  m: Model,
  s: ServiceModel,
  got: string,
  e: TraceEvent,
  skewed: boolean,
  p: Properties,
): Found {
  const expected = m.health(s, e.at)
  const all = [...s.reports.values()]
  const fresh = all.filter((r) => m.isFresh(r, e.at))
  const stale = all.filter((r) => !m.isFresh(r, e.at))
  const ok = fresh.filter((r) => r.ok).length
  const count =
    fresh.length === 0 ? 'none is fresh' : `${fresh.length} fresh, ${ok} of them say that it answers`
  const old = stale.length === 0 ? '' : `, ${stale.length} stale (${m.o.staleMs} ms or older)`
  const because = `health('${s.name}') was '${got}' at ${e.at} ms. Latest reports: ${count}${old}. It is up if more than ${m.o.upPct} % of the fresh ones say so.`
  // Which reports would have to count for this answer: those that are too old, or those that a later one has replaced?
  const young = s.replaced.filter((r) => m.isFresh(r, e.at))
  const tooMany = [all, [...fresh, ...young], s.replaced.concat(all).slice(-1)]
  const others = tooMany.some(
    (some) => some.length !== fresh.length && got === judged(some, some.length, m.o),
  )
  const property = skewed ? p.wallClock : others ? p.fresh : p.threshold
  const witness = [...(stale.length > 0 ? stale : fresh).slice(-2).map((r) => r.event), e.id]
  return found(property, because, expected, got, witness)
}

/** A page that the instant doesn't owe. */
export function unexpected(m: Model, got: Got, at: number, skewed: boolean, p: Properties): Found {
  const page = `${got.kind} ${got.service}`
  if (!m.o.services.includes(got.service) || (got.kind !== 'raise' && got.kind !== 'clear'))
    return found(p.alternate, `A page said '${page}'.`, 'raise or clear, and a service', page, [got.event])
  const s = m.service(got.service)
  const raising = got.kind === 'raise'
  const say = (property: Property, because: string, witness: number) =>
    found(
      property,
      `'${page}' was paged at ${at} ms. ${because}`,
      'no page',
      page,
      witness === got.event ? [witness] : [witness, got.event],
    )
  if (s.raised === raising) {
    const because =
      s.pagedAt === undefined
        ? `${s.name} was not raised.`
        : `The ${got.kind} before it, at ${s.pagedAt} ms, has not been followed by a ${raising ? 'clear' : 'raise'}.`
    return say(p.alternate, because, s.pageEvent ?? s.by)
  }
  const own = skewed ? p.wallClock : raising ? p.raise : p.clear
  if (s.up === raising) return say(own, `${s.name} is ${m.health(s, at)} since ${s.since} ms.`, s.by)
  const cause = raising ? m.raisedBelow(s) : undefined
  const dueMs = raising ? m.o.raiseMs : m.o.clearMs
  if (cause && at >= s.since + dueMs)
    return say(
      p.rootCause,
      `${s.name} depends on ${cause.name}, which ${cause.pagedAt === at ? 'is raised in this very instant' : `has been raised since ${cause.pagedAt} ms`}.`,
      cause.pagedAt === at ? cause.by : (cause.pageEvent ?? cause.by),
    )
  const state = raising ? 'has not been up' : 'has been up'
  return say(own, `${s.name} ${state} since ${s.since} ms, which is not yet ${dueMs} ms.`, s.by)
}

/** A page that the instant owes and that didn't come. */
export function missing(
  m: Model,
  { s, kind, waited }: Owed,
  at: number,
  skewed: boolean,
  p: Properties,
): Found {
  const page = `${kind} ${s.name}`
  const state = kind === 'raise' ? 'has not been up' : 'has been up'
  const dueMs = kind === 'raise' ? m.o.raiseMs : m.o.clearMs
  const long = `${s.name} ${state} since ${s.since} ms, for ${dueMs} ms${at > s.since + dueMs ? ' and more' : ''}`
  const sick = [...s.below].filter((d) => !d.up)
  const free = kind === 'raise' && s.below.size > 0 ? ', and nothing that it depends on is raised' : ''
  const because = `'${page}' was not paged at ${at} ms. ${long}${free}${waited ? ' any more' : ''}.`
  const property = skewed
    ? p.wallClock
    : kind === 'clear'
      ? p.clear
      : waited || sick.length > 0
        ? p.rootCause
        : p.raise
  // Of a clear its raise, of a raise that waited the clears that it waited for.
  const before = kind === 'clear' ? [s] : [...s.below].filter((d) => d.pagedAt === at)
  const pages = before.flatMap((d) => (d.pageEvent === undefined ? [] : [d.pageEvent]))
  return found(property, because, page, 'no page', [s.by, ...pages])
}
