/** The breaker as a ribbon: what state it was seen in, from when to when, and how each call ended along the way. */
import { isYours, type Trace } from '../../lib/sim/index.ts'
import type { Bar, PatternView } from '../../lib/spacetime/index.ts'

export type State = 'closed' | 'open' | 'half-open'

export interface Segment {
  readonly state: State
  readonly fromMs: number
  readonly toMs: number
}

/** A call's end on the ribbon. `turned away` never reached fn. */
export interface Tick {
  readonly n: number
  readonly atMs: number
  readonly outcome: 'success' | 'failure' | 'turned away'
}

export interface Ribbon {
  readonly segments: readonly Segment[]
  readonly ticks: readonly Tick[]
}

/** Up to `untilMs`, or the end of the trace. Closed at first; each state holds until another one is seen. */
export function ribbonOf(trace: Trace, untilMs = trace.at(-1)?.at ?? 0): Ribbon {
  const segments: Segment[] = [{ state: 'closed', fromMs: 0, toMs: untilMs }]
  const ticks: Tick[] = []
  for (const e of trace) {
    if (e.at > untilMs) break
    if (e.kind === 'view') {
      const { state } = e.data as { state: State }
      const last = segments.at(-1) as Segment
      if (last.state === state) continue
      segments[segments.length - 1] = { ...last, toMs: e.at }
      segments.push({ state, fromMs: e.at, toMs: untilMs })
    }
    if (e.kind !== 'note' || isYours(e)) continue
    const mark = e.data as { n: number; ok?: boolean; as?: string }
    if (e.label === 'fn answered')
      ticks.push({ n: mark.n, atMs: e.at, outcome: mark.ok ? 'success' : 'failure' })
    if (e.label === 'fire settled' && mark.as === 'OpenError')
      ticks.push({ n: mark.n, atMs: e.at, outcome: 'turned away' })
  }
  return { segments, ticks }
}

const looks = { closed: 'solid', open: 'open', 'half-open': 'thin' } as const satisfies Record<
  State,
  Bar['look']
>
const marks = { success: 'full', failure: 'cross', 'turned away': 'hollow' } as const

/** The whole run; the cursor stands somewhere in it. */
const view: PatternView = ({ trace, endMs }) => {
  const { segments, ticks } = ribbonOf(trace)
  return {
    kind: 'timeline',
    title: 'The breaker, and how calls ended: answered (bar), failed (cross), turned away (hollow)',
    fromMs: 0,
    toMs: endMs,
    rows: [
      {
        name: 'Breaker',
        bars: segments.map((s) => ({
          fromMs: s.fromMs,
          toMs: s.toMs,
          text: s.state,
          look: looks[s.state],
        })),
      },
      {
        name: 'Calls',
        bars: [],
        ticks: ticks.map((t) => ({
          atMs: t.atMs,
          text: `call ${t.n}: ${t.outcome}`,
          look: marks[t.outcome],
        })),
      },
    ],
  }
}
export default view
