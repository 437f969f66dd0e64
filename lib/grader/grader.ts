/** One submission in, one verdict out. Knows exercises, suites and the sandbox; nothing of users or databases. */
import { availableParallelism } from 'node:os'
import {
  bundleSuite,
  type DriverInput,
  engineVersion,
  getFixture,
  getMeta,
  referenceCosts,
  type SuiteName,
} from '../exercises/index.ts'
import { logger } from '../log/index.ts'
import {
  type Job,
  type Limits,
  type Outcome,
  openPool,
  type Pool,
  type PoolOptions,
  type PoolStatus,
} from '../sandbox/index.ts'
import type { FaultOp, Json } from '../sim/index.ts'
import { scored, told, type Verdict } from '../suite/index.ts'
import { parseVerdict } from './verdict-schema.ts'

export interface GradeJob {
  readonly slug: string
  /** The learner's TypeScript. */
  readonly code: string
  readonly suite: SuiteName
  /** Of a staged exercise: judges this stage and those before it. All stages unless told. */
  readonly stage?: string | undefined
  /** Replays one schedule instead of exploring all. */
  readonly seed?: string
  /** With `seed`: exactly these faults. */
  readonly faults?: readonly FaultOp[]
  /** Explores this scenario only. */
  readonly scenario?: string
  /** Adds a fingerprint over all runs to a pass. */
  readonly fingerprint?: boolean
  /** Adds to a failure how long shrinking took. */
  readonly timings?: boolean
  /** Leaves a failure as it was found, without what helps a learner to see its cause. */
  readonly asFound?: boolean
}

export interface GradeOptions {
  readonly onProgress?: (p: { done: number; of: number }) => void
  /** Aborting kills the run; `grade` rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

export interface GraderOptions {
  /** Submissions at once. Default: one per core. */
  readonly concurrency?: number
  /** Lower than the defaults: tests. */
  readonly limits?: Partial<Limits>
  /** Only these cages are tried. Default: all, strongest first. */
  readonly cages?: PoolOptions['cages']
  /** Folder that holds the exercises. */
  readonly root?: string
}

export interface GraderStatus extends PoolStatus {
  /** Layers of the sandbox that hold on this machine, and those that do not, in words. */
  readonly present: readonly string[]
  readonly missing: readonly string[]
  readonly engineVersion: string
}

export interface Grader {
  /**
   * Resolves to a verdict whatever the submission does. Rejects when cancelled, closed, when there is no such
   * exercise (ExerciseError), or when no sandbox process can be started.
   */
  grade(job: GradeJob, o?: GradeOptions): Promise<Verdict>
  status(): GraderStatus
  close(): Promise<void>
}

export async function openGrader(o: GraderOptions = {}): Promise<Grader> {
  const pool = await openPool({
    size: o.concurrency ?? availableParallelism(),
    ...(o.limits ? { limits: o.limits } : {}),
    ...(o.cages ? { cages: o.cages } : {}),
  })
  return {
    grade: (job, options = {}) => grade(pool, job, options, o.root),
    status: () => ({ ...pool.status(), ...pool.layers(), engineVersion: engineVersion() }),
    close: () => pool.close(),
  }
}

const CRASHED =
  'The grader broke on this submission. This is our fault and does not count as an attempt; try again, and tell us if it happens twice.'

