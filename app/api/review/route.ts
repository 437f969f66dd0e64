import { z } from 'zod'
import { answerSchema } from '@/app/api/_lib/answer.ts'
import { mutation, query } from '@/lib/http/index.ts'
import { findQueue, ratings, review, zoneSchema } from '@/lib/review/index.ts'

/** `{ due, next, all, nextDue }`: what is left of the learner's day, and the question whose turn it is. */
export const GET = query(
  { route: '/api/review', access: 'submit', query: z.strictObject({ zone: zoneSchema }) },
  async ({ user, search }) => ({ ...(await findQueue(user.id, search.zone, new Date())) }),
)

const body = z.strictObject({
  lesson: z.string().max(200),
  question: z.string().max(200),
  answer: answerSchema,
  /** How well it was known. A wrong answer counts as 'again' whatever stands here. */
  rating: z.enum(ratings),
  /** As it came with the question: two tabs do not review the same question twice. */
  lastReview: z.iso
    .datetime()
    .regex(/^[2-9]/, 'a time since the year 2000 was expected')
    .transform((text) => new Date(text))
    .nullable(),
  zone: zoneSchema,
})

/** `{ correct, due }`: the server's judgement, and when the question comes back. */
export const POST = mutation(
  { route: '/api/review', access: 'submit', limit: 'answer', body },
  async ({ user, body }) => ({ ...(await review(user.id, body, new Date())) }),
)
