import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findBaselines, getExercise, hiddenFiles, listExercises } from '../../lib/exercises/index.ts'
import type { GameDay } from '../../lib/gameday/index.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { runOnce, type Suite } from '../../lib/suite/index.ts'
import { playBaselines, printBaselines } from '../../scripts/baselines.ts'
import { exerciseJs } from './exercise-js.ts'

const root = join(import.meta.dirname, '../../exercises')
const gameDays = listExercises()
  .map((e) => e.slug)
  .filter((slug) => getExercise(slug).isGameDay)

const load = async (slug: string) => {
  const { default: gameDay } = (await import(join(root, slug, 'postmortem.ts'))) as { default: GameDay }
  const { default: suite } = (await import(join(root, slug, 'suite.visible.ts'))) as { default: Suite }
  const play = (file: string) => runOnce(suite, openPlainPort(exerciseJs(slug, file)), { seed: gameDay.seed })
  return { gameDay, suite, play }
}

test('there is a game day', () => {
  expect(gameDays).toContain('game-day-checkout')
  expect(findBaselines('lease')).toBeNull()
})

describe.each(gameDays)('%s', (slug) => {
  test('baselines.json is what the starter and the reference do (npm run game-day)', async () => {
    const written = readFileSync(join(root, slug, 'baselines.json'), 'utf8')
    expect(written).toBe(printBaselines(await playBaselines(join(root, slug))))
    expect(findBaselines(slug)).toEqual(JSON.parse(written))
  })

  test('the scoreboard says what the suite judged', async () => {
    const { gameDay, play } = await load(slug)
    for (const file of ['starter.ts', 'solution.ts']) {
      const run = await play(file)
      const judged = run.costs.map((c) => [c.property.id, c.value, c.max])
      expect(gameDay.read(run.trace).scores.map((s) => [s.property, s.value, s.budget])).toEqual(judged)
    }
  })

  test('a breach does not cut the run short, so that the postmortem shows it to the end', async () => {
    const { gameDay, play } = await load(slug)
    const run = await play('starter.ts')
    expect(run.violation).toBeDefined()
    expect(run.trace.at(-1)?.at).toBeGreaterThan(gameDay.durationMs - 3000)
  })

  test('every curve has a value or a gap for each bin, every moment lies in the run, phases do not overlap', async () => {
    const { gameDay, play } = await load(slug)
    const { durationMs, binMs, phases } = gameDay
    const { strips, moments } = gameDay.read((await play('solution.ts')).trace)
    const bins = Math.ceil(durationMs / binMs)
    for (const s of strips) {
      if (s.kind === 'curve') expect([s.id, s.values.length]).toEqual([s.id, bins])
      if (s.kind === 'stack') expect(s.parts.map((p) => p.values.length)).toEqual(s.parts.map(() => bins))
    }
    expect(moments.length).toBeGreaterThan(0)
    expect(moments.filter((m) => m.atMs < 0 || m.atMs > durationMs)).toEqual([])
    expect(moments.map((m) => m.atMs)).toEqual(moments.map((m) => m.atMs).sort((a, b) => a - b))
    phases.forEach((p, i) => {
      expect(p.fromMs).toBeGreaterThanOrEqual(phases[i - 1]?.untilMs ?? 0)
      expect(p.untilMs).toBeGreaterThan(p.fromMs)
    })
  })

  test('a run of which nothing came can be read', async () => {
    const { gameDay } = await load(slug)
    expect(gameDay.read([]).strips.length).toBeGreaterThan(0)
  })

  test('its postmortem is public, decides nothing, and names no hidden file', () => {
    expect(Object.keys(hiddenFiles(slug))).not.toContain('postmortem.ts')
    expect(readFileSync(join(root, slug, 'postmortem.ts'), 'utf8')).not.toMatch(/hidden|solution/)
  })
})
