import { createEmptyCard, fsrs, Rating } from 'ts-fsrs'
import { beforeEach, describe, expect, test } from 'vitest'
import { findQuiz, listLessons, type Question } from '../../lib/content/index.ts'
import { db } from '../../lib/db/index.ts'
import { judge, readAnswer } from '../../lib/quiz/index.ts'
import { answerInLesson, countDue, findQueue, listAnswers, review } from '../../lib/review/index.ts'
import { createPerson, type Person, setUpWeb } from '../api/harness.ts'

await setUpWeb()

const DAY_MS = 86_400_000
const START = new Date('2026-03-02T18:00:00Z')
const zone = 'UTC'
const lesson = 'lease'
const [first, second] = findQuiz(lesson)!.questions as [Question, Question]
const later = (days: number, from = START) => new Date(from.getTime() + days * DAY_MS)
const days = (due: Date, from: Date) => (due.getTime() - from.getTime()) / DAY_MS

let ada: Person
beforeEach(async () => {
  ada = await createPerson()
})

const answerTo = (question: Question, right: boolean) => {
  if (question.kind === 'numeric') return String(question.answer + (right ? 0 : question.tolerance + 1))
  if (question.kind === 'order') {
    const ids = question.items.map(({ id }) => id)
    return right ? ids : ids.toReversed()
  }
  const answer = [question.answer].flat()
  if (right) return answer
  return answer.length > 1
    ? answer.slice(1)
    : [question.options.find(({ id }) => !answer.includes(id))?.id as string]
}
const given = (question: Question, right: boolean) => ({
  lesson,
  question: question.id,
  answer: answerTo(question, right),
  zone,
})
const cardOf = async (question: Question) =>
  await db().reviewCard.findUniqueOrThrow({
    where: { userId_lesson_question: { userId: ada.id, lesson, question: question.id } },
    select: { due: true, lastReview: true, card: true },
  })

describe('scheduling', () => {
  // The parameters that docs/decisions/0142 states, given to ts-fsrs itself.
  const theirs = fsrs({
    request_retention: 0.9,
    maximum_interval: 365,
    enable_fuzz: false,
    enable_short_term: false,
  })

  test('a right answer comes back after three days, a wrong one after one, as ts-fsrs says', async () => {
    const right = await answerInLesson(ada.id, given(first, true), START)
    const wrong = await answerInLesson(ada.id, given(second, false), START)
    expect([right.correct, days(right.due, START)]).toEqual([true, 3])
    expect([wrong.correct, days(wrong.due, START)]).toEqual([false, 1])
    const empty = createEmptyCard(START)
    expect(right.due).toEqual(theirs.next(empty, START, Rating.Good).card.due)
    expect(wrong.due).toEqual(theirs.next(empty, START, Rating.Again).card.due)
  })

  test('a history of ratings gives the dates that ts-fsrs gives, through the database and back', async () => {
    const grades = ['good', 'hard', 'good', 'again', 'good', 'easy'] as const
    const names = { again: Rating.Again, hard: Rating.Hard, good: Rating.Good, easy: Rating.Easy } as const
    let expected = theirs.next(createEmptyCard(START), START, Rating.Good).card
    let { due } = await answerInLesson(ada.id, given(first, true), START)
    for (const [late, rating] of grades.entries()) {
      // A little later each time than it was due.
      const now = later(late, due)
      const { lastReview } = await cardOf(first)
      due = (await review(ada.id, { ...given(first, true), rating, lastReview }, now)).due
      expected = theirs.next(expected, now, names[rating]).card
      expect(due).toEqual(expected.due)
    }
    const { card } = await cardOf(first)
    expect((card as { memory: object }).memory).toMatchObject({
      stability: expected.stability,
      difficulty: expected.difficulty,
      reps: 7,
      lapses: 1,
    })
  })

  test('what is always known comes back after 3, 14, 57 … days, and at least once a year or so', async () => {
    let { due } = await answerInLesson(ada.id, given(first, true), START)
    let now = START
    const intervals = [days(due, now)]
    while (intervals.length < 6) {
      now = due
      const { lastReview } = await cardOf(first)
      due = (await review(ada.id, { ...given(first, true), rating: 'good', lastReview }, now)).due
      intervals.push(days(due, now))
    }
    expect(intervals.slice(0, 3)).toEqual([3, 14, 57])
    expect(Math.max(...intervals)).toBeLessThanOrEqual(366)
  })

  test('a wrong answer counts as again, whatever the learner says of it', async () => {
    const { due } = await answerInLesson(ada.id, given(first, true), START)
    const after = await review(ada.id, { ...given(first, false), rating: 'easy', lastReview: START }, due)
    expect([after.correct, days(after.due, due)]).toEqual([false, 1])
    expect((await cardOf(first)).card).toMatchObject({ memory: { lapses: 1 } })
  })
})

