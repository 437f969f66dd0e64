import { describe, expect, test } from 'vitest'
import { append, beyond, has, type Log, lastOf } from '../../exercises/game-day-lost-leader/log.ts'
import { downtime, goneWrites, readRun } from '../../exercises/game-day-lost-leader/measures.ts'
import gameDay from '../../exercises/game-day-lost-leader/postmortem.ts'
import { OUTAGE } from '../../exercises/game-day-lost-leader/script.ts'
import hidden from '../../exercises/game-day-lost-leader/suite.hidden.ts'
import visible from '../../exercises/game-day-lost-leader/suite.visible.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { exerciseJs } from './exercise-js.ts'

const slug = 'game-day-lost-leader'
const play = (js: string) => runOnce(visible, openPlainPort(js), { seed: gameDay.seed })
const playFile = (file: string) => play(exerciseJs(slug, file))

describe('a log is how far each term reaches', () => {
  const log: Log = [
    [1, 57],
    [2, 80],
  ]

  test('an entry is in it under its own term only', () => {
    expect([has(log, 1, 57), has(log, 2, 58), has(log, 2, 57), has(log, 1, 58), has(log, 2, 81)]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  test('a new entry goes to the end, under the term of its leader', () => {
    expect(append([], 1)).toEqual([[1, 1]])
    expect(append(log, 2).at(-1)).toEqual([2, 81])
    expect(append(log, 5).at(-1)).toEqual([5, 81])
    expect(lastOf(append(log, 5))).toEqual({ lastTerm: 5, index: 81 })
  })

  test('what is dropped for another log begins where the two part', () => {
    expect(beyond(log, log)).toBe(0)
    expect(beyond([[1, 70]], log)).toBe(13)
    expect(beyond([[1, 40]], log)).toBe(0)
    expect(beyond(log, [[1, 57]])).toBe(23)
    expect(beyond(log, [])).toBe(80)
    expect(beyond([[2, 3]], [[1, 3]])).toBe(3)
  })
})

test('the starter hands the lead to the follower that lags, and loses what was acknowledged; the reference loses nothing', async () => {
  const lost = async (file: string) => goneWrites(readRun((await playFile(file)).trace))
  const [first, ...more] = await lost('starter.ts')
  expect(first?.reign.who).toBe('n2')
  expect(more.length).toBeGreaterThan(5)
  expect(await lost('solution.ts')).toEqual([])
})

test('the old leader thaws as the leader of term 1, and acknowledges nothing, since nobody follows it', async () => {
  const { trace } = await playFile('solution.ts')
  const { writes } = readRun(trace)
  const sent = writes.filter((w) => w.to === 'n1' && 6000 <= w.cameAt && w.cameAt < 10_500)
  expect(sent.length).toBeGreaterThan(5)
  expect(sent.filter((w) => w.ack)).toEqual([])
  const drops = trace.find((e) => e.node === 'n1' && /^drops \d+ entries$/.test(e.label ?? ''))
  expect(drops?.data).toEqual({ dropped: expect.any(Number) })
  expect(Number(drops?.label?.split(' ')[1])).toBeGreaterThanOrEqual(sent.length)
})

test('without fences it does acknowledge them, and they are gone', async () => {
  const js = exerciseJs(slug, 'wrong/fences-nobody.ts')
  const run = await runOnce(hidden, openPlainPort(js), { seed: 'thaw#0' })
  const gone = goneWrites(readRun(run.trace))
  expect(gone.length).toBeGreaterThan(5)
  expect(gone.every((g) => g.write.ack?.by === 'n1' && g.write.ack.sentAt >= g.reign.at)).toBe(true)
})

test('time with fewer than two replicas is nobody’s downtime', async () => {
  const run = await runOnce(hidden, openPlainPort(exerciseJs(slug, 'solution.ts')), { seed: 'one-left#0' })
  const { spells, writes } = readRun(run.trace)
  const [leader, other] = ['n1', 'frozen follower'].map((who) =>
    spells.find((s) => s.how === 'frozen' && (who === 'n1') === (s.who === 'n1')),
  )
  expect((other?.untilMs ?? 0) - (leader?.fromMs ?? 0)).toBeGreaterThan(3500)
  expect(writes.filter((w) => w.cameAt > 6000 && w.ack).length).toBeGreaterThan(5)
  expect(downtime(readRun(run.trace), { ...OUTAGE, durationMs: 12_500 })?.value).toBeLessThan(1000)
})

test('what a solution traces and shows changes no number', async () => {
  const plain = exerciseJs(slug, 'solution.ts')
  const noisy = plain.replace(
    'moving = true',
    "moving = true; ctx.trace('freezes', { how: 'frozen' }); ctx.view({ how: 'dead', log: [[9, 9]] })",
  )
  expect(noisy).not.toBe(plain)
  const [quiet, loud] = [await play(plain), await play(noisy)]
  expect(loud.violation).toBeUndefined()
  expect(loud.costs.map((c) => c.value)).toEqual(quiet.costs.map((c) => c.value))
  expect(() => gameDay.read(loud.trace)).not.toThrow()
})

test('the timeline tells of each loss when it showed, was noticed, was replaced, and was over', async () => {
  const { moments } = gameDay.read((await playFile('solution.ts')).trace)
  const told = (kind: string) => moments.filter((m) => m.kind === kind).map((m) => m.what)
  expect(told('symptom').every((w) => w.startsWith('First symptom'))).toBe(true)
  expect(told('symptom').length).toBe(2)
  expect(told('reaction').filter((w) => /^Detected, 1\.[0-9]+ s after/.test(w)).length).toBe(2)
  expect(told('reaction').filter((w) => /begins to lead under term [23]/.test(w)).length).toBe(2)
  expect(told('reaction').filter((w) => /n1 drops \d+ entries/.test(w)).length).toBe(1)
  expect(told('recovery').filter((w) => w.startsWith('Recovered')).length).toBe(2)
})

test('the timeline of the starter tells of its false alarms and of what it lost', async () => {
  const { moments } = gameDay.read((await playFile('starter.ts')).trace)
  const symptoms = moments.filter((m) => m.kind === 'symptom').map((m) => m.what)
  expect(symptoms.some((w) => w.includes('although n1 is not down'))).toBe(true)
  expect(symptoms.some((w) => /\d+ that were acknowledged are not among them/.test(w))).toBe(true)
  expect(symptoms.some((w) => w.startsWith('A false alarm'))).toBe(true)
})
