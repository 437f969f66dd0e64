/**
 * Judges traces and histories: linearizability and the cheaper consistency checks, each a pure function of data.
 *
 *     import { kv, linearizable } from '../../lib/checks/index.ts'
 *     sc.check(p, linearizable(kv(), {
 *       ops: {
 *         get: (o) => ({ f: 'get', key: o.body.key, out: o.result }),
 *         put: (o) => ({ f: 'put', key: o.body.key, in: o.body.value }),
 *       },
 *     }))
 */
export { type Agreement, agreement, type Views } from './agreement.ts'
export {
  type CausalPattern,
  type CausalVariant,
  type CausalViolation,
  causallyConsistent,
  checkCausal,
} from './causal/check.ts'
export type { CausalOptions, ValueAccess } from './causal/order.ts'
export { type ConvergenceOptions, converged } from './convergence.ts'
export {
  bytesPerOp,
  type Counted,
  fsyncsPerOp,
  latencyMs,
  type Measure,
  messages,
  messagesPerOp,
  perOperation,
} from './cost.ts'
export { type ExclusionOptions, type Hold, mutualExclusion } from './exclusion.ts'
export { type Check, type Finding, Undecided } from './finding.ts'
export { history, type Operation, type Outcome } from './history.ts'
export {
  checkLinearizable,
  type LinearizabilityResult,
  type Linearizable,
  type LinearizableOptions,
  linearizable,
  type Mapping,
  type NotLinearizable,
  type UndecidedResult,
} from './linearizable.ts'
export { type LostElementsOptions, type LostUpdateOptions, lostElements, lostUpdate } from './lost.ts'
export type { Call, Model, Step } from './model.ts'
export { appendKv, counter, log, set } from './models/collections.ts'
export { fencedLock, lock, mutex } from './models/lock.ts'
export { multiRegister } from './models/multi-register.ts'
export { fifoQueue, unorderedQueue } from './models/queue.ts'
export { casRegister, kv, register } from './models/register.ts'
export { type MonotonicOptions, monotonic, monotonicEvents } from './monotonic.ts'
export { longestPrefix, type Prefix } from './prefix.ts'
export {
  type Access,
  causal,
  monotonicReads,
  monotonicWrites,
  readYourWrites,
  type SessionOptions,
  writesFollowReads,
} from './sessions.ts'
export {
  type Anomaly,
  checkIsolation,
  type IsolationOptions,
  type IsolationResult,
  isolation,
} from './transactions/check.ts'
export { type AnomalyName, LEVELS, type LevelName, meaningOf } from './transactions/levels.ts'
export type { Access as TransactionAccess, AccessesOf } from './transactions/transaction.ts'
export { type UniqueOptions, unique } from './unique.ts'
