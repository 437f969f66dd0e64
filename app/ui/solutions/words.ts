import type { CostDistribution } from '@/lib/progress/index.ts'
import { grouped } from '@/lib/spacetime/index.ts'
import type { Cost } from '@/lib/suite/index.ts'

export interface CostRow {
  /** The learner's best. */
  cost: Cost
  /** What the reference costs; undefined where it was not measured. */
  reference: number | undefined
  /** Undefined below five learners. */
  spread: CostDistribution | undefined
}

/** '5.33' */
export function amount(n: number): string {
  return Number.isInteger(n) ? grouped(n) : grouped(n, 2)
}

/** '4' or '4 to 5.5' */
export function binText({ from, to }: { from: number; to: number }): string {
  return from === to ? amount(from) : `${amount(from)} to ${amount(to)}`
}

/** The histogram in a sentence or two. */
export function spreadText(cost: Cost, { learners, bins, median }: CostDistribution): string {
  const [least, most] = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 0]
  const range =
    least === most
      ? `All ${grouped(learners)} learners who passed need ${amount(least)} ${cost.unit}.`
      : `${grouped(learners)} learners who passed need from ${amount(least)} to ${amount(most)} ${cost.unit}, the median ${amount(median)}.`
  return `${range} You need ${amount(cost.value)}.`
}

/** A bar of the histogram. */
export interface Line {
  from: number
  to: number
  learners: number
  isYours: boolean
  isReference: boolean
}

/** The bars from the cheapest to the dearest. A reference that nobody among them comes near has a line of its own. */
export function linesOf(
  { bins }: CostDistribution,
  { you, reference }: { you: number; reference: number | undefined },
): Line[] {
  const holds = (at: number, value: number | undefined) => value !== undefined && at === binOf(bins, value)
  const lines = bins
    .map((bin, at) => ({ ...bin, isYours: holds(at, you), isReference: holds(at, reference) }))
    .reduce<Line[]>(joined, [])
  if (reference === undefined || binOf(bins, reference) >= 0) return lines
  const own = { from: reference, to: reference, learners: 0, isYours: false, isReference: true }
  return [...lines, own].sort((a, b) => a.from - b.from)
}

/** Values that are written alike, such as 0.667 and 0.67, are one line. */
function joined(lines: Line[], next: Line): Line[] {
  const last = lines.at(-1)
  if (!last || binText(last) !== binText(next)) return [...lines, next]
  const both = {
    ...last,
    learners: last.learners + next.learners,
    isYours: last.isYours || next.isYours,
    isReference: last.isReference || next.isReference,
  }
  return [...lines.slice(0, -1), both]
}

/** A bin ends before the next one begins, the last one with its `to`. -1 where no bin holds it. */
function binOf(bins: CostDistribution['bins'], value: number): number {
  return bins.findLastIndex((bin) => bin.from <= value && value <= bin.to)
}
