import type { Question } from '../content/index.ts'
import { type Tx, transaction } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'
import { type Answer, judge, readAnswer } from '../quiz/index.ts'
import { findQuestion } from './asked.ts'
import { readCard, toRow } from './cards.ts'
import { endOfDay } from './day.ts'
import { type RatingName, schedule } from './schedule.ts'

interface Given {
  lesson: string
  question: string
  answer: Answer
  /** Where the learner is: IANA time zone. */
  zone: string
}

interface Recorded {
  correct: boolean
  /** When the question comes back. */
  due: Date
}

/**
 * Records an answer given in a lesson. The first one makes the card; a later one moves it only when it is due: who has
 * just read the explanation and answers again shows nothing about memory.
 */
export async function answerInLesson(userId: string, given: Given, now: Date): Promise<Recorded> {
  const { question, correct } = judged(given)
  const id = { userId, lesson: given.lesson, question: question.id }
  const rating = correct ? 'good' : 'again'
  return await transaction(async (tx) => {
    await addAnswer(tx, id, given.answer, correct, now)
    const first = toRow(schedule(null, rating, now), question)
    const made = await tx.reviewCard.createManyAndReturn({
      data: [{ ...id, ...first }],
      skipDuplicates: true,
      select: { due: true },
    })
    if (made[0]) return { correct, due: first.due }
    const row = await tx.reviewCard.findUniqueOrThrow({
      where: { userId_lesson_question: id },
      select: { lesson: true, due: true, card: true, lastReview: true },
    })
    const card = readCard(row, question, now)
    if (card.due >= endOfDay(now, given.zone)) return { correct, due: card.due }
    const after = toRow(schedule(card.remembered, rating, now), question)
    await tx.reviewCard.updateMany({ where: { ...id, lastReview: row.lastReview }, data: after })
    return { correct, due: after.due }
  })
}

/**
 * Records a review. A wrong answer is rated 'again', whatever the learner says; a right one as they say. `lastReview`
 * is that of the card as it was shown: refused with 'already-reviewed' when another tab was faster.
 */
export async function review(
  userId: string,
  given: Given & { rating: RatingName; lastReview: Date | null },
  now: Date,
): Promise<Recorded> {
  const { question, correct } = judged(given)
  const id = { userId, lesson: given.lesson, question: question.id }
  return await transaction(async (tx) => {
    const row = await tx.reviewCard.findUnique({
      where: { userId_lesson_question: id },
      select: { lesson: true, due: true, card: true, lastReview: true },
    })
    if (!row) {
      throw new Refusal(
        'not-found',
        'This question is not in your review. Answer it in its lesson first, and it comes back.',
      )
    }
    const { remembered } = readCard(row, question, now)
    const after = toRow(schedule(remembered, correct ? given.rating : 'again', now), question)
    const { count } = await tx.reviewCard.updateMany({
      where: { ...id, lastReview: given.lastReview },
      data: after,
    })
    if (count === 0) {
      throw new Refusal(
        'already-reviewed',
        'This question has been reviewed since it was shown, in another tab or on another device. Go on with the next one.',
      )
    }
    await addAnswer(tx, id, given.answer, correct, now)
    return { correct, due: after.due }
  })
}

/** The server's own judgement, from the course as it is now. */
function judged({ lesson, question: id, answer }: Given): { question: Question; correct: boolean } {
  const question = findQuestion(lesson, id)
  if (!question) {
    throw new Refusal(
      'not-found',
      'The course has no such question any more. Reload the page to see the questions that it has.',
    )
  }
  const read = readAnswer(question, answer)
  const correct = read === null ? null : judge(question, read)
  if (correct === null) {
    throw new Refusal(
      'not-an-answer',
      `What came is no answer to this question, which is of the kind '${question.kind}'. It may have been changed since you opened it: reload the page and answer again.`,
    )
  }
  return { question, correct }
}

async function addAnswer(
  tx: Tx,
  id: { userId: string; lesson: string; question: string },
  answer: Answer,
  correct: boolean,
  now: Date,
): Promise<void> {
  await tx.quizAnswer.create({ data: { ...id, answer, correct, createdAt: now }, select: { id: true } })
}
