import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { PlayedRun } from '../../app/ui/quiz/played-run.ts'
import { findQuiz, listLessons, type Question } from '../../lib/content/index.ts'
import { factsOf } from '../../lib/spacetime/index.ts'

type Predict = Extract<Question, { kind: 'predict' }>

const patterns = join(import.meta.dirname, '../../content/patterns')
const questions = listLessons().flatMap((lesson) =>
  (findQuiz(lesson)?.questions ?? [])
    .filter((question): question is Predict => question.kind === 'predict' && question.run !== undefined)
    .map((question) => ({ lesson, id: question.id, question })),
)
const play = async (lesson: string, run: string): Promise<PlayedRun> =>
  await (await import(pathToFileURL(join(patterns, lesson, 'runs', `${run}.ts`)).href)).default()

test('several lessons play their predictions', () => {
  expect(new Set(questions.map(({ lesson }) => lesson)).size).toBeGreaterThanOrEqual(5)
})

test('every run belongs to a question', () => {
  const named = new Set(questions.map(({ lesson, question }) => `${lesson}/${question.run}.ts`))
  const files = listLessons().flatMap((lesson) => {
    const folder = join(patterns, lesson, 'runs')
    return existsSync(folder) ? readdirSync(folder).map((file) => `${lesson}/${file}`) : []
  })
  expect(files.filter((file) => !named.has(file))).toEqual([])
})

describe.each(questions)('$lesson/$id', ({ lesson, question }) => {
  test('the simulated run bears out the answer, and the same one each time', async () => {
    const run = await play(lesson, question.run as string)
    expect(run.measured).toBeTruthy()
    expect(run.shows, run.measured).toBe(question.answer)
    expect(await play(lesson, question.run as string)).toEqual(run)
  })

  test('its picture has facts, each within its time', async () => {
    const { picture, nodes, trace } = await play(lesson, question.run as string)
    expect(factsOf(picture).length).toBeGreaterThan(2)
    for (const { bars, ticks = [] } of picture.rows) {
      for (const { fromMs, toMs } of bars) {
        expect(fromMs).toBeGreaterThanOrEqual(picture.fromMs)
        expect(toMs).toBeLessThanOrEqual(picture.toMs)
        expect(toMs).toBeGreaterThan(fromMs)
      }
      for (const { atMs } of ticks) expect(atMs).toBeLessThanOrEqual(picture.toMs)
    }
    expect(nodes.length).toBeGreaterThan(1)
    expect(trace.length).toBeGreaterThan(0)
  })
})
