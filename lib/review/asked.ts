import { createHash } from 'node:crypto'
import { findQuiz, type Question } from '../content/index.ts'

/** What a question was when it was answered: courses are edited, and ids stay. */
export interface Asked {
  /** Of its kind and its right answer: when that changes, it is another question. */
  key: string
  /** Of its words. */
  words: string
}

/** The question as the course has it now; null when it is gone. */
export function findQuestion(lesson: string, id: string): Question | null {
  return findQuiz(lesson)?.questions.find((question) => question.id === id) ?? null
}

export function askedOf(question: Question): Asked {
  const right =
    question.kind === 'numeric'
      ? [question.answer, question.tolerance, question.unit ?? '']
      : question.kind === 'order'
        ? question.items.map(({ id }) => id)
        : [question.answer].flat().toSorted()
  const words =
    question.kind === 'numeric'
      ? []
      : question.kind === 'order'
        ? question.items.map(({ text }) => text)
        : question.options.map(({ id, text }) => [id, text])
  const given = question.kind === 'predict' ? question.given.text : ''
  return { key: digest([question.kind, right]), words: digest([question.prompt, given, words]) }
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16)
}
