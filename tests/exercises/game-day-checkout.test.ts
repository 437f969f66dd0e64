import { expect, test } from 'vitest'
import gameDay from '../../exercises/game-day-checkout/postmortem.ts'
import visible from '../../exercises/game-day-checkout/suite.visible.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { exerciseJs } from './exercise-js.ts'

const slug = 'game-day-checkout'
const play = (js: string, seed = gameDay.seed) => runOnce(visible, openPlainPort(js), { seed })
const costsOf = async (file: string) =>
  Object.fromEntries((await play(exerciseJs(slug, file))).costs.map((c) => [c.property.id, c.value]))

test('without protection the outage takes the carts, the provider and the flood takes the checkouts', async () => {
  const costs = await costsOf('starter.ts')
  expect(costs['carts-lost']).toBeGreaterThan(40)
  expect(costs['charges-while-sick']).toBeGreaterThan(70)
  expect(costs['wait-while-sick']).toBeGreaterThan(1500)
  expect(costs['checkouts-lost']).toBeGreaterThan(20)
})

test.each([
  ['wrong/no-breaker.ts', 'charges-while-sick'],
  ['wrong/no-limiter.ts', 'checkouts-lost'],
])('each guard has its own number: %s is over budget at %s only', async (file, property) => {
  const run = await play(exerciseJs(slug, file))
  const over = run.costs.filter((c) => c.value > c.max).map((c) => c.property.id)
  expect(over).toContain(property)
  expect(over).not.toContain(property === 'checkouts-lost' ? 'charges-while-sick' : 'checkouts-lost')
})

test('an order that is pressed twice is charged once under one key, and twice under two', async () => {
  const twice = await play(
    exerciseJs(slug, 'starter.ts').replace('key: order,', 'key: order + Math.random(),'),
  )
  expect(twice.violation?.property.id).toBe('charged-once')
  const once = await play(exerciseJs(slug, 'starter.ts'))
  expect(once.violation?.property.id).not.toBe('charged-once')
  const pressed = once.trace.flatMap((e) =>
    e.kind === 'send' && e.node === 'door' && e.type === 'checkout'
      ? [(e.body as { order: string }).order]
      : [],
  )
  expect(new Set(pressed).size).toBeLessThan(pressed.length)
})

test('what a solution traces and shows changes no number', async () => {
  const plain = exerciseJs(slug, 'solution.ts')
  const noisy = plain.replace(
    'open++',
    "open++; ctx.trace('charged', { order, key: 'x' }); ctx.trace('left', null); ctx.view({ breaker: 5, payments: 'well' })",
  )
  expect(noisy).not.toBe(plain)
  const [quiet, loud] = [await play(plain), await play(noisy)]
  expect(loud.violation).toBeUndefined()
  expect(loud.costs.map((c) => c.value)).toEqual(quiet.costs.map((c) => c.value))
  expect(() => gameDay.read(loud.trace)).not.toThrow()
})

test('the timeline tells when the illness showed, was noticed and was over, from the trace', async () => {
  const { moments } = gameDay.read((await play(exerciseJs(slug, 'solution.ts'))).trace)
  const told = (kind: string) => moments.filter((m) => m.kind === kind).map((m) => m.what)
  expect(told('symptom')[0]).toMatch(/^First symptom, [0-9.]+ s after it began/)
  expect(told('reaction')[0]).toMatch(/^The first ordinary checkout is turned away|^Detected/)
  expect(told('reaction').join(' ')).toMatch(/the breaker opens after \d+ charges/)
  expect(told('recovery')[0]).toMatch(/^Recovered, [0-9.]+ s after/)
  expect(told('script').length).toBe(5)
})

test('a breaker that never closes again never recovers, and the timeline says so', async () => {
  const { moments } = gameDay.read((await play(exerciseJs(slug, 'wrong/a-long-rest.ts'))).trace)
  expect(moments.find((m) => m.kind === 'recovery')?.what).toContain('never paid in time again')
})
