/** How a cost within its budget compares with the reference's. */
import type { Cost } from './verdict.ts'

/** So much above the reference still counts as equal: seeds and styles differ a little. */
const ABOUT = 1.1

/**
 * Three stars up to the reference's value (and 10 % more), two up to half-way between it and the budget, one within the
 * budget; or where the author drew the lines. Without a reference and without lines there are none.
 */
export function scored(cost: Cost, reference?: number): Cost {
  const lines = cost.starsAt ?? (reference === undefined ? undefined : linesOf(reference, cost.max))
  if (!lines) return cost
  const [three, two] = lines
  const stars = cost.value <= three ? 3 : cost.value <= two ? 2 : 1
  return { ...cost, ...(reference === undefined ? {} : { reference }), starsAt: lines, stars }
}

function linesOf(reference: number, max: number): readonly [number, number] {
  return [Math.min(max, reference * ABOUT), (reference + max) / 2]
}
