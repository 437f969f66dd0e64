/** What happened in a run, read from its trace alone, and what it is worth: the numbers that suites and postmortem show. */
import type { Measure } from '../../lib/checks/index.ts'
import type { EventId, Ms, NodeId, Trace } from '../../lib/sim/index.ts'
import { has, type Log } from './log.ts'
import { type How, MANAGER, REPLICAS } from './replica.ts'
import { CLOSES_BEFORE_END_MS, type Script } from './system.ts'

/** The objective: acknowledged so long after the customer came, inclusive. */
export const ACKNOWLEDGED_MS = 800
/** Frozen or dead for longer than this is down. What is shorter is a stall. */
export const STALL_MS = 1000
/** Word of a replica that was down may be that old. */
const NEWS_MS = 500
/** Whoever is down for so long has to be noticed. */
export const LONG_MS = 2500
/** After a leader is lost, so long is allowed for replacing it before writes count again. */
const GRACE_MS = 2500
/** So many writes in a row, acknowledged in time, are a recovery. */
const IN_A_ROW = 10

export interface Write {
  readonly id: string
  readonly to: NodeId
  readonly cameAt: Ms
  /** As the replica sent it, and when the door had it. */
  readonly ack?: {
    readonly sentAt: Ms
    readonly at?: Ms
    readonly event: EventId
    readonly by: NodeId
    readonly term: number
    readonly index: number
    /** The follower's word that let it go out. */
    readonly copied?: EventId
  }
  readonly refused: boolean
  readonly last: EventId
}

export interface Spell {
  readonly who: NodeId
  readonly how: How
  readonly fromMs: Ms
  /** Infinity: to the end of the run. */
  readonly untilMs: Ms
  readonly event: EventId
}

/** A `lead` that the manager sent. */
export interface Order {
  readonly to: NodeId
  readonly term: number
  readonly at: Ms
  readonly event: EventId
}

/** The instant at which a replica began to lead, and with what. */
export interface Reign {
  readonly who: NodeId
  readonly term: number
  readonly log: Log
  readonly at: Ms
  readonly event: EventId
  /** The arrival of the `lead`, and what the manager had been told of positions under this term. */
  readonly told: readonly EventId[]
}

export interface Page {
  readonly kind: 'raise' | 'clear'
  readonly replica: unknown
  readonly at: Ms
  readonly event: EventId
}

