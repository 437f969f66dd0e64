/** Little's law, L = λW: how many are inside when so many come per second and each stays so long. */
export function littlesL(arrivalsPerS: number, stayS: number): number {
  return arrivalsPerS * stayS
}

/** Probability that at least one of `n` independent calls is slow, when each is with probability `p`. */
export function anySlow(p: number, n: number): number {
  return 1 - (1 - p) ** n
}

/** The quantile that each of `n` independent calls has to meet so that all of them together meet `target` (0 to 1). */
export function perCallQuantile(target: number, n: number): number {
  return target ** (1 / n)
}

/**
 * The longest that a caller waits for `attempts` attempts of `timeoutMs`, with pauses that start at `backoffMs` and
 * double. No jitter: full jitter only makes it shorter.
 */
export function worstCaseMs(attempts: number, timeoutMs: number, backoffMs: number): number {
  return attempts * timeoutMs + backoffMs * (2 ** (attempts - 1) - 1)
}
