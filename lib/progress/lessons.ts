import { db } from '../db/index.ts'

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

export async function findLessonPosition(userId: string, lesson: string): Promise<LessonPosition | null> {
  return await db().lessonProgress.findUnique({
    where: { userId_lesson: { userId, lesson } },
    select: { lesson: true, section: true, finishedAt: true, updatedAt: true },
  })
}
