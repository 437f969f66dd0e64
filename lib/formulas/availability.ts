/** All have to work: the product. Assumes that they fail independently. */
export function inSeries(availabilities: readonly number[]): number {
  return availabilities.reduce((product, a) => product * a, 1)
}

/** Probability that at least `k` of `n` nodes are up, each with probability `a`, independently. */
export function atLeast(k: number, n: number, a: number): number {
  let sum = 0
  for (let up = Math.max(0, k); up <= n; up++) sum += choose(n, up) * a ** up * (1 - a) ** (n - up)
  return Math.min(1, sum)
}

/**
 * Availability of `n` copies of which one is enough, when the share `common` (0 to 1) of each copy's unavailability has
 * a cause that takes all copies at once: the beta-factor model of reliability engineering. 0 is independence.
 */
export function redundant(n: number, a: number, common: number): number {
  const down = 1 - a
  return (1 - common * down) * (1 - ((1 - common) * down) ** n)
}

/** Seconds of a period of `periodS` in which a system of this availability is down, on average. */
export function downtimeS(availability: number, periodS: number): number {
  return (1 - availability) * periodS
}

function choose(n: number, k: number): number {
  let result = 1
  for (let i = 1; i <= Math.min(k, n - k); i++) result = (result * (n - Math.min(k, n - k) + i)) / i
  return result
}
