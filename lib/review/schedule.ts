import { type Card, createEmptyCard, fsrs, type Grade, Rating } from 'ts-fsrs'
import { z } from 'zod'

export const ratings = ['again', 'hard', 'good', 'easy'] as const
export type RatingName = (typeof ratings)[number]

const grades = {
  again: Rating.Again,
  hard: Rating.Hard,
  good: Rating.Good,
  easy: Rating.Easy,
} as const satisfies Record<RatingName, Grade>

/**
 * The default weights of ts-fsrs, which were fitted to millions of reviews of other people; nine out of ten questions
 * shall be known when they come. Whole days: a question that was explained a minute ago tests nothing.
 */
const scheduler = fsrs({
  request_retention: 0.9,
  maximum_interval: 365,
  enable_fuzz: false,
  enable_short_term: false,
})

/** What is kept of a question's memory: ts-fsrs' Card without its two dates, which are columns. */
export const memorySchema = z.object({
  stability: z.number(),
  difficulty: z.number(),
  elapsed_days: z.number(),
  scheduled_days: z.number(),
  learning_steps: z.number(),
  reps: z.number(),
  lapses: z.number(),
  state: z.int().min(0).max(3),
})
export type Memory = z.infer<typeof memorySchema>

/** A card as the database keeps it. */
export interface Remembered {
  memory: Memory
  due: Date
  lastReview: Date | null
}

/** After a review at `now`; null for a question that was never answered. */
export function schedule(before: Remembered | null, rating: RatingName, now: Date): Remembered {
  return fromCard(scheduler.next(toCard(before, now), now, grades[rating]).card)
}

/** When the question would come back, by rating. */
export function outlook(before: Remembered | null, now: Date): Record<RatingName, Date> {
  const all = scheduler.repeat(toCard(before, now), now)
  return {
    again: all[Rating.Again].card.due,
    hard: all[Rating.Hard].card.due,
    good: all[Rating.Good].card.due,
    easy: all[Rating.Easy].card.due,
  }
}

function toCard(remembered: Remembered | null, now: Date): Card {
  if (!remembered) return createEmptyCard(now)
  const { memory, due, lastReview } = remembered
  return { ...memory, due, ...(lastReview ? { last_review: lastReview } : {}) }
}

function fromCard({ due, last_review, ...memory }: Card): Remembered {
  return { memory: memorySchema.parse(memory), due, lastReview: last_review ?? null }
}
