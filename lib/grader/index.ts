/**
 * Grades one submission: exercise and code in, verdict out.
 *
 *   const grader = await openGrader({ concurrency: 2 })
 *   const verdict = await grader.grade({ slug: 'lease', code, suite: 'hidden' }, { onProgress, signal })
 *   const again = await grader.grade({ slug: 'lease', code, suite: 'hidden', seed: verdict.seed, faults: verdict.faults })
 *   await grader.close()
 */
import 'server-only'

export {
  type GradeJob,
  type GradeOptions,
  type Grader,
  type GraderOptions,
  type GraderStatus,
  openGrader,
} from './grader.ts'
export { faultSchema, parseVerdict, verdictSchema } from './verdict-schema.ts'
