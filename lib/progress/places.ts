import { z } from 'zod'
import { db } from '../db/index.ts'

/** Where the learner last was in an exercise's editor. Line and column count from 1. */
export interface Place {
  exerciseUuid: string
  /** Of a staged exercise: the stage that was open. Null elsewhere. */
  stage: string | null
  file: string
  line: number
  column: number
  updatedAt: Date
}

/** What a page sends of it. The bounds are those of a file that may be saved: larger numbers are no place in one. */
export const placeSchema = z.strictObject({
  file: z.literal('solution.ts', 'solution.ts was expected: exercises have this one file to edit.'),
  stage: z
    .string()
    .max(100)
    .regex(/^[\w-]+$/, 'the id of a stage was expected')
    .nullable()
    .default(null),
  line: z.int().min(1).max(100_000),
  column: z.int().min(1).max(1_000_000),
})

const place = {
  exerciseUuid: true,
  stage: true,
  file: true,
  line: true,
  column: true,
  updatedAt: true,
} as const

/** The last one to be saved counts, from whichever device it came. */
export async function savePlace(
  userId: string,
  exerciseUuid: string,
  { file, stage, line, column }: z.infer<typeof placeSchema>,
): Promise<void> {
  await db().place.upsert({
    where: { userId_exerciseUuid: { userId, exerciseUuid } },
    create: { userId, exerciseUuid, file, stage, line, column },
    update: { file, stage, line, column },
    select: { exerciseUuid: true },
  })
}

export async function findPlace(userId: string, exerciseUuid: string): Promise<Place | null> {
  return await db().place.findUnique({
    where: { userId_exerciseUuid: { userId, exerciseUuid } },
    select: place,
  })
}

/** Newest first. */
export async function listPlaces(userId: string): Promise<Place[]> {
  return await db().place.findMany({ where: { userId }, orderBy: { updatedAt: 'desc' }, select: place })
}
