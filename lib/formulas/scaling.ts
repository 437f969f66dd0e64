/**
 * Gunther's universal scalability law: how many times the work of one node `n` nodes do, with the share `sigma` of work
 * that has to queue (contention) and the cost `kappa` per pair that has to agree (coherency). With kappa 0 it is
 * Amdahl's law.
 */
export function speedup(n: number, sigma: number, kappa: number): number {
  return n / (1 + sigma * (n - 1) + kappa * n * (n - 1))
}

/** The number of nodes beyond which more nodes do less; infinite while kappa is 0. Not a whole number. */
export function uslPeak(sigma: number, kappa: number): number {
  return kappa === 0 ? Number.POSITIVE_INFINITY : Math.sqrt((1 - sigma) / kappa)
}
