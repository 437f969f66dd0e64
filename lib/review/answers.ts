import { z } from 'zod'
import { db } from '../db/index.ts'
import type { Answer } from '../quiz/index.ts'

export interface GivenAnswer {
  answer: Answer
  correct: boolean
  at: Date
}

const answerSchema = z.union([z.string(), z.array(z.string())])

/** The learner's latest answer to each question of a lesson, by question id. */
export async function listAnswers(userId: string, lesson: string): Promise<Record<string, GivenAnswer>> {
  const rows = await db().$queryRaw<
    { question: string; answer: unknown; correct: boolean; createdAt: Date }[]
  >`
    select distinct on ("question") "question", "answer", "correct", "createdAt" from "QuizAnswer"
    where "userId" = ${userId}::uuid and "lesson" = ${lesson}
    order by "question", "createdAt" desc, "id" desc`
  return Object.fromEntries(
    rows.map(({ question, answer, correct, createdAt }) => [
      question,
      { answer: answerSchema.parse(answer), correct, at: createdAt },
    ]),
  )
}
