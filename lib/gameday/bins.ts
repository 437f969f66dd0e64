/** Events over time, as one number per bin. */
import type { Ms } from '../sim/index.ts'

export interface Bins {
  readonly durationMs: Ms
  readonly binMs: Ms
}

/** `of` makes a number of what lies in each bin; a bin begins at its first instant and ends before that of the next. */
export function perBin<T, V>(
  all: readonly T[],
  at: (x: T) => Ms,
  { durationMs, binMs }: Bins,
  of: (xs: readonly T[]) => V,
): V[] {
  const bins: T[][] = Array.from({ length: Math.ceil(durationMs / binMs) }, () => [])
  for (const x of all) bins[Math.floor(at(x) / binMs)]?.push(x)
  return bins.map(of)
}
