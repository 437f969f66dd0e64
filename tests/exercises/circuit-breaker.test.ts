import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { simulate } from '../../content/patterns/circuit-breaker/figures/outage.ts'
import hidden from '../../exercises/circuit-breaker/suite.hidden.ts'
import visible from '../../exercises/circuit-breaker/suite.visible.ts'
import { ribbonOf } from '../../exercises/circuit-breaker/view.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { explore, runOnce } from '../../lib/suite/index.ts'
import { transpile } from '../../lib/transpile/index.ts'

describe('circuit breaker: the ribbon', () => {
  test('a run of the reference becomes adjoining segments and one tick per ended call', async () => {
    const port = openPlainPort(js('solution.ts'), js('fixture.ts'))
    const { trace } = await runOnce(visible, port, { seed: 'one-probe#0' })
    const { segments, ticks } = ribbonOf(trace)
    expect(segments.map((s) => s.state)).toEqual(['closed'])
    expect(ticks.map((t) => t.outcome)).toEqual([
      ...Array(4).fill('failure'),
      'turned away',
      'success',
      ...Array(3).fill('failure'),
    ])
    const { segments: reopened } = ribbonOf((await runOnce(visible, port, { seed: 'bad-probe#0' })).trace)
    expect(reopened.map((s) => s.state)).toEqual(['closed', 'open', 'half-open', 'open'])
    for (const [i, s] of reopened.entries()) if (i > 0) expect(s.fromMs).toBe(reopened[i - 1]?.toMs)
  })
})

describe('circuit breaker: what fn is called with', () => {
  const breaker = (call: string) => `export class OpenError extends Error {}
    export function breaker(env, fn, o) {
      return { fire: async (...a) => { ${call} }, state: () => 'closed' }
    }`

  test.each([
    ['another task', "return fn(a[0], { via: 'value' })"],
    ['a copy of its task', 'return fn(a[0], { ...a[1] })'],
    ['one argument more', 'return fn(...a, 1)'],
    ['the number alone', 'return fn(a[0])'],
    ['nothing', 'return fn()'],
    ['the arguments of another fire', 'o.first ??= a[0]; return fn(o.first, a[1])'],
    ['its task, changed', "Object.assign(a[1], { via: 'value' }); return fn(...a)"],
  ])('%s is not what fire was called with, and breaks the promise to the caller', async (_, call) => {
    const port = openPlainPort(commonJs(breaker(call)), js('fixture.ts'))
    const v = await explore(hidden, port, { clock: () => 0 })
    expect(v).toMatchObject({ outcome: 'failed', property: 'caller' })
  })
})

describe('circuit breaker: the figure', () => {
  const start = { threshold: 5, openMs: 1000, outageMs: 3000 }

  test('the breaker spares most of the waiting in vain', async () => {
    const [guarded, bare] = [await simulate(start), await simulate({ ...start, threshold: null })]
    expect(waitedMs(guarded)).toBeLessThan(waitedMs(bare) / 3)
    expect(bare.segments.map((s) => s.state)).toEqual(['closed'])
  })

  test('a longer wait loses more calls after the recovery', async () => {
    const lost = async (openMs: number) =>
      (await simulate({ ...start, openMs })).calls.filter((c) => c.outcome === 'turned away' && c.up).length
    expect(await lost(5000)).toBeGreaterThan((await lost(1000)) + 10)
  })

  test('at threshold 1 chance failures open the breaker without an outage', async () => {
    const { segments } = await simulate({ ...start, threshold: 1, outageMs: 0 })
    expect(segments.some((s) => s.state === 'open')).toBe(true)
  })

  test('every call of the ten seconds is there, and the same knobs give the same drawing', async () => {
    const once = await simulate(start)
    expect(once.calls).toHaveLength(100)
    expect(await simulate(start)).toEqual(once)
  })
})

function waitedMs({ calls }: Awaited<ReturnType<typeof simulate>>): number {
  return calls.reduce((ms, c) => (c.outcome === 'failed' ? ms + c.endMs - c.atMs : ms), 0)
}

function js(file: string): string {
  return commonJs(readFileSync(`exercises/circuit-breaker/${file}`, 'utf8'))
}

function commonJs(source: string): string {
  const t = transpile(source)
  if (!t.ok) throw new Error(t.message)
  return t.js
}
