/**
 * A deterministic simulated cluster.
 *
 *   const sim = new Sim(port, { seed: 'storm#7', network: calmNetwork, durationMs: 5000, healAtMs: 5000, lines: false, maxEvents: 1e5 })
 *   sim.addNode({ id: 'n1', role: 'default', config: null })
 *   await sim.run()
 *   sim.trace                                   // every event, in order
 */
export { fromBase64, toBase64 } from './base64.ts'
export { causesOf } from './causality.ts'
export { crc16, crc32c, fromHex, hmacSha256, sha256, toHex, utf8 } from './digest.ts'
export type * from './faults.ts'
export { calmNetwork, heavyTailNetwork, radioactiveNetwork, stormyNetwork } from './faults.ts'
export { hashTrace } from './hash.ts'
export { isLimit, LimitError, type Place } from './limit.ts'
export type { Endpoint, Message } from './message.ts'
export type { Unnumbered } from './network.ts'
export type { NodeSpec } from './node.ts'
export { isYours, YOURS } from './notes.ts'
export type { Choice, OrderOptions } from './order.ts'
export type * from './port.ts'
export { parseOutput } from './port-output.ts'
export { PRIORITY, type Priority } from './queue.ts'
export { hash32, type Rng, rng } from './random.ts'
export { type Authority, authorityOf, canonicalJson, digest, runKey, type Signed } from './signing.ts'
export { Sim, type SimOptions } from './sim.ts'
export type * from './trace.ts'
