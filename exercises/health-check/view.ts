/** What the checker thinks of each target over time, and how its probes ended. */
import { isYours, type Trace } from '../../lib/sim/index.ts'
import type { Bar, PatternView, TimelineTick } from '../../lib/spacetime/index.ts'

export interface Judgement {
  readonly target: string
  /** From the making of the checker on; the last one is open. */
  readonly states: readonly { readonly fromMs: number; readonly state: string; readonly event: number }[]
  readonly probes: readonly {
    readonly n: number
    readonly atMs: number
    readonly event: number
    /** 'passed', 'failed', 'timed out', or 'under way'. */
    readonly end: string
  }[]
}

/** One per target, in the given order. */
export function judgements(trace: Trace): Judgement[] {
  const all = new Map<
    string,
    { states: Judgement['states'][number][]; probes: Judgement['probes'][number][] }
  >()
  const targetOf = new Map<number, string>()
  for (const e of trace) {
    if (e.kind !== 'note' || isYours(e)) continue
    const mark = e.data as { n: number; target: string; state: string; ok: boolean; targets: string[] }
    if (e.label === 'checker made')
      for (const t of mark.targets)
        all.set(t, { states: [{ fromMs: e.at, state: 'unknown', event: e.id }], probes: [] })
    if (e.label === 'changed')
      all.get(mark.target)?.states.push({ fromMs: e.at, state: mark.state, event: e.id })
    if (e.label === 'probe started') {
      targetOf.set(mark.n, mark.target)
      all.get(mark.target)?.probes.push({ n: mark.n, atMs: e.at, event: e.id, end: 'under way' })
    }
    const end =
      e.label === 'aborted'
        ? 'timed out'
        : e.label === 'probe settled'
          ? mark.ok
            ? 'passed'
            : 'failed'
          : undefined
    const probes = all.get(targetOf.get(mark?.n) ?? '')?.probes
    const i = probes?.findIndex((q) => q.n === mark.n && q.end === 'under way') ?? -1
    if (end && probes && i >= 0) probes[i] = { ...(probes[i] as Judgement['probes'][number]), end }
  }
  return [...all].map(([target, { states, probes }]) => ({ target, states, probes }))
}

const LOOKS: Record<string, TimelineTick['look']> = { passed: 'full', failed: 'cross', 'timed out': 'cross' }

const view: PatternView = ({ trace, endMs, witness }) => ({
  kind: 'timeline',
  title:
    'States: healthy (full), unhealthy (hatched), unknown (thin). Probes: passed (dot), failed (cross), under way (hollow)',
  fromMs: 0,
  toMs: endMs,
  rows: judgements(trace).map(({ target, states, probes }) => ({
    name: target,
    bars: states.map(
      ({ fromMs, state, event }, i): Bar => ({
        fromMs,
        toMs: states[i + 1]?.fromMs ?? endMs,
        text: state,
        look: state === 'healthy' ? 'solid' : state === 'unhealthy' ? 'hatched' : 'thin',
        event,
      }),
    ),
    ticks: probes.map(({ n, atMs, event, end }) => ({
      atMs,
      text: `probe ${n}: ${end}`,
      look: LOOKS[end] ?? 'hollow',
      event,
      ...(witness.has(event) ? { accent: 'fault' as const } : {}),
    })),
  })),
})
export default view
