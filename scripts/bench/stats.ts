/** The q-quantile of a sample by nearest rank; NaN when it is empty. */
export function quantile(xs: readonly number[], q: number): number {
  const sorted = [...xs].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN
}

export const median = (xs: readonly number[]) => quantile(xs, 0.5)

export function round(x: number, digits = 1): number {
  return Math.round(x * 10 ** digits) / 10 ** digits
}

/** p50 and p95 of a sample of milliseconds. */
export function spread(ms: readonly number[], digits = 1): { p50Ms: number; p95Ms: number } {
  return { p50Ms: round(quantile(ms, 0.5), digits), p95Ms: round(quantile(ms, 0.95), digits) }
}

/**
 * How fast this machine is at the moment: the median of five runs of a fixed loop of integer arithmetic and small objects,
 * in ms. Figures of two runs compare as far as their calibrations agree.
 */
export function calibrationMs(): number {
  const runs = Array.from({ length: 6 }, () => {
    const before = performance.now()
    let x = 88_172_645
    let sum = 0
    for (let i = 0; i < 16_000_000; i++) {
      x ^= x << 13
      x ^= x >>> 17
      x ^= x << 5
      if ((i & 7) === 0) sum += Object.keys({ a: x, b: i }).length
    }
    if (sum !== 4_000_000) throw new Error('the calibration loop was broken')
    return performance.now() - before
  })
  // The first compiles.
  return round(median(runs.slice(1)))
}
