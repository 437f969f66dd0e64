import type { EventId, Ms, NodeId, Trace, TraceEvent } from '../sim/index.ts'
import { defaultFilter, groupOf } from './filter.ts'
import type { Layout } from './geometry.ts'
import { layout } from './layout.ts'
import { realigned } from './realign.ts'

/** Two runs of one seed, event by event: what is the same, what is not, and where they part. */
export interface Comparison {
  readonly failing: Trace
  /** Of the passing run what bears on the other: it is whole, the failing one a slice. */
  readonly passing: Trace
  /** Events that stand for each other, in order; `same` when nothing about them differs. */
  readonly pairs: readonly { readonly failing: EventId; readonly passing: EventId; readonly same: boolean }[]
  readonly onlyFailing: readonly EventId[]
  readonly onlyPassing: readonly EventId[]
  /** True time at which the runs part; undefined when they never do. */
  readonly partAt: Ms | undefined
}

/** Events of the passing run that have no partner and are kept nevertheless, at most. */
const extrasMax = 120

/**
 * Aligns a failing run with a passing run of the same seed. Until they part, events are matched exactly, so what the slice
 * of the failing run leaves out is left out of the other as well; after that, in order, by what happens to whom.
 */
export function compareRuns(failing: Trace, passing: Trace, nodes: readonly NodeId[]): Comparison {
  const exact = new Map<string, TraceEvent[]>()
  for (const e of passing) exact.set(identity(e), [...(exact.get(identity(e)) ?? []), e])
  const partner = new Map<EventId, { e: TraceEvent; same: boolean }>()
  let partAt: Ms | undefined
  let from = failing.length
  for (const [i, e] of failing.entries()) {
    const same = exact.get(identity(e))?.shift()
    if (same) partner.set(e.id, { e: same, same: true })
    else if (!isQuiet(e)) {
      partAt = e.at
      from = i
      break
    }
  }
  const end = failing.at(-1)?.at ?? 0
  const taken = new Set([...partner.values()].map((p) => p.e.id))
  if (partAt !== undefined) {
    const left = failing.slice(from).filter((e) => e.kind !== 'violation')
    const right = passing.filter((e) => e.at >= (partAt as Ms) && e.at <= end && !taken.has(e.id))
    for (const [a, b] of commonSteps(left, right)) {
      partner.set(a.id, { e: b, same: identity(a) === identity(b) })
      taken.add(b.id)
    }
  }
  const bears = (e: TraceEvent) =>
    partAt !== undefined && e.at >= partAt && e.at <= end && (e.node === '*' || nodes.includes(e.node))
  const extras = linked(passing, taken)
    .filter((e) => bears(e) && !isQuiet(e))
    .slice(0, extrasMax)
  const kept = new Set([...taken, ...extras.map((e) => e.id)])
  // What nodes show has no row, and the panel at the cursor wants it.
  const shown = passing.filter(
    (e) => kept.has(e.id) || (e.kind === 'view' && nodes.includes(e.node) && e.at <= end),
  )
  return {
    failing,
    passing: shown,
    pairs: failing.flatMap((e) => {
      const p = partner.get(e.id)
      return p ? [{ failing: e.id, passing: p.e.id, same: p.same }] : []
    }),
    onlyFailing: failing.filter((e) => !partner.has(e.id) && !isQuiet(e)).map((e) => e.id),
    onlyPassing: extras.map((e) => e.id),
    partAt,
  }
}

