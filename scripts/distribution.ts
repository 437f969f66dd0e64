/** How large counterexamples are and how long it took to shrink them, over many. */
import type { Verdict } from '../lib/suite/index.ts'

export interface Sample {
  /** Events shown. */
  readonly events: number
  /** Faults left. */
  readonly faults: number
  /** Rerun, shrinking and explaining, in the sandbox's wall-clock time. */
  readonly shrinkMs: number
}

export interface Distribution {
  readonly count: number
  readonly events: {
    readonly min: number
    readonly median: number
    readonly p90: number
    readonly max: number
  }
  readonly faults: {
    readonly min: number
    readonly median: number
    readonly p90: number
    readonly max: number
  }
  readonly shrinkMs: { readonly median: number; readonly p95: number; readonly max: number }
}

/** What a learner can take in, and wait for. The time depends on the machine's load: shown, not judged. */
export const GOALS = { eventsMedian: 20, faultsMedian: 2, shrinkMsP95: 1000 } as const

/** Undefined of a verdict that is no failure. */
export function sampleOf(v: Verdict): Sample | undefined {
  if (v.outcome !== 'failed') return undefined
  return { events: v.shrunk.events[0], faults: v.shrunk.faults[0], shrinkMs: v.shrinkMs ?? 0 }
}

/** Undefined of no samples. Quantiles are samples themselves: the smallest that at least so many percent do not exceed. */
export function distributionOf(samples: readonly Sample[]): Distribution | undefined {
  if (samples.length === 0) return undefined
  const of = (f: (s: Sample) => number) => {
    const sorted = samples.map(f).sort((a, b) => a - b)
    return (pct: number) => sorted[Math.max(0, Math.ceil((pct / 100) * sorted.length) - 1)] as number
  }
  const shape = (at: (pct: number) => number) => ({ min: at(0), median: at(50), p90: at(90), max: at(100) })
  const shrink = of((s) => s.shrinkMs)
  return {
    count: samples.length,
    events: shape(of((s) => s.events)),
    faults: shape(of((s) => s.faults)),
    shrinkMs: { median: shrink(50), p95: shrink(95), max: shrink(100) },
  }
}

export function isSmall(d: Distribution): boolean {
  return d.events.median <= GOALS.eventsMedian && d.faults.median <= GOALS.faultsMedian
}

/** `name` says whose counterexamples they are. */
export function distributionLines(name: string, d: Distribution): string[] {
  const row = ({ min, median, p90, max }: Distribution['events']) =>
    `min ${min}, median ${median}, p90 ${p90}, max ${max}`
  const { median, p95, max } = d.shrinkMs
  return [
    `counterexamples of ${d.count} ${name}`,
    `  events     ${row(d.events)} (goal: median at most ${GOALS.eventsMedian})`,
    `  faults     ${row(d.faults)} (goal: median at most ${GOALS.faultsMedian})`,
    `  shrinking  median ${Math.round(median)} ms, p95 ${Math.round(p95)} ms, max ${Math.round(max)} ms (goal: p95 at most ${GOALS.shrinkMsP95} ms)`,
  ]
}
