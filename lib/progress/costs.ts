import { db } from '../db/index.ts'

/** How the best costs of all who passed are spread, for one property. Nobody is named, and below five learners there is none. */
export interface CostDistribution {
  learners: number
  /** In order, without gaps; the last one includes its `to`. A single value is its own bin. */
  bins: readonly { from: number; to: number; learners: number }[]
  median: number
}

/** With fewer, a distribution would tell what single people did. */
export const LEARNERS_MIN = 5
/** More different values than this are put into so many bins of equal width. */
const BINS_MAX = 8

interface Row {
  property: string
  value: number
  learners: number
}

/** Property id -> the distribution; properties that fewer than `LEARNERS_MIN` have passed with are absent. */
export async function listCostDistributions(exerciseUuid: string): Promise<Record<string, CostDistribution>> {
  const rows = await db().$queryRaw<Row[]>`
    select "cost"."key" as "property", ("cost"."value"->>'value')::float8 as "value", count(*)::int as "learners"
    from "Progress", jsonb_each("bestCosts") as "cost"
    where "exerciseUuid" = ${exerciseUuid}::uuid and "state" = 'PASSED'
    group by 1, 2
    order by 1, 2`
  const byProperty = Map.groupBy(rows, (row) => row.property)
  const found = [...byProperty].flatMap(([property, values]) => {
    const distribution = distributionOf(values)
    return distribution.learners < LEARNERS_MIN ? [] : [[property, distribution] as const]
  })
  return Object.fromEntries(found)
}

/** Of at least one value, in rising order. */
export function distributionOf(values: readonly { value: number; learners: number }[]): CostDistribution {
  const learners = values.reduce((n, v) => n + v.learners, 0)
  return { learners, bins: binsOf(values), median: medianOf(values, learners) }
}

function binsOf(values: readonly { value: number; learners: number }[]): CostDistribution['bins'] {
  if (values.length <= BINS_MAX)
    return values.map((v) => ({ from: v.value, to: v.value, learners: v.learners }))
  const [least, most] = [values[0]?.value ?? 0, values.at(-1)?.value ?? 0]
  const width = (most - least) / BINS_MAX
  const bins = Array.from({ length: BINS_MAX }, (_, i) => ({
    from: least + i * width,
    to: i === BINS_MAX - 1 ? most : least + (i + 1) * width,
    learners: 0,
  }))
  for (const { value, learners } of values) {
    const bin = bins[Math.min(BINS_MAX - 1, Math.floor((value - least) / width))]
    if (bin) bin.learners += learners
  }
  return bins
}

/** Of an even number the lower one of the two in the middle: a cost that somebody has. */
function medianOf(values: readonly { value: number; learners: number }[], learners: number): number {
  let before = 0
  for (const v of values) {
    before += v.learners
    if (before * 2 >= learners) return v.value
  }
  return 0
}
