import type { Question } from '../content/index.ts'
import { type KnownCard, listCards } from './cards.ts'
import { endOfDay } from './day.ts'
import { outlook, type RatingName } from './schedule.ts'

export interface QueueItem {
  lesson: string
  question: Question
  changed: KnownCard['changed']
  lastReview: Date | null
  /** When it would come back, by rating. */
  outlook: Record<RatingName, Date>
}

export interface Queue {
  /** Questions left today, the next one included. */
  due: number
  next: QueueItem | null
  /** All questions in review, today's included. */
  all: number
  /** When the first question after today's is due; null when there is none. */
  nextDue: Date | null
}

/** What is due before the learner's day ends, the most overdue first. */
export async function findQueue(userId: string, zone: string, now: Date): Promise<Queue> {
  const cards = await listCards(userId, now)
  const end = endOfDay(now, zone)
  const due = cards.filter((card) => card.due < end)
  const [next] = due
  return {
    due: due.length,
    next: next ? itemOf(next, now) : null,
    all: cards.length,
    nextDue: cards[due.length]?.due ?? null,
  }
}

export async function countDue(userId: string, zone: string, now: Date): Promise<number> {
  const end = endOfDay(now, zone)
  return (await listCards(userId, now)).filter((card) => card.due < end).length
}

function itemOf({ lesson, question, changed, lastReview, remembered }: KnownCard, now: Date): QueueItem {
  return { lesson, question, changed, lastReview, outlook: outlook(remembered, now) }
}
