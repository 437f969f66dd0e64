/**
 * The formulas of quantitative analysis: latency, availability, queues, quorums, scaling.
 *
 *     mmc({ arrivalsPerS: 80, serviceS: 0.1, servers: 10 }).meanResponseS     // 0.120
 *     atLeast(2, 3, 0.99)                                                     // two of three nodes are up
 *     anySlow(0.01, 100)                                                      // 0.634
 */
export { atLeast, downtimeS, inSeries, redundant } from './availability.ts'
export { anySlow, littlesL, perCallQuantile, worstCaseMs } from './latency.ts'
export { mmc, type Queue } from './queueing.ts'
export { type QuorumFacts, quorum } from './quorum.ts'
export { speedup, uslPeak } from './scaling.ts'
