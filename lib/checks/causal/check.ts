/**
 * Causal consistency of reads and writes, decided by bad patterns: Bouajjani, Enea, Guerraoui & Hamza, "On verifying causal
 * consistency" (POPL 2017), theorems 3 to 5. With a value of its own for each write that takes polynomial time; without, it is
 * NP-complete.
 */
import { type Check, type Finding, witness } from '../finding.ts'
import { history, type Operation } from '../history.ts'
import { show } from '../json.ts'
import { type CausalHistory, type CausalOptions, causalHistory, type Point, type Relation } from './order.ts'

/**
 * `weak` (CC): what a session has seen, and all that led to it, is not unseen; concurrent writes may be seen in any order,
 * even by one session in one order and then the other. `memory` (CM, causal memory, Ahamad et al. 1995): each session sees one
 * order. `convergence` (CCv, what CRDTs and last-writer-wins give): all sessions agree on one order of the writes.
 * CM and CCv each imply CC; neither implies the other.
 */
export type CausalVariant = 'weak' | 'memory' | 'convergence'

export type CausalPattern =
  | 'ThinAirRead'
  | 'CyclicCO'
  | 'WriteCOInitRead'
  | 'WriteCORead'
  | 'CyclicCF'
  | 'WriteHBInitRead'
  | 'CyclicHB'

export interface CausalViolation extends Finding {
  /** The paper's name of the bad pattern. */
  readonly pattern: CausalPattern
}

/** For `sc.check`: `sc.check(p, causallyConsistent('convergence', { of: (o) => ({ f: 'read', key: o.body.key, value: o.result }) }))`. */
export function causallyConsistent(variant: CausalVariant, options: CausalOptions): Check {
  return ({ trace }) => {
    const violation = checkCausal(variant, history(trace), options)
    if (violation === undefined) return undefined
    const { because, expected, got, witness } = violation
    return { because, expected, got, witness }
  }
}

/** The same on operations. Takes O(n³) bit steps, 32 at a time: a second for some 2,000 operations, less for CM's sessions. */
export function checkCausal(
  variant: CausalVariant,
  operations: readonly Operation[],
  options: CausalOptions,
): CausalViolation | undefined {
  const h = causalHistory(operations, options)
  const weak = outOfThinAir(h) ?? circular(h) ?? overwritten(h, h.order, 'WriteCOInitRead', 'WriteCORead')
  if (weak !== undefined || variant === 'weak') return weak
  return variant === 'convergence' ? disagreement(h) : forgetful(h)
}

function outOfThinAir({ points }: CausalHistory): CausalViolation | undefined {
  const read = points.find((p) => p.access.f === 'read' && p.source === undefined)
  if (read === undefined) return undefined
  return violation('ThinAirRead', [read], `${did(read)}, which nobody wrote.`, 'a value that was written')
}

function circular({ points, order }: CausalHistory): CausalViolation | undefined {
  const n = order.loop()
  if (n === undefined) return undefined
  const circle = points.filter((p) => p.n === n || (order.has(n, p.n) && order.has(p.n, n)))
  const told = circle.slice(0, 4).map(did).join(', ')
  return violation(
    'CyclicCO',
    circle,
    `${told}: each of these led to the next, and the last to the first.`,
    'causes before their effects',
  )
}

/** A read of an old value although a newer write of the key came before it, by `order`. */
function overwritten(
  { points }: CausalHistory,
  order: Relation,
  init: CausalPattern,
  stale: CausalPattern,
  reads: readonly Point[] = points,
): CausalViolation | undefined {
  for (const r of reads) {
    if (r.access.f === 'write' || r.source === undefined) continue
    const source = r.source
    const newer = points.find(
      (w) =>
        w.access.f === 'write' &&
        w.access.key === r.access.key &&
        w !== source &&
        order.has(w.n, r.n) &&
        (source === 'none' || order.has(source.n, w.n)),
    )
    if (newer === undefined) continue
    const over = source === 'none' ? '' : `, which overwrote ${show(r.access.value)},`
    return violation(
      source === 'none' ? init : stale,
      source === 'none' ? [newer, r] : [source, newer, r],
      `${did(r)}, although what its session had done or seen by then depends on ${newer.o.client}'s write of ${show(newer.access.value)}${over} at ${newer.o.invokeAt} ms.`,
      newer.access.value,
    )
  }
  return undefined
}

