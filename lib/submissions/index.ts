/**
 * A learner's code on its way to a verdict: accepted, queued, graded by one worker, recorded once, remembered.
 *
 *     const { id } = await submit(user.id, { slug, code, idempotencyKey })
 *     const stop = await watch(user.id, id, (event) => send(event))       // queued -> exploring -> over
 *     const past = await listSubmissions(user.id, slug)
 */
import 'server-only'

export { abandonAll, cancel } from './cancel.ts'
export { findNewestCopy, KEPT_COPIES_MAX, type KeptCopy, keepCopy, requireCopy } from './copies.ts'
export { type Draft, findDraft, saveDraft } from './drafts.ts'
export { CANCEL_CHANNEL, EVENT_CHANNEL, notifyProgress, type SubmissionEvent } from './events.ts'
export { type Health, readHealth } from './health.ts'
export { findPassedCode, type HistoryEntry, listHistory, type PastSubmission } from './history.ts'
export { listSubmissions, requireSubmission, type Submission, type SubmissionSummary } from './read.ts'
export {
  type Claim,
  claim,
  claimNext,
  finish,
  finishCancelled,
  type Graded,
  requeue,
  TRIES_MAX,
} from './record.ts'
export { replay, replaySchema } from './replay.ts'
export { type RestoreFrom, restore } from './restore.ts'
export { SOURCE_BODY_BYTES_MAX } from './source.ts'
export { type Accepted, GRADE_TASK, requireExercise, submit, submitSchema } from './submit.ts'
export { type WatchEvent, watch } from './watch.ts'
export {
  giveBackUnheld,
  type Heartbeat,
  heartbeat,
  LEASE_MS,
  type LiveWorker,
  leave,
  liveWorkers,
  takeOver,
} from './workers.ts'
