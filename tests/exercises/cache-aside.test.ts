import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { OLD, simulate } from '../../content/patterns/cache-aside/figures/price-change.ts'
import visible from '../../exercises/cache-aside/suite.visible.ts'
import { pictureOf } from '../../exercises/cache-aside/view.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { transpile } from '../../lib/transpile/index.ts'

describe('cache-aside: the picture', () => {
  test('a run of the reference shows what store and cache held, and every read and write as a bar', async () => {
    const port = openPlainPort(js('solution.ts'), js('fixture.ts'))
    const { trace } = await runOnce(visible, port, { seed: 'write#0' })
    const picture = pictureOf(trace)
    expect(picture?.key).toBe('price')
    expect(picture?.store.map((s) => s.text)).toEqual(['v2'])
    expect(picture?.cache.map((s) => s.text)).toEqual(['v1', 'v2'])
    expect(picture?.calls.w1?.map((s) => s.text)).toEqual(['read v1', 'read v2'])
    expect(picture?.calls.w2?.map((s) => s.text)).toEqual(['write v2'])
    const [first, second] = picture?.cache ?? []
    expect(first?.toMs).toBeLessThan(second?.fromMs ?? 0)
  })
})

describe('cache-aside: the figure', () => {
  const start = { leases: false, answerMs: 200, ttlMs: 400 }
  const stale = async (s: typeof start) => (await simulate(s)).pages.filter((p) => p.stale).length

  test('a plain cache takes the late set, and pages show the old price until it expires', async () => {
    const o = await simulate(start)
    const old = o.cache.find((s) => s.value === OLD)
    expect(old && old.fromMs > o.wroteMs).toBe(true)
    expect(old && old.toMs - old.fromMs).toBe(start.ttlMs)
    expect(await stale(start)).toBeGreaterThan(10)
  })

  test('the time to live bounds how long', async () => {
    expect(await stale({ ...start, ttlMs: 100 })).toBeLessThan(await stale(start))
    expect(await stale({ ...start, ttlMs: 100 })).toBeGreaterThan(0)
  })

  test('an answer that comes before the change does no harm', async () => {
    expect(await stale({ ...start, answerMs: 20 })).toBe(0)
  })

  test('with leases no page after the change shows the old price, however slow the answer', async () => {
    for (const answerMs of [20, 100, 200, 400])
      expect(await stale({ ...start, leases: true, answerMs })).toBe(0)
    const { arrows } = await simulate({ ...start, leases: true })
    expect(arrows.some((a) => a.what === 'set refused')).toBe(true)
  })
})

function js(file: string): string {
  const t = transpile(readFileSync(`exercises/cache-aside/${file}`, 'utf8'))
  if (!t.ok) throw new Error(t.message)
  return t.js
}
