/** Calls as rows: their attempts as bars, the waits between them thin, and how each one ended. */
import { isYours, type Trace } from '../../lib/sim/index.ts'
import type { Bar, PatternView } from '../../lib/spacetime/index.ts'

export interface CallRow {
  readonly n: number
  readonly bars: readonly Bar[]
  readonly ends: readonly { readonly atMs: number; readonly as: string }[]
}

/** A herd would not fit: the first calls stand for it. */
const SHOWN = 12

export function callsOf(trace: Trace, endMs: number): CallRow[] {
  const calls = new Map<number, { n: number; bars: Bar[]; ends: CallRow['ends'][number][] }>()
  for (const e of trace) {
    if (e.kind !== 'note' || isYours(e)) continue
    const mark = e.data as { n: number; number: number; as: string }
    const call = calls.get(mark.n) ?? { n: mark.n, bars: [], ends: [] }
    const last = call.bars.at(-1)
    // The bar before lasts until now: a wait until the attempt, an attempt until its end.
    if (last) call.bars[call.bars.length - 1] = { ...last, toMs: e.at }
    if (e.label === 'attempt') {
      calls.set(mark.n, call)
      call.bars.push({ fromMs: e.at, toMs: endMs, text: `attempt ${mark.number}`, look: 'solid' })
    }
    if (e.label === 'attempt ended') {
      call.ends.push({ atMs: e.at, as: mark.as })
      call.bars.push({ fromMs: e.at, toMs: endMs, text: 'waits', look: 'thin' })
    }
    if (e.label === 'call settled' && last?.look === 'thin') call.bars.pop()
  }
  return [...calls.values()].slice(0, SHOWN)
}

const look = (as: string) => (as === 'ok' ? 'full' : as === 'unknown' ? 'hollow' : ('cross' as const))

/** The whole run; the cursor stands somewhere in it. */
const view: PatternView = ({ trace, endMs }) => ({
  kind: 'timeline',
  title: 'Attempts and waits; ends: ok (bar), refused or fatal (cross), unknown (hollow)',
  fromMs: 0,
  toMs: endMs,
  rows: callsOf(trace, endMs).map((c) => ({
    name: `Call ${c.n}`,
    bars: c.bars,
    ticks: c.ends.map((end, i) => ({
      atMs: end.atMs,
      text: `attempt ${i + 1}: ${end.as}`,
      look: look(end.as),
    })),
  })),
})
export default view