describe('answers in a lesson', () => {
  test('answering again before the question is due is kept, and moves nothing', async () => {
    const once = await answerInLesson(ada.id, given(first, false), START)
    const again = await answerInLesson(ada.id, given(first, true), new Date(START.getTime() + 60_000))
    expect(again).toEqual({ correct: true, due: once.due })
    expect(await db().quizAnswer.count({ where: { userId: ada.id } })).toBe(2)
    expect((await listAnswers(ada.id, lesson))[first.id]).toMatchObject({ correct: true })
  })

  test('answering in the lesson when the question is due is a review', async () => {
    const { due } = await answerInLesson(ada.id, given(first, true), START)
    const after = await answerInLesson(ada.id, given(first, true), due)
    expect(days(after.due, due)).toBe(14)
    expect(await countDue(ada.id, zone, due)).toBe(0)
  })

  test('two first answers at the same moment make one card', async () => {
    await Promise.all([1, 2, 3].map(() => answerInLesson(ada.id, given(first, true), START)))
    expect((await findQueue(ada.id, zone, START)).all).toBe(1)
  })
})

describe('the queue', () => {
  test('holds what is due before the day ends, the most overdue first', async () => {
    await answerInLesson(ada.id, given(first, true), START)
    await answerInLesson(ada.id, given(second, false), START)
    expect(await findQueue(ada.id, zone, START)).toMatchObject({
      due: 0,
      next: null,
      all: 2,
      nextDue: later(1),
    })
    // Due at 18:00, and in the queue from four in the morning.
    expect(await countDue(ada.id, zone, new Date('2026-03-03T03:59:00Z'))).toBe(0)
    expect(await countDue(ada.id, zone, new Date('2026-03-03T04:00:00Z'))).toBe(1)
    const queue = await findQueue(ada.id, zone, later(4))
    expect(queue).toMatchObject({ due: 2, next: { lesson, question: { id: second.id }, changed: 'no' } })
    expect(queue.next?.outlook.good.getTime()).toBeGreaterThan(queue.next?.outlook.again.getTime() ?? 0)
  })

  test('the day is the learner’s own', async () => {
    await answerInLesson(ada.id, given(second, false), START)
    const now = new Date('2026-03-03T05:00:00Z')
    expect(await countDue(ada.id, 'UTC', now)).toBe(1)
    // In Honolulu it is still the evening before.
    expect(await countDue(ada.id, 'Pacific/Honolulu', now)).toBe(0)
  })

  test('what it promises for each rating is what then happens', async () => {
    const { due } = await answerInLesson(ada.id, given(first, true), START)
    const { next } = await findQueue(ada.id, zone, due)
    const after = await review(ada.id, { ...given(first, true), rating: 'hard', lastReview: START }, due)
    expect(after.due).toEqual(next?.outlook.hard)
  })

  test('a second tab does not review the same question again, and leaves no trace', async () => {
    const { due } = await answerInLesson(ada.id, given(first, true), START)
    const rate = () => review(ada.id, { ...given(first, true), rating: 'good', lastReview: START }, due)
    const results = await Promise.allSettled([rate(), rate()])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = results.find((result) => result.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'already-reviewed' })
    expect(await db().quizAnswer.count({ where: { userId: ada.id } })).toBe(2)
  })

  test('nobody sees or moves another’s cards', async () => {
    await answerInLesson(ada.id, given(first, true), START)
    const bob = await createPerson()
    expect(await findQueue(bob.id, zone, later(30))).toMatchObject({ due: 0, all: 0 })
    const theirs = { ...given(first, true), rating: 'easy' as const, lastReview: START }
    await expect(review(bob.id, theirs, later(30))).rejects.toMatchObject({ code: 'not-found' })
    expect((await cardOf(first)).due).toEqual(later(3))
  })
})

