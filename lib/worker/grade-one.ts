import { isDatabaseUnavailable } from '../errors/index.ts'
import { getExercise } from '../exercises/index.ts'
import type { Grader } from '../grader/index.ts'
import { logger } from '../log/index.ts'
import { metrics } from '../metrics/index.ts'
import {
  type Claim,
  claimNext,
  finish,
  finishCancelled,
  notifyProgress,
  requeue,
} from '../submissions/index.ts'
import type { OurFault, Verdict } from '../suite/index.ts'

/** What is being graded here, and what stops it: 'cancelled' by the learner, or 'shutdown' of this process. */
export type Running = Set<Lane>

interface Lane {
  /** Undefined until the claim has told which submission it is. */
  id: string | undefined
  /** Cancelled while that was not known. */
  readonly cancelled: Set<string>
  readonly controller: AbortController
}

/** A learner wants this submission stopped. */
export function cancelRunning(running: Running, id: string): void {
  for (const lane of running) {
    if (lane.id === id) lane.controller.abort('cancelled')
    else if (lane.id === undefined) lane.cancelled.add(id)
  }
}

const PROGRESS_EVERY_MS = 100
const RETRY_AFTER_MS = 1000

/**
 * One submission from claim to record: the one whose turn it is when the job of `rung` rings. Returns without doing
 * anything when none waits. Throws only when the database stays away; the claim then passes to whoever takes this worker over.
 */
export async function gradeOne(
  rung: string,
  { workerId, grader, running }: { workerId: string; grader: Grader; running: Running },
): Promise<void> {
  // On the list before the claim: a cancellation may follow at once.
  const lane: Lane = { id: undefined, cancelled: new Set(), controller: new AbortController() }
  running.add(lane)
  try {
    const held = await claimNext(rung, workerId)
    if (!held) return
    lane.id = held.id
    if (lane.cancelled.has(held.id)) lane.controller.abort('cancelled')
    await gradeClaimed(held, grader, lane.controller.signal)
  } finally {
    running.delete(lane)
  }
}

async function gradeClaimed(held: Claim, grader: Grader, signal: AbortSignal): Promise<void> {
  if (held.tries === 1) metrics().queueWaitMs.observe(held.waitMs)
  const log = logger().child({ submission: held.id, slug: held.slug, fence: held.fence })
  log.debug('claimed')
  const startedAt = performance.now()
  try {
    const grading = grade(grader, held, signal)
    // Read while the sandbox works.
    const exercise = Promise.resolve().then(() => getExercise(held.slug))
    const [verdict, { version, suiteHash, engineVersion, stages }] = await Promise.all([grading, exercise])
    if (isCrash(verdict)) throw new Error(`A sandbox process died: ${verdict.message}`)
    if (verdict.outcome === 'our-fault') {
      const { kind, message, unseen } = verdict
      log.error({ kind, message, unseen }, 'the suite could not judge a submission')
    }
    const graded = {
      verdict,
      suiteVersion: version,
      suiteHash,
      engineVersion,
      stages: stages.map((s) => s.id),
    }
    const recorded = await insist(() => finish(held, graded))
    const ms = performance.now() - startedAt
    metrics().gradingMs.observe({ slug: held.slug }, ms)
    if (recorded) metrics().verdicts.inc({ outcome: verdict.outcome })
    else metrics().fenced.inc()
    log.info(
      { outcome: verdict.outcome, ms: Math.round(ms), waitMs: Math.round(held.waitMs), recorded },
      'graded',
    )
  } catch (err) {
    if (signal.aborted) await stop(signal.reason)
    else if (isDatabaseUnavailable(err)) throw err
    else {
      const became = await insist(() => requeue(held, { counts: true, delayMs: RETRY_AFTER_MS }))
      if (became === 'quarantined') metrics().quarantined.inc()
      log.error({ err, tries: held.tries, became }, 'grading broke')
    }
  }

  async function stop(reason: unknown): Promise<void> {
    if (reason === 'cancelled') await insist(() => finishCancelled(held))
    else await insist(() => requeue(held, { counts: false }))
    log.info({ reason }, 'stopped')
  }
}

/** May have been bad luck, such as a machine out of memory: worth another try before we say that it is our fault. */
function isCrash(verdict: Verdict): verdict is OurFault & { kind: 'crashed' } {
  return verdict.outcome === 'our-fault' && verdict.kind === 'crashed'
}

async function grade(grader: Grader, held: Claim, signal: AbortSignal): Promise<Verdict> {
  // What is over sooner has nothing to tell in between.
  let toldAt = performance.now()
  const onProgress = ({ done, of }: { done: number; of: number }) => {
    const now = performance.now()
    if (now - toldAt < PROGRESS_EVERY_MS) return
    toldAt = now
    // Progress that is lost is followed by more.
    notifyProgress(held.id, done, of).catch(() => undefined)
  }
  const { slug, code } = held
  const job = { slug, code, suite: 'hidden' as const, ...(held.stage === null ? {} : { stage: held.stage }) }
  const again = held.seed === null ? {} : { seed: held.seed, faults: held.faults ?? [] }
  const verdict = await grader.grade({ ...job, ...again }, { onProgress, signal })
  signal.throwIfAborted()
  return verdict
}

const INSIST_MS = 60_000
const AGAIN_AFTER_MS = 250

/** Work that is done should not be lost to a database that restarts. */
async function insist<T>(write: () => Promise<T>): Promise<T> {
  const until = performance.now() + INSIST_MS
  for (;;) {
    try {
      return await write()
    } catch (error) {
      if (!isDatabaseUnavailable(error) || performance.now() > until) throw error
      logger().warn('the database is away; what came out is kept and written again')
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS))
    }
  }
}
