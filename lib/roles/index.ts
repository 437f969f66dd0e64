/**
 * The parts that exercises are given: stores, brokers, lock services, databases, dependencies, and peers that lie.
 *
 *   const store = keyValueStore({ stalenessMs: [0, 200] })
 *   sc.supply('store', store.serve)                                        // the learner calls it, its lane is drawn
 *   sc.check(p, () => (store.store.get('total') ? undefined : finding))    // the suite looks inside
 *   sc.supply('n4', peer({ program: reference, lie: silent({ to: ['n1'] }) }), { peer: true })
 */
export * from './bottleneck.ts'
export * from './broker.ts'
export * from './bus.ts'
export * from './claim-store.ts'
export {
  Aborted,
  type Change,
  Database,
  keyOf,
  type Level,
  Misuse,
  type Reason,
  type Row,
  Transaction,
  type Where,
} from './database/database.ts'
export { type DatabaseOptions, type DatabaseRole, database } from './database/serve.ts'
export * from './dependency.ts'
export * from './effects.ts'
export * from './http-service.ts'
export * from './key-value.ts'
export * from './leased-cache.ts'
export * from './lock-service.ts'
export * from './meter.ts'
export * from './name-server.ts'
export * from './object-store.ts'
export * from './peers/liar.ts'
export * from './peers/lies.ts'
export * from './peers/peer.ts'
export * from './proxy.ts'
export { type Delivery, messageQueue, type QueueOptions, VisibilityQueue } from './queue.ts'
export * from './replicas.ts'
export * from './service.ts'
export { type Instance, type Registry, serviceRegistry } from './service-registry.ts'
export * from './slot-cluster.ts'
export * from './time-server.ts'