describe('a course that changes', () => {
  const store = async (change: { question?: string; key?: string; words?: string }) => {
    await answerInLesson(ada.id, given(first, true), START)
    const { card } = await cardOf(first)
    const { memory, asked } = card as { memory: object; asked: { key: string; words: string } }
    const { question, ...other } = change
    await db().reviewCard.updateMany({
      where: { userId: ada.id },
      data: { card: { memory, asked: { ...asked, ...other } }, ...(question ? { question } : {}) },
    })
  }

  test('a question that is gone is neither asked nor counted', async () => {
    await store({ question: 'no-longer-there' })
    expect(await findQueue(ada.id, zone, later(30))).toMatchObject({ due: 0, next: null, all: 0 })
    await expect(
      answerInLesson(ada.id, { ...given(first, true), question: 'no-longer-there' }, START),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a question in other words keeps its schedule, and says so', async () => {
    await store({ words: 'other words' })
    expect((await findQueue(ada.id, zone, START)).due).toBe(0)
    expect((await findQueue(ada.id, zone, later(3))).next).toMatchObject({ changed: 'reworded' })
    const after = await review(ada.id, { ...given(first, true), rating: 'good', lastReview: START }, later(3))
    expect(days(after.due, later(3))).toBe(14)
    expect((await findQueue(ada.id, zone, later(30))).next).toMatchObject({ changed: 'no' })
  })

  test('a question with another answer is another question: due now, and new', async () => {
    await store({ key: 'another answer' })
    expect(await findQueue(ada.id, zone, START)).toMatchObject({ due: 1, next: { changed: 'replaced' } })
    const after = await review(ada.id, { ...given(first, true), rating: 'good', lastReview: START }, later(1))
    expect(days(after.due, later(1))).toBe(3)
    expect((await cardOf(first)).card).toMatchObject({ memory: { reps: 1 } })
  })
})

test('every question of the course takes its right answer, and no wrong one', () => {
  for (const slug of listLessons()) {
    for (const question of findQuiz(slug)?.questions ?? []) {
      for (const right of [true, false]) {
        const answer = answerTo(question, right)
        expect(readAnswer(question, answer)).toEqual(answer)
        expect(judge(question, answer)).toBe(right)
      }
    }
  }
})

describe('the answers of a lesson', () => {
  test('are the latest to each question, and of two in one instant the one that came second', async () => {
    const said = (question: string, answer: string, createdAt: Date) => ({
      ...{ userId: ada.id, lesson, question, correct: answer === 'right', answer, createdAt },
    })
    const rows = [
      ...[said('a', 'right', later(1)), said('a', 'wrong', START)],
      ...[said('b', 'wrong', START), said('b', 'right', START)],
      { ...said('c', 'right', START), lesson: 'timeout' },
    ]
    for (const data of rows) await db().quizAnswer.create({ data })
    expect(await listAnswers(ada.id, lesson)).toEqual({
      a: { answer: 'right', correct: true, at: later(1) },
      b: { answer: 'right', correct: true, at: START },
    })
  })
})
