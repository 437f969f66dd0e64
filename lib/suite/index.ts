/**
 * The authors' language for judging runs of a cluster.
 *
 *   export default suite('ping', (s) => {
 *     const answers = s.property('answers', 'Every ping is answered.', { kind: 'liveness' })
 *     s.scenario('calm', { seeds: 10, durationMs: 1000 }, (sc) => { sc.nodes(['n1']); … })
 *   })
 *   const verdict = await explore(suite, port, { clock: () => performance.now() })
 */
export { CONTRACT, EXPOSED, FAULT_BUDGET, inverse, suite, THREW } from './define.ts'
export { NO_REPLY, Refusal } from './endpoints.ts'
export { type ExploreOptions, endOf, explore, noExport, type Replay, replay } from './explore.ts'
export { exploreInverse, isInverse, type OpenImplementation, replayInverse } from './inverse.ts'
export { findLeanings, type Leaning } from './leaning.ts'
export { placeOf, told } from './outgrown.ts'
export { DEFAULT_MAX_EVENTS, type RunOptions, type RunResult, runOnce, type Violation } from './run.ts'
export {
  clockStorm,
  crashDuringWrite,
  crashStorm,
  partitionThenHeal,
  type Range,
  rollingRestarts,
  type Schedule,
  type Split,
  storm,
  swizzleClog,
} from './schedules.ts'
export { shrinkFaults } from './shrink.ts'
export { type Slice, slice } from './slice.ts'
export { scored } from './stars.ts'
export type * from './suite.ts'
export type * from './verdict.ts'
