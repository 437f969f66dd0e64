import { z } from 'zod'
import type { Question } from '../content/index.ts'
import { db } from '../db/index.ts'
import { type Asked, askedOf, findQuestion } from './asked.ts'
import { memorySchema, type Remembered } from './schedule.ts'

const cardSchema = z.object({
  memory: memorySchema,
  asked: z.object({ key: z.string(), words: z.string() }),
})

/** A card whose question the course still has. */
export interface KnownCard {
  lesson: string
  question: Question
  /** Null when the question has been replaced: what was remembered was something else. */
  remembered: Remembered | null
  /** Since the last review: the same question in other words, or another one under its id. */
  changed: 'no' | 'reworded' | 'replaced'
  due: Date
  /** Of the stored card, whatever has become of the question. */
  lastReview: Date | null
}

/** The learner's cards, the most overdue first. Those of questions that are gone wait for their return, and are left out. */
export async function listCards(userId: string, now: Date): Promise<KnownCard[]> {
  const rows = await db().reviewCard.findMany({
    where: { userId },
    select: { lesson: true, question: true, due: true, card: true, lastReview: true },
  })
  return rows
    .flatMap((row) => {
      const question = findQuestion(row.lesson, row.question)
      return question ? [readCard(row, question, now)] : []
    })
    .sort(
      (a, b) =>
        a.due.getTime() - b.due.getTime() ||
        compare(a.lesson, b.lesson) ||
        compare(a.question.id, b.question.id),
    )
}

export function readCard(
  row: { lesson: string; due: Date; card: unknown; lastReview: Date | null },
  question: Question,
  now: Date,
): KnownCard {
  const { memory, asked } = cardSchema.parse(row.card)
  const is = askedOf(question)
  const { lesson, lastReview } = row
  if (asked.key !== is.key)
    return { lesson, question, remembered: null, changed: 'replaced', due: now, lastReview }
  const changed = asked.words === is.words ? 'no' : 'reworded'
  return {
    lesson,
    question,
    remembered: { memory, due: row.due, lastReview },
    changed,
    due: row.due,
    lastReview,
  }
}

/** The columns of a card. */
export function toRow({ memory, due, lastReview }: Remembered, question: Question) {
  const asked: Asked = askedOf(question)
  return { due, lastReview, card: { memory, asked: { ...asked } } }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
