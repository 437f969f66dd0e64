/**
 * What a learner has reached: per exercise and per lesson.
 *
 *     await recordVerdict(tx, { userId, exerciseUuid, suiteVersion, verdict })   // in the transaction of the verdict
 *     const rows = await listProgress(userId)
 */
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
  lastOutcome: string
  updatedAt: Date
}

const exerciseProgress = {
  exerciseUuid: true,
  state: true,
  attempts: true,
  firstPassedAt: true,
  passedSuiteVersion: true,
  bestCosts: true,
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

/**
 * Takes a verdict into the learner's progress. Call it in the transaction that stores the verdict, once per verdict;
 * it locks the learner's row until then, so that two verdicts at the same moment both count.
 */
export async function recordVerdict(
  tx: Tx,
  {
    userId,
    exerciseUuid,
    suiteVersion,
    verdict,
  }: { userId: string; exerciseUuid: string; suiteVersion: number; verdict: Verdict },
): Promise<void> {
  if (!counts[verdict.outcome]) return
  await tx.$queryRaw`select 1 from "User" where "id" = ${userId}::uuid for no key update`
  const where = { userId_exerciseUuid: { userId, exerciseUuid } }
  const before = await tx.progress.findUnique({ where, select: exerciseProgress })
  const passed = verdict.outcome === 'passed'
  const bestCosts = readCosts(before?.bestCosts)
  const alreadyPassed = before?.state === 'PASSED'
  const after = {
    state: passed || alreadyPassed ? ('PASSED' as const) : ('ATTEMPTED' as const),
    attempts: (before?.attempts ?? 0) + 1,
    firstPassedAt: before?.firstPassedAt ?? (passed ? new Date() : null),
    passedSuiteVersion: passed ? suiteVersion : (before?.passedSuiteVersion ?? null),
    bestCosts: { ...(passed ? lowestCosts(bestCosts, verdict.costs) : bestCosts) } as object,
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
  return row && { ...row, bestCosts: readCosts(row.bestCosts) }
}

export async function listProgress(userId: string): Promise<ExerciseProgress[]> {
  const rows = await db().progress.findMany({ where: { userId }, select: exerciseProgress })
  return rows.map((row) => ({ ...row, bestCosts: readCosts(row.bestCosts) }))
}

export interface LessonPosition {
  lesson: string
  /** Id of the heading last in view. */
  section: string | null
  finishedAt: Date | null
  updatedAt: Date
}

/** Remembers where in the lesson the learner is; `finished` is never taken back. */
export async function saveLessonPosition(
  userId: string,
  lesson: string,
  { section, finished }: { section: string | null; finished: boolean },
): Promise<void> {
  const finishedAt = finished ? { finishedAt: new Date() } : {}
  await db().lessonProgress.upsert({
    where: { userId_lesson: { userId, lesson } },
    create: { userId, lesson, section, ...finishedAt },
    update: { section, ...finishedAt },
    select: { lesson: true },
  })
}

export async function listLessonPositions(userId: string): Promise<LessonPosition[]> {
  return await db().lessonProgress.findMany({
    where: { userId },
    select: { lesson: true, section: true, finishedAt: true, updatedAt: true },
    orderBy: { updatedAt: 'desc' },
  })
}

/** The column is written by `recordVerdict` only, so its shape is known. */
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
