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
  const next = nextStar(stars, lines)
  return {
    ...cost,
    ...(reference === undefined ? {} : { reference }),
    starsAt: lines,
    stars,
    ...(next === undefined ? {} : { nextStar: next }),
  }
}

function linesOf(reference: number, max: number): readonly [number, number] {
  return [Math.min(max, reference * ABOUT), (reference + max) / 2]
}

function nextStar(stars: 1 | 2 | 3, [three, two]: readonly [number, number]): string | undefined {
  if (stars === 3) return undefined
  return stars === 2 ? `3 from ${down(three)} down` : `2 from ${down(two)} down, 3 from ${down(three)}`
}

/** Two digits, rounded down: what is said must be enough. */
function down(n: number): string {
  return (Math.floor(n * 100 + 1e-9) / 100).toFixed(2)
}
