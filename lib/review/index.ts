/**
 * Quiz answers and their spaced review: what was answered, and when each question comes back (FSRS).
 *
 *     const { correct, due } = await answerInLesson(userId, { lesson, question, answer, zone }, now)
 *     const { due, next } = await findQueue(userId, zone, now)              // today's, one question at a time
 *     await review(userId, { lesson, question, answer, rating: 'good', lastReview: next.lastReview, zone }, now)
 *
 * Every function takes the time; docs/decisions/0143 says why the parameters are what they are.
 */
import 'server-only'

export { type GivenAnswer, listAnswers } from './answers.ts'
export { endOfDay, zoneSchema } from './day.ts'
export { countDue, findQueue, type Queue, type QueueItem } from './queue.ts'
export { answerInLesson, review } from './record.ts'
export { type RatingName, ratings } from './schedule.ts'
