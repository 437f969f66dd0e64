/** Counts the messages of a link or a node from the trace alone: a counting proxy that costs no hop and changes no run. */
import type { NodeId, TraceEvent } from '../sim/index.ts'

/** Which messages: sent by `from`, to `to`, of `type`; a set counts as any of it, what is absent as anything. */
export interface MeterFilter {
  readonly from?: NodeId | readonly NodeId[]
  readonly to?: NodeId | readonly NodeId[]
  readonly type?: string | readonly string[]
  /** Answers count too; they go the other way and carry their request's type. Default: requests only. */
  readonly answers?: boolean
}

export interface Meter {
  /** Messages sent, retransmissions included, lost ones too. */
  readonly messages: number
  /** Characters of the bodies' JSON. */
  readonly bytes: number
  readonly byType: Readonly<Record<string, number>>
  /** Requests sent whose answer has not come and that were not lost on the way. One-way messages stay in flight: filter them out. */
  readonly inFlight: number
  readonly inFlightMax: number
  /** Feed it every event of the trace once, in order: from an `always`, or from `meter.all(w.trace)` at the end. */
  see(e: TraceEvent): void
  all(trace: readonly TraceEvent[]): Meter
}

/**
 *   const load = meter({ to: 'db' })
 *   sc.cost(budget, { max: 2, unit: 'messages per call' }, (w) => load.all(w.trace).messages / calls)
 */
export function meter(filter: MeterFilter = {}): Meter {
  const open = new Set<number>()
  const byType: Record<string, number> = {}
  let [messages, bytes, inFlightMax] = [0, 0, 0]
  const asked = new Set<number>()
  const self: Meter = {
    get messages() {
      return messages
    },
    get bytes() {
      return bytes
    },
    get byType() {
      return byType
    },
    get inFlight() {
      return open.size
    },
    get inFlightMax() {
      return inFlightMax
    },
    see(e) {
      if (e.kind === 'drop' && e.msg !== undefined) open.delete(e.msg)
      if (e.kind === 'deliver' && e.re !== undefined) open.delete(e.re)
      if (e.kind !== 'send' || e.msg === undefined) return
      const answer = e.re !== undefined
      if (answer ? !(filter.answers && asked.has(e.re as number)) : !matches(filter, e)) return
      messages++
      bytes += e.body === undefined ? 0 : JSON.stringify(e.body).length
      const type = e.type ?? ''
      byType[type] = (byType[type] ?? 0) + 1
      if (answer) return
      asked.add(e.msg)
      open.add(e.msg)
      inFlightMax = Math.max(inFlightMax, open.size)
    },
    all(trace) {
      for (const e of trace) self.see(e)
      return self
    },
  }
  return self
}

function matches(f: MeterFilter, e: TraceEvent): boolean {
  return within(f.from, e.node) && within(f.to, e.peer) && within(f.type, e.type)
}

function within(wanted: string | readonly string[] | undefined, got: string | undefined): boolean {
  if (wanted === undefined) return true
  return got !== undefined && (typeof wanted === 'string' ? wanted === got : wanted.includes(got))
}
