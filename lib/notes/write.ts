import { findPattern, hasLesson } from '../content/index.ts'
import { db, transaction } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'
import type { Place } from './place.ts'

/** Of each kind per person: more than anybody writes, and as much as one page can search. */
export const NOTES_MAX = 1000

export async function addNote(userId: string, place: Place, body: string): Promise<{ id: string }> {
  const where = await locate(userId, place)
  requireSpace(await db().note.count({ where: { userId } }))
  return await db().note.create({ data: { userId, ...where, body }, select: { id: true } })
}

export async function editNote(userId: string, id: string, body: string): Promise<void> {
  const { count } = await db().note.updateMany({ where: { id: requireId(id), userId }, data: { body } })
  if (count === 0) throw noNote()
}

export async function removeNote(userId: string, id: string): Promise<void> {
  const { count } = await db().note.deleteMany({ where: { id: requireId(id), userId } })
  if (count === 0) throw noNote()
}

/** Marks a place; one that is marked already stays so, under its first title. */
export async function addBookmark(userId: string, place: Place, title: string): Promise<{ id: string }> {
  const where = { userId, ...(await locate(userId, place)) }
  return await transaction(async (tx) => {
    // One at a time per person, so that a double click finds what its first half has marked.
    await tx.$queryRaw`select 1 from "User" where "id" = ${userId}::uuid for no key update`
    const known = await tx.bookmark.findFirst({ where, select: { id: true } })
    if (known) return known
    requireSpace(await tx.bookmark.count({ where: { userId } }))
    return await tx.bookmark.create({ data: { ...where, title }, select: { id: true } })
  })
}

export async function removeBookmark(userId: string, id: string): Promise<void> {
  const { count } = await db().bookmark.deleteMany({ where: { id: requireId(id), userId } })
  if (count === 0) throw noNote()
}

/** The columns of a place that this learner can write beside. */
async function locate(userId: string, place: Place) {
  if ('lesson' in place) {
    if (!findPattern(place.lesson) || !hasLesson(place.lesson))
      throw new Refusal('not-found', `There is no lesson '${place.lesson.slice(0, 100)}'.`)
    return {
      lesson: place.lesson,
      section: place.section,
      submissionId: null,
      exerciseUuid: null,
      event: null,
    }
  }
  const found = await db().submission.findFirst({
    where: { id: place.submission, userId },
    select: { exerciseUuid: true, verdict: true },
  })
  const { trace = [] } = (found?.verdict ?? {}) as { trace?: readonly { id: number }[] }
  if (!found || !trace.some(({ id }) => id === place.event)) {
    throw new Refusal(
      'not-found',
      'There is no such event in a run of yours. Open the submission again and choose an event of its diagram.',
    )
  }
  return {
    lesson: null,
    section: null,
    submissionId: place.submission,
    exerciseUuid: found.exerciseUuid,
    event: place.event,
  }
}

function requireSpace(count: number): void {
  if (count < NOTES_MAX) return
  throw new Refusal(
    'too-many-notes',
    `You have ${NOTES_MAX.toLocaleString('en-US')} of these, which is all that are kept. Delete some that you no longer need.`,
  )
}

function requireId(id: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return id
  throw noNote()
}

function noNote(): Refusal {
  return new Refusal('not-found', 'You have no such note or bookmark, or not any more. Reload the page.')
}
