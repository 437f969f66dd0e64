import { describe, expect, test } from 'vitest'
import { parseQuiz } from '../../lib/content/index.ts'

const option = (id: string) => ({ id, text: id, because: `because ${id}` })
const question = {
  id: 'q1',
  kind: 'single',
  prompt: 'p',
  explain: 'e',
  answer: 'a',
  options: [option('a'), option('b')],
}
const parse = (...questions: unknown[]) =>
  parseQuiz('content/patterns/timeout/quiz.json', JSON.stringify({ questions }))

describe('quiz.json', () => {
  test('all five kinds are read', () => {
    const quiz = parse(
      question,
      { ...question, id: 'q2', kind: 'multiple', answer: ['a', 'b'] },
      {
        id: 'q3',
        kind: 'order',
        prompt: 'p',
        explain: 'e',
        items: ['a', 'b', 'c'].map((id) => ({ id, text: id })),
      },
      { id: 'q4', kind: 'numeric', prompt: 'p', explain: 'e', answer: 3, unit: 'ms' },
      { ...question, id: 'q5', kind: 'predict', outcome: 'o', given: { lang: 'text', text: 't=0' } },
    )
    expect(quiz.questions.map((q) => q.kind)).toEqual(['single', 'multiple', 'order', 'numeric', 'predict'])
    expect(quiz.questions[3]).toMatchObject({ tolerance: 0 })
  })

  test.each([
    [
      'an answer that is no option',
      [{ ...question, answer: 'c' }],
      /answer "c" is none of the options: a, b/,
    ],
    ['two questions of one id', [question, question], /question id "q1" is used twice/],
    [
      'two options of one id',
      [{ ...question, options: [option('a'), option('a')] }],
      /two choices share an id/,
    ],
    [
      'an option without its reason',
      [{ ...question, options: [option('b'), { id: 'a', text: 'a' }] }],
      /options.1.because/,
    ],
    ['an unknown kind', [{ ...question, kind: 'essay' }], /questions.0.kind/],
  ])('%s is refused', (_, questions, message) => {
    expect(() => parse(...questions)).toThrow(message)
  })

  test('text that is not JSON is refused with the file name', () => {
    expect(() => parseQuiz('content/patterns/timeout/quiz.json', '{')).toThrow(
      /timeout\/quiz.json: not valid JSON/,
    )
  })
})
