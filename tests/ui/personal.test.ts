import { beforeEach, describe, expect, test } from 'vitest'
import { combineAnswers, dropAnswer } from '../../app/ui/quiz/kept-answers.ts'
import { leaveNothing } from '../../app/ui/site/leave.ts'
import { personalKey } from '../../app/ui/site/personal.ts'
import { parseQuiz } from '../../lib/content/index.ts'

const methods = {
  getItem: (key: string) => storage[key] ?? null,
  setItem: (key: string, value: string) => {
    storage[key] = value
  },
  removeItem: (key: string) => void delete storage[key],
}
/** As in browsers, its keys are those of the object. */
const storage: Record<string, string> = Object.create(methods)
const keep = (key: string, value: unknown) => methods.setItem(`faultline:${key}`, JSON.stringify(value))
Object.assign(globalThis, { localStorage: storage })

beforeEach(() => {
  for (const key of Object.keys(storage)) delete storage[key]
})

test('no two accounts, and no visitor, share what is kept of them', () => {
  const keys = [null, 'ada', 'bob'].map((account) => personalKey('post', account, 'lease'))
  expect(new Set(keys).size).toBe(3)
})

const choices = ['a', 'b'].map((id) => ({ id, text: id, because: 'So.' }))
const questions = ['q1', 'q2', 'q3'].map((id) => ({
  id,
  kind: 'single',
  prompt: 'Is it?',
  explain: 'So.',
  answer: 'a',
  options: choices,
}))
const quiz = parseQuiz('content/patterns/lease/quiz.json', JSON.stringify({ questions }))

describe('answers to a quiz', () => {
  test('what the account has wins over what a visitor has left, and what this account could not send over both', () => {
    const account = { q1: ['a'], q2: ['a'] }
    const own = { q2: ['b'] }
    const left = { q1: ['b'], q3: ['b'], gone: ['b'] }
    const { shown, unsent } = combineAnswers(quiz.questions, { account, own, left })
    expect(shown).toMatchObject({ q1: ['a'], q2: ['b'], q3: ['b'] })
    expect(unsent).toEqual({ q2: ['b'], q3: ['b'] })
  })

  test('what the server has taken is kept here no longer, unless it was answered anew meanwhile', () => {
    const kept = { q1: ['a'], q2: ['b'] }
    expect(dropAnswer(kept, 'q1', ['a'])).toEqual({ q2: ['b'] })
    expect(dropAnswer(kept, 'q1', ['b'])).toEqual(kept)
    expect(dropAnswer(kept, 'q1')).toEqual({ q2: ['b'] })
    expect(dropAnswer({ q1: ['a'] }, 'q1', ['a'])).toBeNull()
  })
})

test('signing out drops answers, positions and posts of everybody, and leaves choices and unsaved code', async () => {
  for (const who of ['ada', null])
    for (const kind of ['quiz', 'post', 'position'] as const) keep(personalKey(kind, who, 'lease'), 'x')
  keep('preferences', { theme: 'dark' })
  keep('draft:ada:lease', { code: 'x', revision: 1 })
  await leaveNothing()
  expect(Object.keys(storage).sort()).toEqual(['faultline:draft:ada:lease', 'faultline:preferences'])
})
