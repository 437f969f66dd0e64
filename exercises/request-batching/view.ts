/** The batches: how long each collected, how long its fetch took, and when each key came. */
import { isYours, type Trace } from '../../lib/sim/index.ts'
import type { Bar, PatternView } from '../../lib/spacetime/index.ts'

export interface BatchTrack {
  readonly keys: readonly string[]
  /** When each load came, and the event. */
  readonly loads: readonly { readonly key: string; readonly atMs: number; readonly event: number }[]
  /** When fetchMany was called; undefined: it still collects. */
  readonly sentMs?: number
  readonly endMs?: number
  readonly ok?: boolean
  readonly event?: number
}

/** Every fetch with the loads that came before it and after the one before; last, the loads that still wait. */
export function batches(trace: Trace): BatchTrack[] {
  const all: BatchTrack[] = []
  const byFetch = new Map<number, number>()
  let loads: BatchTrack['loads'][number][] = []
  for (const e of trace) {
    if (e.kind !== 'note' || isYours(e)) continue
    const mark = e.data as { f: number; key: string; keys: string[]; ok: boolean }
    if (e.label === 'load called') loads.push({ key: mark.key, atMs: e.at, event: e.id })
    if (e.label === 'fetch') {
      byFetch.set(mark.f, all.length)
      all.push({ keys: mark.keys, loads, sentMs: e.at, event: e.id })
      loads = []
    }
    const i = byFetch.get(mark?.f)
    if (e.label === 'fetch settled' && i !== undefined)
      all[i] = { ...(all[i] as BatchTrack), endMs: e.at, ok: mark.ok }
  }
  if (loads.length > 0) all.push({ keys: [...new Set(loads.map((l) => l.key))], loads })
  return all
}

const view: PatternView = ({ trace, endMs, witness }) => ({
  kind: 'timeline',
  title: 'Batches: collecting (thin), fetch under way (full), failed (hatched); a dot for each load',
  fromMs: 0,
  toMs: endMs,
  rows: batches(trace)
    .slice(-12)
    .map((b) => ({
      name: b.keys.join(', ') || 'no keys',
      bars: barsOf(b, endMs),
      ticks: b.loads.map(({ key, atMs, event }) => ({
        atMs,
        text: `load of '${key}'`,
        look: 'full' as const,
        event,
        ...(witness.has(event) ? { accent: 'fault' as const } : {}),
      })),
    })),
})
export default view

function barsOf({ loads, sentMs, endMs: ended, ok, event }: BatchTrack, endMs: number): Bar[] {
  const fromMs = loads[0]?.atMs ?? sentMs ?? 0
  const bars: Bar[] = []
  const until = sentMs ?? endMs
  if (until > fromMs)
    bars.push({ fromMs, toMs: until, text: 'collecting', look: 'thin', openEnded: sentMs === undefined })
  if (sentMs === undefined) return bars
  bars.push({
    fromMs: sentMs,
    toMs: ended ?? endMs,
    text: ok === false ? 'failed' : 'fetch',
    look: ok === false ? 'hatched' : 'solid',
    openEnded: ended === undefined,
    ...(event === undefined ? {} : { event }),
  })
  return bars
}
