/** The runs of a bulkhead over time: waiting (thin), running (full), and how each ended. */
import { isYours, type Trace } from '../../lib/sim/index.ts'
import type { Bar, PatternView } from '../../lib/spacetime/index.ts'

export interface Passage {
  readonly n: number
  /** Which bulkhead. */
  readonly at: string
  readonly calledMs: number
  readonly event: number
  readonly startedMs?: number
  /** When the task settled. */
  readonly doneMs?: number
  /** When run settled, and how. */
  readonly endedMs?: number
  readonly as?: string
}

/** Every run, in the order of the calls. */
export function passages(trace: Trace): Passage[] {
  const all = new Map<number, Passage>()
  for (const e of trace) {
    if (e.kind !== 'note' || isYours(e)) continue
    const { n, at, as } = e.data as { n: number; at?: string; as?: string }
    if (e.label === 'run called') all.set(n, { n, at: at ?? '', calledMs: e.at, event: e.id })
    const p = all.get(n)
    if (!p) continue
    if (e.label === 'task started') all.set(n, { ...p, startedMs: e.at })
    if (e.label === 'task settled') all.set(n, { ...p, doneMs: e.at })
    if (e.label === 'run settled') all.set(n, { ...p, endedMs: e.at, as: String(as) })
  }
  return [...all.values()]
}

/** More rows than these would be a wall. */
const ROWS = 12

const view: PatternView = ({ trace, endMs, witness }) => {
  const all = passages(trace)
  const several = new Set(all.map((p) => p.at)).size > 1
  return {
    kind: 'timeline',
    title: 'Runs: waiting (thin), task running (full), and the end of each that never ran (cross)',
    fromMs: 0,
    toMs: endMs,
    rows: all.slice(-ROWS).map((p) => ({
      name: several ? `${p.at} ${p.n}` : `run ${p.n}`,
      bars: barsOf(p, endMs),
      ticks:
        p.startedMs === undefined && p.endedMs !== undefined
          ? [
              {
                atMs: p.endedMs,
                text: p.as ?? '',
                look: 'cross' as const,
                event: p.event,
                ...(witness.has(p.event) ? { accent: 'fault' as const } : {}),
              },
            ]
          : [],
    })),
  }
}
export default view

function barsOf(p: Passage, endMs: number): Bar[] {
  const bars: Bar[] = []
  const waitedUntil = p.startedMs ?? p.endedMs ?? endMs
  if (waitedUntil > p.calledMs)
    bars.push({ fromMs: p.calledMs, toMs: waitedUntil, text: 'waiting', look: 'thin', event: p.event })
  if (p.startedMs !== undefined) {
    const toMs = p.doneMs ?? endMs
    const text = p.as ?? 'running'
    bars.push({
      fromMs: p.startedMs,
      toMs,
      text,
      look: 'solid',
      event: p.event,
      openEnded: p.doneMs === undefined,
    })
  }
  return bars
}
