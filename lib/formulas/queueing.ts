export interface Queue {
  /** Share of the time that a server is busy. At 1 and above the queue grows without end. */
  utilisation: number
  /** Probability that an arrival finds every server busy: Erlang's C. */
  waits: number
  /** Mean time in the queue, before service, s. */
  meanWaitS: number
  /** Mean time from arrival to departure, s. */
  meanResponseS: number
  /** Mean number waiting or in service, by Little's law. */
  meanInside: number
  /** Time in the queue that the share `q` of arrivals does not exceed, s. */
  waitQuantileS: (q: number) => number
}

/**
 * M/M/c in its steady state: Poisson arrivals, exponential service times, `servers` servers, one queue, first come
 * first served, nobody leaves. One server is M/M/1. Null when it has no steady state: work comes at least as fast as it
 * can be done. (Kleinrock, Queueing Systems 1, 1975, chapter 3.)
 */
export function mmc({
  arrivalsPerS,
  serviceS,
  servers,
}: {
  arrivalsPerS: number
  serviceS: number
  servers: number
}): Queue | null {
  const offered = arrivalsPerS * serviceS
  const utilisation = offered / servers
  if (utilisation >= 1) return null
  // Erlang's B by its recursion, which neither overflows nor cancels; C follows from it.
  let blocked = 1
  for (let k = 1; k <= servers; k++) blocked = (offered * blocked) / (k + offered * blocked)
  const waits = blocked / (1 - utilisation * (1 - blocked))
  const spare = servers / serviceS - arrivalsPerS
  const meanWaitS = waits / spare
  const meanResponseS = meanWaitS + serviceS
  return {
    utilisation,
    waits,
    meanWaitS,
    meanResponseS,
    meanInside: arrivalsPerS * meanResponseS,
    waitQuantileS: (q) => (waits <= 1 - q ? 0 : Math.log(waits / (1 - q)) / spare),
  }
}