/** Both pictures with one height for what is the same step in both. */
export function layoutPair(
  c: Comparison,
  nodes: readonly NodeId[],
  o: { readonly witness: readonly EventId[]; readonly laneGap?: number },
): { readonly failing: Layout; readonly passing: Layout; readonly partY: number | undefined } {
  const gap = o.laneGap ?? 92
  const common = { nodes, laneGap: gap, gutter: 84, track: null, filter: defaultFilter }
  const left = layout(c.failing, { ...common, witness: o.witness })
  const right = layout(c.passing, common)
  const rowOfRight = rowsByEvent(right)
  const rowOfLeft = rowsByEvent(left)
  const ties: [number, number][] = []
  for (const p of c.pairs) {
    const [l, r] = [rowOfLeft.get(p.failing), rowOfRight.get(p.passing)]
    const last = ties.at(-1)
    if (l === undefined || r === undefined) continue
    if (!last || (l > last[0] && r > last[1])) ties.push([l, r])
  }
  const [ys, zs]: [number[], number[]] = [[], []]
  let y = 20
  const step = left.rowHeight
  const run = (until: number, out: number[], start: number) => {
    let at = start
    while (out.length < until) {
      out.push(at)
      at += step
    }
    return at
  }
  for (const [l, r] of [...ties, [left.rows.length, right.rows.length]] as const) {
    // What only one of them has stands in rows of its own: first the failing run's, then the other's.
    y = run(r, zs, run(l, ys, y))
    if (l === left.rows.length) break
    ys.push(y)
    zs.push(y)
    y += step
  }
  const parted = c.partAt
  const tops = [
    ...left.rows.flatMap((row, i) => (parted !== undefined && row.at >= parted ? [ys[i] as number] : [])),
    ...right.rows.flatMap((row, i) => (parted !== undefined && row.at >= parted ? [zs[i] as number] : [])),
  ]
  return {
    failing: realigned(left, ys, y + 8),
    passing: realigned(right, zs, y + 8),
    partY: tops.length === 0 ? undefined : Math.min(...tops) - step / 2,
  }
}

function rowsByEvent(l: Layout): ReadonlyMap<EventId, number> {
  return new Map(l.rows.flatMap((r, i) => r.events.map((id) => [id, i] as const)))
}

/** What has no row in the usual view says nothing about where runs part. */
function isQuiet(e: TraceEvent): boolean {
  return e.kind === 'violation' || defaultFilter.hiddenGroups.includes(groupOf[e.kind])
}

function identity(e: TraceEvent): string {
  return JSON.stringify([
    e.at,
    e.kind,
    e.node,
    e.inc,
    e.peer,
    e.type,
    e.msg,
    e.re,
    e.op,
    e.timer,
    e.label,
    e.body,
  ])
}

function step(e: TraceEvent): string {
  return [e.kind, e.node, e.peer, e.type, e.kind === 'note' ? e.label : ''].join(' ')
}

/**
 * What has no partner and yet hangs on something that has: it followed from it, or led to what did. The rest of the whole
 * run may well have happened in the other, too, where the slice leaves it out.
 */
function linked(trace: Trace, taken: ReadonlySet<EventId>): TraceEvent[] {
  const by = new Map(trace.map((e) => [e.id, e]))
  const found = new Set<EventId>()
  for (const e of trace) {
    if (taken.has(e.id) || e.cause === undefined) continue
    if (taken.has(e.cause) || found.has(e.cause)) found.add(e.id)
  }
  for (const e of trace) {
    if (!taken.has(e.id) && !found.has(e.id)) continue
    for (let c = e.cause; c !== undefined && !taken.has(c) && !found.has(c); c = by.get(c)?.cause)
      found.add(c)
  }
  return trace.filter((e) => found.has(e.id))
}

/** The best common subsequence of two runs' steps: the most steps, and of those the ones nearest in time. O(a · b). */
function commonSteps(a: Trace, b: Trace): [TraceEvent, TraceEvent][] {
  const [ka, kb] = [a.map(step), b.map(step)]
  const width = b.length + 1
  const best = new Float32Array((a.length + 1) * width)
  const at = (i: number, j: number) => best[i * width + j] as number
  const worth = (i: number, j: number) =>
    ka[i] === kb[j] ? 1 + 1 / (1 + Math.abs((a[i] as TraceEvent).at - (b[j] as TraceEvent).at) / 50) : 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const w = worth(i, j)
      const apart = Math.max(at(i + 1, j), at(i, j + 1))
      best[i * width + j] = w === 0 ? apart : Math.max(apart, w + at(i + 1, j + 1))
    }
  }
  const out: [TraceEvent, TraceEvent][] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (at(i, j) === at(i + 1, j)) i++
    else if (at(i, j) === at(i, j + 1)) j++
    else out.push([a[i++] as TraceEvent, b[j++] as TraceEvent])
  }
  return out
}