async function grade(pool: Pool, job: GradeJob, o: GradeOptions, root?: string): Promise<Verdict> {
  const exercise = getMeta(job.slug, root)
  const fixture = getFixture(job.slug, root)
  const driver = await bundleSuite(job.slug, job.suite, 'driver', {
    stage: job.stage,
    ...(root === undefined ? {} : { root }),
  })
  const { maxEvents, ...limits } = exercise.limits
  const input: DriverInput = {
    ...(maxEvents === undefined ? {} : { maxEvents }),
    ...(job.seed === undefined ? {} : { seed: job.seed }),
    ...(job.faults === undefined ? {} : { faults: job.faults }),
    ...(job.scenario === undefined ? {} : { scenario: job.scenario }),
    ...(job.fingerprint === undefined ? {} : { fingerprint: job.fingerprint }),
    ...(job.timings === undefined ? {} : { timings: job.timings }),
    ...(job.asFound === undefined ? {} : { asFound: job.asFound }),
  }
  const sandboxed: Job = {
    source: job.code,
    driver,
    input: input as unknown as Json,
    ...(fixture === null ? {} : { fixture }),
  }
  const started = performance.now()
  const found = await pool.run(sandboxed, { ...o, limits })
  const outcome = job.asFound
    ? found
    : await located(found, async (seed, lower) => {
        const again: DriverInput = { ...input, seed, steps: true }
        return pool.run(
          { ...sandboxed, input: again as unknown as Json },
          { ...o, limits: { ...limits, ...lower } },
        )
      })
  const verdict = verdictOf(outcome, performance.now() - started, job.slug)
  return isWholeHidden(job) ? withStars(verdict, job, exercise.stages.at(-1)?.id, root) : verdict
}

/** Other suites and single schedules cost something else than what the reference was measured with. */
function isWholeHidden(job: GradeJob): boolean {
  return job.suite === 'hidden' && job.seed === undefined && job.scenario === undefined
}

function withStars(v: Verdict, job: GradeJob, lastStage: string | undefined, root?: string): Verdict {
  if (v.outcome !== 'passed') return v
  const known = referenceCosts(job.slug, root)[job.stage ?? lastStage ?? ''] ?? {}
  return { ...v, costs: v.costs.map((c) => scored(c, known[c.property])) }
}

function verdictOf(outcome: Outcome, elapsedMs: number, slug: string): Verdict {
  const ms = Math.round(elapsedMs * 10) / 10
  switch (outcome.kind) {
    case 'done':
      try {
        return parseVerdict(outcome.value)
      } catch (err) {
        return crashed(ms, slug, { err })
      }
    case 'rejected': {
      const { kind: _, ...rejected } = outcome
      return { outcome: 'rejected', ...rejected }
    }
    case 'exceeded':
      return exceeded(outcome, ms)
    case 'crashed':
      return crashed(ms, slug, { detail: outcome.detail })
  }
}

type Exceeding = Extract<Outcome, { kind: 'exceeded' }>

function exceeded({ limit, message, place }: Exceeding, ms: number): Verdict {
  const seed = place?.seed
  return {
    outcome: 'exceeded',
    limit,
    message: told(message, place),
    ...(seed === undefined ? {} : { seed }),
    ms,
  }
}

/** What a second look at the schedule may use that a submission was stopped in. Ordinary ones take some hundredths of it. */
const SECOND_LOOK = { cpuMs: 1000, wallMs: 4000 }

/**
 * Of a process that was killed only the schedule is known. That one is played once more, telling each step: either it is
 * stopped again, and the step that never ended is known, or it was the whole that took too long.
 */
async function located(
  found: Outcome,
  playAgain: (seed: string, lower: typeof SECOND_LOOK) => Promise<Outcome>,
): Promise<Outcome> {
  if (found.kind !== 'exceeded' || found.place?.seed === undefined || found.place.doing !== undefined)
    return found
  const started = performance.now()
  const again = await playAgain(found.place.seed, SECOND_LOOK)
  const last = again.kind === 'exceeded' ? again.place?.doing : undefined
  const ms = Math.round(performance.now() - started)
  const doing =
    again.kind === 'done'
      ? `Played alone it ends, after ${ms} ms: all schedules together took too much.`
      : last && `Played alone it was stopped as well. Its last step: ${last}.`
  return doing ? { ...found, place: { ...found.place, doing } } : found
}

/** The learner is told that it was us; the log says what it was. */
function crashed(ms: number, slug: string, why: { detail: string } | { err: unknown }): Verdict {
  logger().error({ slug, ...why }, 'a submission broke its grader')
  return { outcome: 'our-fault', kind: 'crashed', message: CRASHED, ms }
}
