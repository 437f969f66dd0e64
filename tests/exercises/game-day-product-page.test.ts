import { expect, test } from 'vitest'
import { isGood, readRun } from '../../exercises/game-day-product-page/measures.ts'
import gameDay from '../../exercises/game-day-product-page/postmortem.ts'
import { OUTAGE } from '../../exercises/game-day-product-page/script.ts'
import hidden from '../../exercises/game-day-product-page/suite.hidden.ts'
import visible from '../../exercises/game-day-product-page/suite.visible.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { exerciseJs } from './exercise-js.ts'

const slug = 'game-day-product-page'
const play = (js: string, seed = gameDay.seed) => runOnce(visible, openPlainPort(js), { seed })
const played = async (file: string) => {
  const run = await play(exerciseJs(slug, file))
  const { pages } = readRun(run.trace)
  return {
    costs: Object.fromEntries(run.costs.map((c) => [c.property.id, c.value])),
    lostPct(fromMs = 0, untilMs = OUTAGE.durationMs) {
      const came = pages.filter((p) => fromMs <= p.cameAt && p.cameAt < untilMs)
      return (100 * came.filter((p) => !isGood(p)).length) / came.length
    },
  }
}

// The prompt says so, with these numbers.
test('without the cache the sale melts the replicas: 54 % of all pages are lost', async () => {
  const day = await played('wrong/no-cache.ts')
  expect(Math.round(day.lostPct())).toBe(54)
  expect(day.lostPct(0, 8500)).toBe(0)
  expect(day.lostPct(9500, 13_000)).toBeGreaterThan(98)
  expect(day.lostPct(16_000)).toBe(0)
})

test('without batches nobody is served any more half a second after the cache is gone, and everybody before', async () => {
  const day = await played('wrong/no-batching.ts')
  expect(day.lostPct(0, 17_500)).toBe(0)
  expect(day.lostPct(18_000)).toBe(100)
})

test('without a balancer a quarter to a half of the pages is lost while a replica is ill', async () => {
  const day = await played('wrong/no-balancing.ts')
  for (const { fromMs, untilMs } of OUTAGE.sick ?? []) {
    expect(day.lostPct(fromMs, untilMs)).toBeGreaterThan(25)
    expect(day.lostPct(fromMs, untilMs)).toBeLessThan(55)
  }
})

test('one lease, one load: who loads without one asks for the lamp several times per new price', async () => {
  const [one, many] = [await played('solution.ts'), await played('wrong/everybody-loads.ts')]
  expect(one.costs['loads-in-the-sale']).toBeLessThan(1.3)
  expect(many.costs['loads-in-the-sale']).toBeGreaterThan(4)
})

test('a price that is confirmed before it is put, or never was, is called by its name', async () => {
  const reference = exerciseJs(slug, 'solution.ts')
  const early = reference.replace(/await ctx\.rpc\('primary', 'put'/, "ctx.rpc('primary', 'put'")
  expect(early).not.toBe(reference)
  const unmade = (await play(early, 'calm#0')).violation
  expect([unmade?.property.id, unmade?.because]).toEqual([
    'fresh',
    expect.stringContaining('had not put it by then'),
  ])
  const invented = reference.replace('cents[i]]', '1]')
  expect(invented).not.toBe(reference)
  const never = (await play(invented, 'calm#0')).violation
  expect([never?.property.id, never?.because]).toEqual([
    'fresh',
    expect.stringContaining('its price never was'),
  ])
})

test('what a solution traces and shows changes no number', async () => {
  const plain = exerciseJs(slug, 'solution.ts')
  const noisy = plain.replace(
    'r.inFlight++',
    "r.inFlight++; ctx.trace('put', { product: 'lamp', cents: 1 }); ctx.view({ cache: 7, r1: 'well' })",
  )
  expect(noisy).not.toBe(plain)
  const [quiet, loud] = [await play(plain), await play(noisy)]
  expect(loud.violation).toBeUndefined()
  expect(loud.costs.map((c) => c.value)).toEqual(quiet.costs.map((c) => c.value))
  expect(() => gameDay.read(loud.trace)).not.toThrow()
})

test('the timeline tells of each trouble what it did, who was spared, and when it was over', async () => {
  const { moments } = gameDay.read((await play(exerciseJs(slug, 'solution.ts'))).trace)
  const told = (kind: string) => moments.filter((m) => m.kind === kind).map((m) => m.what)
  expect(told('symptom')).toEqual([])
  expect(told('script').length).toBe(8)
  expect(told('reaction').join(' ')).toMatch(/it is loaded \d+ times. No page of the sale is lost./)
  expect(told('recovery').join(' ')).toMatch(
    /r2 gets work again.*The cache is warm again.*confirmed only now/,
  )
  const bare = gameDay.read((await play(exerciseJs(slug, 'starter.ts'))).trace).moments
  expect(bare.find((m) => m.kind === 'symptom' && m.what.startsWith('First symptom'))?.what).toMatch(
    /^First symptom, [0-9.]+ s after r2 fell ill: a page of .* is lost/,
  )
})

test('a stale page is told with where its price came from: who read it, who put it into the cache, who asked too early', async () => {
  const js = exerciseJs(slug, 'wrong/joins-a-get.ts')
  const { violation, trace } = await runOnce(hidden, openPlainPort(js), { seed: 'throng#55' })
  expect(violation?.because).toMatch(
    /A page that reached (web\d) at [\d,]+ ms still showed \d+\. \1 had asked the cache at [\d,]+ ms, before this page came, and took that answer for it\. (web\d) had asked r\d for it at [\d,]+ ms and put it into the cache at [\d,]+ ms\./,
  )
  const shown = violation?.context?.map((id) => [
    trace[id]?.kind,
    trace[id]?.type,
    trace[id]?.re === undefined,
  ])
  expect(shown).toEqual([
    ['deliver', 'page', true],
    ['deliver', 'many', false],
    ['deliver', 'set', true],
    ['deliver', 'get', false],
  ])
})
