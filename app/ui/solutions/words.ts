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
