import { expect, test } from 'vitest'
import gameDay from '../../exercises/game-day-slow-backend/postmortem.ts'
import visible from '../../exercises/game-day-slow-backend/suite.visible.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { exerciseJs } from './exercise-js.ts'

const slug = 'game-day-slow-backend'
const play = (js: string) => runOnce(visible, openPlainPort(js), { seed: gameDay.seed })
const costsOf = async (file: string) =>
  Object.fromEntries((await play(exerciseJs(slug, file))).costs.map((c) => [c.property.id, c.value]))

test('without care a third is lost while one of three is sick, everything in the blip, and nothing in the rush', async () => {
  const costs = await costsOf('starter.ts')
  expect(costs['lost-while-sick']).toBeCloseTo(100 / 3, 0)
  expect(costs['lost-in-a-blip']).toBe(100)
  expect(costs['lost-in-the-rush']).toBe(0)
})

test('retries without a budget make the rush several times worse than the rush itself', async () => {
  const [wise, rash] = [await costsOf('solution.ts'), await costsOf('wrong/no-budget-for-retries.ts')]
  expect(rash['calls-per-request']).toBeGreaterThan(1.7 * (wise['calls-per-request'] as number))
  expect(rash['lost-in-the-rush']).toBeGreaterThan(4 * (wise['lost-in-the-rush'] as number))
})

test('what a solution traces and shows changes no number', async () => {
  const plain = exerciseJs(slug, 'solution.ts')
  const noisy = plain.replace(
    'retries.earn()',
    "retries.earn(); ctx.trace('made', { id }); ctx.view({ rotation: 7, b2: 'well' })",
  )
  expect(noisy).not.toBe(plain)
  const [quiet, loud] = [await play(plain), await play(noisy)]
  expect(loud.violation).toBeUndefined()
  expect(loud.costs.map((c) => c.value)).toEqual(quiet.costs.map((c) => c.value))
  expect(() => gameDay.read(loud.trace)).not.toThrow()
})

test('the timeline tells of each illness when it showed, when it was noticed, and when work came back', async () => {
  const { moments } = gameDay.read((await play(exerciseJs(slug, 'solution.ts'))).trace)
  const told = (kind: string) => moments.filter((m) => m.kind === kind).map((m) => m.what)
  expect(told('symptom')[0]).toMatch(/^First symptom, [0-9.]+ s after b2 fell ill: order \w+ is lost\./)
  expect(told('reaction').filter((w) => /^Detected.*leaves the rotation/.test(w)).length).toBe(2)
  expect(told('recovery').filter((w) => /gets work again/.test(w)).length).toBe(2)
  expect(told('script').length).toBe(7)
})
