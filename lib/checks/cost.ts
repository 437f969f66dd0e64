/**
 * What a run cost, for `sc.cost`: messages, bytes, syncs and latency per operation. Each measure names the operation that
 * cost most, so that a budget that was passed is drawn where it was spent.
 */
import type { EventId, Trace, TraceEvent } from '../sim/index.ts'

interface World {
  readonly trace: Trace
}

/** A cost, and the events to show when it is too high. */
export interface Measure {
  readonly value: number
  readonly witness: readonly EventId[]
  /** 'put, operation 3: 14 messages' */
  readonly most?: string
  /** Said of a cost that is too high, in place of 'The run cost 4.5 copies': a clause without a full stop. */
  readonly because?: string
}

export interface Counted {
  /** Operations that count, by their type. Default: all. */
  readonly types?: readonly string[]
  /** Events that count, of the kind that is measured. Default: all. */
  readonly count?: (e: TraceEvent) => boolean
}

/** Messages sent over the network, or those that `count` keeps (e.g. only those between replicas). */
export function messages(w: World, count: (e: TraceEvent) => boolean = () => true): number {
  return w.trace.filter((e) => isMessage(e) && count(e)).length
}

/** `total` per answered operation of the given types (all types unless told); a run without any costs `total`. */
export function perOperation(w: World, total: number, types?: readonly string[]): number {
  return total / Math.max(1, answered(w, types).length)
}

/** Messages over the network per answered operation, background traffic included. */
export function messagesPerOp(w: World, o: Counted = {}): Measure {
  return perOp(w, o, 'messages', (e) => (isMessage(e) ? 1 : 0))
}

/** Bytes of the messages' bodies, as UTF-8 JSON, per answered operation. */
export function bytesPerOp(w: World, o: Counted = {}): Measure {
  return perOp(w, o, 'bytes', (e) => (isMessage(e) ? utf8Length(JSON.stringify(e.body ?? null)) : 0))
}

/** Waits for the disk per answered operation: every fsync, and every save, which includes one. */
export function fsyncsPerOp(w: World, o: Counted = {}): Measure {
  const isSync = (e: TraceEvent) => e.kind === 'disk-fsync' || (e.kind === 'disk-write' && e.label === '')
  return perOp(w, o, 'syncs', (e) => (isSync(e) ? 1 : 0))
}

/**
 * The latency, in virtual ms, that `pct` percent of the answered operations do not exceed: 50 is the median. Refused and
 * unanswered operations have none; a run without answers costs 0.
 */
export function latencyMs(w: World, o: { pct: number; types?: readonly string[] }): Measure {
  const ends = answered(w, o.types)
  const starts = new Map(w.trace.flatMap((e) => (e.kind === 'invoke' ? [[e.op, e] as const] : [])))
  const all = ends.flatMap((end) => {
    const start = starts.get(end.op)
    return start ? [{ start, end, ms: end.at - start.at }] : []
  })
  all.sort((a, b) => a.ms - b.ms)
  const at = all[Math.max(0, Math.ceil((o.pct / 100) * all.length) - 1)]
  if (!at) return { value: 0, witness: [] }
  const most = `${at.end.type}, operation ${at.end.op}: ${Math.round(at.ms * 10) / 10} ms`
  return { value: at.ms, witness: [at.start.id, at.end.id], most }
}

/** Of the costliest operation so many events are shown besides its beginning and its end: the latest ones. */
const SHOWN = 8

function perOp(w: World, o: Counted, unit: string, costOf: (e: TraceEvent) => number): Measure {
  const owners = ownersOf(w.trace)
  const spent = new Map<number, { cost: number; events: EventId[] }>()
  let total = 0
  for (const e of w.trace) {
    const cost = costOf(e)
    if (cost === 0 || !(o.count?.(e) ?? true)) continue
    total += cost
    const op = owners[e.id]
    if (op === undefined) continue
    const sofar = spent.get(op) ?? { cost: 0, events: [] }
    spent.set(op, { cost: sofar.cost + cost, events: [...sofar.events, e.id] })
  }
  const ends = answered(w, o.types)
  const value = total / Math.max(1, ends.length)
  let worst: { end: TraceEvent; cost: number; events: EventId[] } | undefined
  for (const end of ends) {
    const s = spent.get(end.op as number)
    if (s && s.cost > (worst?.cost ?? 0)) worst = { end, ...s }
  }
  if (!worst) return { value, witness: [] }
  const start = w.trace.find((e) => e.kind === 'invoke' && e.op === worst.end.op)
  const witness = [...(start ? [start.id] : []), ...worst.events.slice(-SHOWN), worst.end.id]
  return { value, witness, most: `${worst.end.type}, operation ${worst.end.op}: ${worst.cost} ${unit}` }
}

/** For each event the operation that led to it, through any chain of causes; timers' own work belongs to none. */
function ownersOf(trace: Trace): (number | undefined)[] {
  const owners: (number | undefined)[] = []
  for (const e of trace) owners[e.id] = e.op ?? (e.cause === undefined ? undefined : owners[e.cause])
  return owners
}

function isMessage(e: TraceEvent): boolean {
  return e.kind === 'send' && e.node !== e.peer
}

function answered(w: World, types?: readonly string[]): TraceEvent[] {
  return w.trace.filter((e) => e.kind === 'ok' && (types?.includes(e.type ?? '') ?? true))
}

/** Without TextEncoder, which the pure modules do not have. */
function utf8Length(text: string): number {
  let bytes = 0
  for (const c of text) {
    const code = c.codePointAt(0) as number
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}
