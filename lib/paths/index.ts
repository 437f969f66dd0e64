/**
 * Where a learner stands on the paths of the course.
 *
 *     const standings = await readStandings(user.id)           // pattern or game day -> state of its lesson and exercise
 *     const next = nextStep(standings)                        // what to do now, and why
 *     const { complete, missing, inPreparation } = completionOf(path, standings)
 */
export { type Completion, completionOf, issueCertificate } from './completion.ts'
export { type KindReport, kindReports } from './kinds.ts'
export { type NextStep, nextStep } from './next-step.ts'
export { findResume, type Resume } from './resume.ts'
export {
  type ExerciseState,
  type LessonState,
  readStandings,
  type Standing,
  type Standings,
  standingsOf,
  type WeekTally,
  weekTally,
} from './standing.ts'
export { findStep, type Step } from './step.ts'