/** CCv: a read of one write decides that every other write before it came earlier. Those decisions must not go round. */
function disagreement(h: CausalHistory): CausalViolation | undefined {
  const { points, order } = h
  const agreed = order.copy()
  const decided: { first: Point; second: Point; read: Point }[] = []
  for (const r of points) {
    const second = r.source
    if (second === undefined || second === 'none') continue
    for (const first of points)
      if (
        first.access.f === 'write' &&
        first.access.key === r.access.key &&
        first !== second &&
        order.has(first.n, r.n)
      ) {
        agreed.add(first.n, second.n)
        decided.push({ first, second, read: r })
      }
  }
  agreed.close()
  // Where there is a circle, some decision in it contradicts the rest.
  const wrong = decided.find(({ first, second }) => agreed.has(second.n, first.n))
  if (wrong === undefined) return undefined
  const { first, second, read } = wrong
  const others = decided.filter((d) => d !== wrong && agreed.has(d.second.n, d.first.n)).map((d) => d.read)
  return violation(
    'CyclicCF',
    [first, second, read, ...others],
    `${did(read)} after it knew of ${show(first.access.value)} (${first.o.client}), so ${show(first.access.value)} counts as the older; what ${[...new Set(others.map((p) => p.o.client))].join(' and ')} read says the opposite. No one order of the writes explains both.`,
    'one order of the writes for everybody',
  )
}

/**
 * CM: what a session has read decides, for that session, which of two writes came earlier, until nothing new follows. The
 * last operation of a session has the most to explain, so it stands for all of them.
 */
function forgetful(h: CausalHistory): CausalViolation | undefined {
  const { points, order } = h
  for (const session of new Set(points.map((p) => p.session))) {
    const mine = points.filter((p) => p.session === session && p.o.outcome === 'ok')
    const last = mine.at(-1)
    if (last === undefined) continue
    const past = points.filter((p) => p === last || order.has(p.n, last.n))
    const seen = order.copy()
    const reads = mine.filter((p) => p.source !== undefined && p.source !== 'none')
    while (decide(reads, past, seen)) seen.close()
    const loop = past.find((p) => seen.has(p.n, p.n))
    if (loop !== undefined) {
      const circle = past.filter((p) => p === loop || (seen.has(p.n, loop.n) && seen.has(loop.n, p.n)))
      const shown = circle.filter((p) => p.session === session && p.access.f === 'read')
      const told = (shown.length > 0 ? shown : circle).slice(0, 4).map(did).join(', then ')
      return violation(
        'CyclicHB',
        circle,
        `${told}. No one order of the writes that ${session} knew of explains its reads.`,
        `one order of the writes for ${session}`,
      )
    }
    // Of values that were written this has been settled: it would have been a circle.
    const stale = overwritten(h, seen, 'WriteHBInitRead', 'CyclicHB', mine)
    if (stale !== undefined) return stale
  }
  return undefined
}

/** Adds what the reads say about their keys' writes; false when it is all known. */
function decide(reads: readonly Point[], past: readonly Point[], seen: Relation): boolean {
  let news = false
  for (const r of reads) {
    const source = r.source as Point
    for (const w of past) {
      if (w.access.f !== 'write' || w.access.key !== r.access.key || w === source) continue
      if (!seen.has(w.n, r.n) || seen.has(w.n, source.n)) continue
      seen.add(w.n, source.n)
      news = true
    }
  }
  return news
}

function did({ o, access }: Point): string {
  return access.f === 'write'
    ? `${o.client} wrote ${show(access.value)} to ${access.key} at ${o.invokeAt} ms`
    : `${o.client} read ${access.key} as ${access.value === null ? 'nothing' : show(access.value)} at ${o.endAt} ms`
}

function violation(
  pattern: CausalPattern,
  points: readonly Point[],
  because: string,
  expected: Finding['expected'],
): CausalViolation {
  const last = points.findLast((p) => p.access.f === 'read') ?? points[0]!
  return {
    pattern,
    because,
    expected,
    got: last.access.value,
    witness: witness(...points.flatMap(({ o }) => [o.invokeId, o.endId])),
  }
}
