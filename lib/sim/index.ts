/**
 * A deterministic simulated cluster: virtual time, network, disks, faults.
 */
export type * from './trace.ts'
export type * from './faults.ts'
export type * from './port.ts'
export { calmNetwork, radioactiveNetwork, stormyNetwork } from './faults.ts'
export { type Rng, rng } from './random.ts'
