import type { Json, Trace, TraceEvent } from '../../sim/index.ts'
import { brief } from '../text.ts'
import type { Bar, Timeline } from './picture.ts'

export interface HistoryOptions {
  readonly title?: string
  /** Operations (by `op`) of the longest prefix that has a linearization; without it none is marked. */
  readonly prefix?: ReadonlySet<number>
  /** The first operation that no order explains. */
  readonly stuck?: number
  readonly toMs: number
}

/**
 * The operations of all clients as bars from call to return. Inside the longest linearizable prefix they are full, outside
 * hatched; where nobody knows whether an operation happened, the bar is dashed and has no end.
 */
export function historyBars(trace: Trace, o: HistoryOptions): Timeline {
  const ends = new Map<string, TraceEvent>()
  for (const e of trace) {
    if (e.kind === 'ok' || e.kind === 'fail' || e.kind === 'info') ends.set(`${e.node}/${e.op}`, e)
  }
  const rows = new Map<string, Bar[]>()
  for (const e of trace) {
    if (e.kind !== 'invoke') continue
    const end = ends.get(`${e.node}/${e.op}`)
    if (end?.kind === 'fail') continue
    const unknown = end === undefined || end.kind === 'info'
    const inside = o.prefix === undefined || (e.op !== undefined && o.prefix.has(e.op))
    const bar: Bar = {
      fromMs: e.at,
      toMs: unknown ? o.toMs : end.at,
      text: said(e, unknown ? undefined : end),
      look: unknown ? 'dashed' : inside ? 'open' : 'hatched',
      event: e.id,
      ...(unknown ? { openEnded: true } : {}),
      ...(e.op !== undefined && e.op === o.stuck ? { accent: 'fault' as const } : {}),
    }
    rows.set(e.node, [...(rows.get(e.node) ?? []), bar])
  }
  const inPrefix = trace.filter((e) => e.kind === 'ok' && e.op !== undefined && o.prefix?.has(e.op))
  const last = inPrefix.at(-1)
  return {
    kind: 'timeline',
    title: o.title ?? 'The history of operations',
    fromMs: 0,
    toMs: o.toMs,
    rows: [...rows].map(([name, bars]) => ({ name, bars })),
    ...(o.prefix && last ? { instants: [{ atMs: last.at, text: 'linearizable up to here' }] } : {}),
  }
}

function said(call: TraceEvent, end: TraceEvent | undefined): string {
  const asked = call.body === undefined || call.body === null ? '' : ` ${short(call.body)}`
  const got = end?.body === undefined || end.body === null ? '' : `: ${short(end.body)}`
  return `${call.type ?? 'call'}${asked}${got}`
}

function short(body: Json): string {
  return brief(body, 24)
}