export interface Run {
  readonly writes: readonly Write[]
  readonly spells: readonly Spell[]
  readonly orders: readonly Order[]
  readonly reigns: readonly Reign[]
  readonly pages: readonly Page[]
  readonly pings: readonly { readonly at: Ms; readonly event: EventId }[]
  /** Whom the door sends writes to. */
  readonly routes: readonly { readonly to: NodeId; readonly at: Ms; readonly event: EventId }[]
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

const isReplica = (id: unknown): id is NodeId => (REPLICAS as readonly unknown[]).includes(id)

/** Nothing that a solution traces or shows plays a part. */
export function readRun(trace: Trace): Run {
  const writes = new Map<number, Writable<Write>>()
  const spells: Writable<Spell>[] = []
  const run = { orders: [] as Order[], reigns: [] as Reign[], pages: [] as Page[] }
  const pings: { at: Ms; event: EventId }[] = []
  const routes: { to: NodeId; at: Ms; event: EventId }[] = []
  const fences = new Map<number, number>()
  const copies = new Set<number>()
  const copied = new Map<NodeId, { readonly at: Ms; readonly event: EventId }>()
  const positions: { term: number; event: EventId }[] = []
  for (const e of trace) {
    const { id: event, at, node } = e
    if (e.kind === 'note' && node === 'door') {
      routes.push({ to: (e.data as { replica: NodeId }).replica, at, event })
    } else if (e.kind === 'note' && isReplica(node)) {
      const data = e.data as { how?: How | 'well'; term?: number; log?: Log }
      if (data.log) {
        const { term = 0, log } = data
        const heard = positions.filter((p) => p.term === term).map((p) => p.event)
        run.reigns.push({ who: node, term, log, at, event, told: [...heard.slice(-3), e.cause ?? event] })
      }
      if (data.how === undefined) continue
      const open = spells.findLast((s) => s.who === node)
      if (open?.untilMs === Number.POSITIVE_INFINITY) open.untilMs = at
      if (data.how !== 'well')
        spells.push({ who: node, how: data.how, fromMs: at, untilMs: Number.POSITIVE_INFINITY, event })
    } else if (e.kind === 'send' && node === 'door' && e.type === 'write') {
      const { id } = e.body as { id: string }
      writes.set(e.msg as number, { id, to: e.peer as NodeId, cameAt: at, refused: false, last: event })
    } else if (e.kind === 'send' && isReplica(node) && e.re !== undefined) {
      const write = writes.get(e.re)
      if (!write) continue
      write.last = event
      if (e.label === 'refused') write.refused = true
      else {
        const word = copied.get(node)
        const { term, index } = e.body as { term: number; index: number }
        write.ack = {
          sentAt: at,
          event,
          by: node,
          term,
          index,
          ...(word?.at === at ? { copied: word.event } : {}),
        }
      }
    } else if (e.kind === 'send' && e.type === 'copy' && e.re === undefined && isReplica(node)) {
      copies.add(e.msg as number)
    } else if (e.kind === 'deliver' && isReplica(node) && e.re !== undefined && copies.has(e.re)) {
      copied.set(node, { at, event })
    } else if (e.kind === 'deliver' && node === 'door' && e.re !== undefined) {
      const write = writes.get(e.re)
      if (!write) continue
      write.last = event
      if (write.ack) write.ack = { ...write.ack, at }
    } else if (e.kind === 'deliver' && node === MANAGER && e.re !== undefined) {
      const term = fences.get(e.re)
      if (term !== undefined && e.label !== 'refused') positions.push({ term, event })
    } else if (e.kind === 'send' && node === MANAGER && e.re === undefined) {
      const body = (e.body ?? {}) as { term?: unknown; replica?: unknown }
      if (isReplica(e.peer) && e.type === 'ping') pings.push({ at, event })
      if (isReplica(e.peer) && e.type === 'lead' && typeof body.term === 'number')
        run.orders.push({ to: e.peer, term: body.term, at, event })
      if (isReplica(e.peer) && e.type === 'fence' && typeof body.term === 'number')
        fences.set(e.msg as number, body.term)
      if (e.peer === 'pager' && (e.type === 'raise' || e.type === 'clear'))
        run.pages.push({ kind: e.type, replica: body.replica, at, event })
    }
  }
  return { ...run, writes: [...writes.values()], spells, pings, routes }
}

export const tookMs = (w: Write): Ms => (w.ack?.at ?? Number.POSITIVE_INFINITY) - w.cameAt
export const isGood = (w: Write): boolean => tookMs(w) <= ACKNOWLEDGED_MS

// ---- what it is worth ----

/** Spells in which a replica did nothing for longer than a stall. */
export const downs = ({ spells }: Run): Spell[] =>
  spells.filter((s) => (s.how === 'frozen' || s.how === 'dead') && s.untilMs - s.fromMs > STALL_MS)

/** Long ones have to be noticed. `endMs`: when the run ends. */
export const longDowns = (run: Run, endMs: Ms): Spell[] =>
  downs(run).filter((s) => Math.min(s.untilMs, endMs) - s.fromMs >= LONG_MS)

/** Of these it was the one that customers wrote to. */
export function lostLeaders(run: Run, endMs: Ms): Spell[] {
  return longDowns(run, endMs).filter((s) => run.routes.findLast((r) => r.at <= s.fromMs)?.to === s.who)
}

export function isDown(run: Run, who: unknown, at: Ms): boolean {
  return downs(run).some((s) => s.who === who && s.fromMs <= at && at <= s.untilMs + NEWS_MS)
}

export interface Gone {
  readonly write: Write
  readonly reign: Reign
  /** When both had happened. */
  readonly at: Ms
}

/** Acknowledged, and not in the log of a leader of a later term: the first such leader of each. By time, then by index. */
export function goneWrites({ writes, reigns }: Run): Gone[] {
  const gone = writes.flatMap((write) => {
    const { ack } = write
    const reign = ack && reigns.find((r) => ack.term < r.term && !has(r.log, ack.term, ack.index))
    return reign ? [{ write, reign, at: Math.max(ack.sentAt, reign.at) }] : []
  })
  return gone.sort((a, b) => a.at - b.at || (a.write.ack?.index ?? 0) - (b.write.ack?.index ?? 0))
}

/** Raises of a replica that is not down, and moves of the lead away from one that is not and has not crashed since it was told. */
export function falseAlarms(run: Run): Measure {
  const wrong: { at: Ms; event: EventId; what: string }[] = []
  for (const { kind, replica, at, event } of run.pages)
    if (kind === 'raise' && !isDown(run, replica, at)) wrong.push({ at, event, what: `raise ${replica}` })
  let incumbent: { readonly to: NodeId; readonly at: Ms } = { to: 'n1', at: 0 }
  for (const order of run.orders) {
    const { to, at } = incumbent
    const crashed = run.spells.some(
      (s) => s.who === to && s.how === 'dead' && at <= s.fromMs && s.fromMs <= order.at,
    )
    if (order.to !== to && !crashed && !isDown(run, to, order.at))
      wrong.push({ ...order, what: `${order.to} is told to lead instead of ${to}` })
    incumbent = order
  }
  wrong.sort((a, b) => a.at - b.at)
  return {
    value: wrong.length,
    witness: wrong.slice(0, 1).map((w) => w.event),
    ...(wrong[0] ? { most: `${wrong[0].what} at ${Math.round(wrong[0].at)} ms` } : {}),
  }
}

/** From the beginning of a long spell to the page about it; the worst. */
export function detection(run: Run, { durationMs }: Script): Measure | undefined {
  return worst(
    longDowns(run, durationMs).map((s) => {
      const before = run.pages.findLast((p) => p.replica === s.who && p.at < s.fromMs)
      const raised =
        before?.kind === 'raise'
          ? before
          : run.pages.find((p) => p.kind === 'raise' && p.replica === s.who && p.at >= s.fromMs)
      const until = raised ? Math.max(raised.at, s.fromMs) : Math.min(s.untilMs, durationMs)
      return { value: until - s.fromMs, witness: raised ? [s.event, raised.event] : [s.event] }
    }),
  )
}

/** With fewer than two replicas nobody can take writes safely: the times in which two or three of them are frozen or dead. */
function blocked({ spells }: Run): { fromMs: Ms; untilMs: Ms }[] {
  const off = spells.filter((s) => s.how === 'frozen' || s.how === 'dead')
  return off.flatMap((a, i) =>
    off.slice(i + 1).flatMap((b) => {
      const span = { fromMs: Math.max(a.fromMs, b.fromMs), untilMs: Math.min(a.untilMs, b.untilMs) }
      return a.who !== b.who && span.fromMs < span.untilMs ? [span] : []
    }),
  )
}

/**
 * From the loss of a leader to the first of ten writes in a row that were all acknowledged in time; the worst. It counts from when
 * two replicas run, if that is later.
 */
export function downtime(run: Run, { durationMs }: Script): Measure | undefined {
  const good = run.writes.map(isGood)
  return worst(
    lostLeaders(run, durationMs).map((s) => {
      const first = run.writes.findIndex(
        (w, i) => w.cameAt >= s.fromMs && good.slice(i, i + IN_A_ROW).filter(Boolean).length === IN_A_ROW,
      )
      const back = run.writes[first]
      const until = back?.cameAt ?? durationMs - CLOSES_BEFORE_END_MS
      const ends = blocked(run).flatMap((b) => (b.fromMs < until && b.untilMs > s.fromMs ? [b.untilMs] : []))
      const lost = run.writes.findLast((w) => w.cameAt >= s.fromMs && w.cameAt < until)
      return {
        value: Math.max(0, until - Math.max(s.fromMs, ...ends)),
        witness: [s.event, ...(lost ? [lost.last] : []), ...(back ? [back.last] : [])],
      }
    }),
  )
}

function worst(all: Measure[]): Measure | undefined {
  return all.reduce<Measure | undefined>((a, b) => (a && a.value >= b.value ? a : b), undefined)
}

/** Writes that missed the objective, those left out that came around the loss of a leader. */
export function writesLost(run: Run, { durationMs }: Script): Measure {
  const around = lostLeaders(run, durationMs)
  const counted = run.writes.filter(
    (w) => !around.some((s) => s.fromMs - ACKNOWLEDGED_MS <= w.cameAt && w.cameAt < s.fromMs + GRACE_MS),
  )
  const lost = counted.filter((w) => !isGood(w))
  return {
    value: counted.length === 0 ? 0 : (100 * lost.length) / counted.length,
    witness: lost.slice(0, 1).map((w) => w.last),
    ...(lost[0]
      ? { most: `${lost.length} of ${counted.length}; the first came at ${Math.round(lost[0].cameAt)} ms` }
      : {}),
  }
}

export function pagesSent({ pages }: Run): Measure {
  return { value: pages.length, witness: pages.slice(0, 3).map((p) => p.event) }
}

export function pingsPerSecond({ pings }: Run, { durationMs }: Script): Measure {
  return { value: (1000 * pings.length) / durationMs, witness: pings.slice(0, 4).map((p) => p.event) }
}
