import { db, type ProgressState, type Tx } from '../db/index.ts'
import type { Cost, Verdict } from '../suite/index.ts'

export interface ExerciseProgress {
  exerciseUuid: string
  state: ProgressState
  attempts: number
  firstPassedAt: Date | null
  passedSuiteVersion: number | null
  /** Property id -> the lowest cost of all passed submissions. */
  bestCosts: Record<string, Cost>
  /** Of a staged exercise: what came of each stage that was tried. Empty elsewhere. */
  stages: Record<string, StageProgress>
  lastOutcome: string
  updatedAt: Date
}

/** Plain data, kept as JSON beside the exercise's own row: dates are ISO 8601. */
export interface StageProgress {
  state: ProgressState
  attempts: number
  firstPassedAt: string | null
}

const exerciseProgress = {
  exerciseUuid: true,
  state: true,
  attempts: true,
  firstPassedAt: true,
  passedSuiteVersion: true,
  bestCosts: true,
  stages: true,
  lastOutcome: true,
  updatedAt: true,
} as const

/** Which outcomes judged the code, and so count as an attempt. */
const counts = {
  passed: true,
  failed: true,
  exceeded: true,
  rejected: false,
  'our-fault': false,
} as const satisfies Record<Verdict['outcome'], boolean>

/** The stage that was judged, and all that the exercise has, in order. */
export interface Staged {
  readonly id: string
  readonly of: readonly string[]
}

/**
 * Takes a verdict into the learner's progress. Call it in the transaction that stores the verdict, once per verdict;
 * it locks the learner's row until then, so that two verdicts at the same moment both count.
 * A staged exercise is passed when the last of its stages has been, in whatever order they were.
 */
export async function recordVerdict(
  tx: Tx,
  {
    userId,
    exerciseUuid,
    suiteVersion,
    stage,
    verdict,
  }: {
    userId: string
    exerciseUuid: string
    suiteVersion: number
    /** Null unless the exercise is staged. */
    stage: Staged | null
    verdict: Verdict
  },
): Promise<void> {
  if (!counts[verdict.outcome]) return
  await tx.$queryRaw`select 1 from "User" where "id" = ${userId}::uuid for no key update`
  const where = { userId_exerciseUuid: { userId, exerciseUuid } }
  const before = await tx.progress.findUnique({ where, select: exerciseProgress })
  const held = verdict.outcome === 'passed'
  const stages = stagesAfter(readStages(before?.stages), stage, held)
  const passed = held && (stage === null || stage.of.every((id) => stages[id]?.state === 'PASSED'))
  const bestCosts = readCosts(before?.bestCosts)
  const alreadyPassed = before?.state === 'PASSED'
  const after = {
    state: passed || alreadyPassed ? ('PASSED' as const) : ('ATTEMPTED' as const),
    attempts: (before?.attempts ?? 0) + 1,
    firstPassedAt: before?.firstPassedAt ?? (passed ? new Date() : null),
    passedSuiteVersion: passed ? suiteVersion : (before?.passedSuiteVersion ?? null),
    bestCosts: { ...(held ? lowestCosts(bestCosts, verdict.costs) : bestCosts) } as object,
    stages: stages as object,
    lastOutcome: verdict.outcome,
  }
  await tx.progress.upsert({
    where,
    create: { userId, exerciseUuid, ...after },
    update: after,
    select: { exerciseUuid: true },
  })
}

export async function findProgress(userId: string, exerciseUuid: string): Promise<ExerciseProgress | null> {
  const row = await db().progress.findUnique({
    where: { userId_exerciseUuid: { userId, exerciseUuid } },
    select: exerciseProgress,
  })
  return row && read(row)
}

export async function listProgress(userId: string): Promise<ExerciseProgress[]> {
  const rows = await db().progress.findMany({ where: { userId }, select: exerciseProgress })
  return rows.map(read)
}

function read<R extends { bestCosts: unknown; stages: unknown }>(row: R) {
  return { ...row, bestCosts: readCosts(row.bestCosts), stages: readStages(row.stages) }
}

function readStages(stored: unknown): Record<string, StageProgress> {
  return (stored ?? {}) as Record<string, StageProgress>
}

function stagesAfter(before: Record<string, StageProgress>, stage: Staged | null, passed: boolean) {
  if (stage === null) return before
  const known = before[stage.id]
  const after: StageProgress = {
    state: passed || known?.state === 'PASSED' ? 'PASSED' : 'ATTEMPTED',
    attempts: (known?.attempts ?? 0) + 1,
    firstPassedAt: known?.firstPassedAt ?? (passed ? new Date().toISOString() : null),
  }
  return { ...before, [stage.id]: after }
}

/** The columns are written by `recordVerdict` only, so their shape is known. */
function readCosts(stored: unknown): Record<string, Cost> {
  return (stored ?? {}) as Record<string, Cost>
}

function lowestCosts(best: Record<string, Cost>, costs: readonly Cost[]): Record<string, Cost> {
  const lowest = { ...best }
  for (const cost of costs) {
    const known = lowest[cost.property]
    if (!known || cost.value < known.value) lowest[cost.property] = cost
  }
  return lowest
}
