/**
 * What a learner has done, as rows: verdicts, reading positions, places in the editor, days, certificates.
 *
 *     await recordVerdict(tx, { userId, exerciseUuid, suiteVersion, stage, verdict })   // in the transaction of the verdict
 *     const rows = await listProgress(userId)
 *     await recordActivity(userId, { day: '2026-11-21', seconds: 60 }, new Date())
 *     const { streak, days } = calendarOf(await listActivity(userId, { timeZone }), '2026-11-21')
 */
export {
  ACTIVITY_SECONDS_MAX,
  type ActiveDay,
  activitySchema,
  listActivity,
  recordActivity,
} from './activity.ts'
export { addDays, type Calendar, type CalendarDay, calendarOf, dateIn } from './calendar.ts'
export {
  type Certificate,
  certificateNameSchema,
  findCertificate,
  listCertificates,
  type PublicCertificate,
  renameCertificate,
  saveCertificate,
} from './certificates.ts'
export { type CostDistribution, distributionOf, LEARNERS_MIN, listCostDistributions } from './costs.ts'
export { type KindTally, listFailureKinds, type PropertyKind } from './kinds.ts'
export {
  findLessonPosition,
  type LessonPosition,
  listLessonPositions,
  saveLessonPosition,
} from './lessons.ts'
export { findPlace, listPlaces, type Place, placeSchema, savePlace } from './places.ts'
export { listMostStudied, STUDIED_LEARNERS_MIN, type Studied } from './studied.ts'
export {
  type ExerciseProgress,
  findProgress,
  listProgress,
  recordVerdict,
  type Staged,
  type StageProgress,
} from './verdicts.ts'
