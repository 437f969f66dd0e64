/**
 * Reads the exercise folders.
 *
 *   const { title, starter, suiteHash } = getExercise('lease')
 *   const { hash, code } = await bundleSuite('lease', 'hidden')       // for the sandbox
 *   const { code } = await bundleSuite('lease', 'visible', 'worker')  // for the browser
 */
export { type BundleFormat, bundleSuite, type SuiteBundle, type SuiteName } from './bundle.ts'
export type { DriverInput } from './driver.ts'
export {
  type Exercise,
  ExerciseError,
  type ExerciseMeta,
  engineVersion,
  findBaselines,
  findExercise,
  getExercise,
  getFixture,
  getMeta,
  hiddenFiles,
  listExercises,
  referenceCosts,
  type Stage,
  stagesUpTo,
} from './read.ts'
export type { RunAnswer, RunRequest } from './runner-protocol.ts'
export { readSolutions, type Solution } from './solutions.ts'
