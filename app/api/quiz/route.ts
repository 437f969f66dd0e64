import { z } from 'zod'
import { answerSchema } from '@/app/api/_lib/answer.ts'
import { mutation, query } from '@/lib/http/index.ts'
import { lessonSchema } from '@/lib/notes/index.ts'
import { answerInLesson, listAnswers, zoneSchema } from '@/lib/review/index.ts'

const slug = z.string().max(200)

/** `{ answers }`: question id -> { answer, correct, at }, the latest of each that the learner gave in this lesson or in review. */
export const GET = query(
  { route: '/api/quiz', access: 'submit', query: z.strictObject({ lesson: lessonSchema }) },
  async ({ user, search }) => ({ answers: await listAnswers(user.id, search.lesson) }),
)

const body = z.strictObject({
  lesson: slug,
  question: slug,
  answer: answerSchema,
  /** Where the learner is. */
  zone: zoneSchema,
})

/** `{ correct, due }`: the server's judgement, and when the question comes back. */
export const POST = mutation(
  { route: '/api/quiz', access: 'submit', limit: 'answer', body },
  async ({ user, body }) => ({ ...(await answerInLesson(user.id, body, new Date())) }),
)
