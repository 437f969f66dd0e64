import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import pTimeout, { TimeoutError as LibraryTimeout } from 'p-timeout'
import { describe, expect, test } from 'vitest'
import { simulate } from '../../content/patterns/timeout/figures/chain.ts'
import { scope, TimeoutError } from '../../exercises/timeout/solution.ts'
import visible from '../../exercises/timeout/suite.visible.ts'
import { scopesOf } from '../../exercises/timeout/view.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { exerciseJs } from './exercise-js.ts'
import { virtualEnv } from './virtual-env.ts'

describe('timeout: against p-timeout 8.0.0 on one virtual clock', () => {
  /** When the task ends, and how; `limitMs` is never equal to it: there the two differ. */
  const cases = fc
    .record({
      limitMs: fc.integer({ min: 1, max: 50 }),
      takesMs: fc.integer({ min: 0, max: 60 }),
      fails: fc.boolean(),
    })
    .filter((c) => c.limitMs !== c.takesMs)

  test('away from the deadline both end every run at the same instant in the same way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cases, { minLength: 1, maxLength: 6 }), async (runs) => {
        const ours = await ends(runs.length, (env, i) => {
          const { limitMs, takesMs, fails } = runs[i] as (typeof runs)[number]
          return scope(env, limitMs).run(() => task(env, takesMs, fails))
        })
        const theirs = await ends(runs.length, (env, i) => {
          const { limitMs, takesMs, fails } = runs[i] as (typeof runs)[number]
          return pTimeout(task(env, takesMs, fails), { milliseconds: limitMs, customTimers: timersOf(env) })
        })
        expect(ours).toEqual(theirs)
      }),
      { numRuns: 100 },
    )
  })

  test('at the deadline p-timeout believes the first callback, and the reference the clock', async () => {
    const early = await ends(1, (env) => {
      const result = task(env, 20, false)
      return pTimeout(result, { milliseconds: 20, customTimers: timersOf(env) })
    })
    const ours = await ends(1, (env) => {
      const result = task(env, 20, false)
      return scope(env, 20).run(() => result)
    })
    expect(early).toEqual(['20 ms: value'])
    expect(ours).toEqual(['20 ms: timed out'])
  })

  test('0 is a mistake to p-timeout, and expired to the reference', async () => {
    expect(await ends(1, (env) => pTimeout(task(env, 5, false), { milliseconds: 0 }))).toEqual([
      '0 ms: TypeError',
    ])
    expect(await ends(1, (env) => scope(env, 0).run(() => task(env, 5, false)))).toEqual(['0 ms: timed out'])
  })
})

test('timeout: the code in the lesson is the reference, line by line', () => {
  const lesson = readFileSync('content/patterns/timeout/lesson.mdx', 'utf8')
  const snippet = lesson.split('```ts title="scope.ts"\n')[1]?.split('```')[0] ?? ''
  const solution = squeezed(
    readFileSync('exercises/timeout/solution.ts', 'utf8').replaceAll(/^\s*\/\/.*$/gm, ''),
  )
  expect(snippet).not.toBe('')
  expect(solution).toContain(squeezed(snippet))
})

describe('timeout: the picture', () => {
  test('a child bar ends with its parent, and each run is a tick on its scope', async () => {
    const port = openPlainPort(exerciseJs('timeout', 'solution.ts'), exerciseJs('timeout', 'fixture.ts'))
    const { trace } = await runOnce(visible, port, { seed: 'three-hops#0' })
    const scopes = scopesOf(trace)
    expect(scopes.map((s) => [s.name, s.parent, s.fromMs, s.deadlineMs])).toEqual([
      ['page', undefined, 0, 100],
      ['tax', 'page', 60, 100],
    ])
    expect(scopes.map((s) => s.ends.map((r) => r.atMs))).toEqual([[100], [100]])
  })
})

describe('timeout: the figure', () => {
  const start = { pageMs: 500, pricingMs: 2000, taxMs: 3000 }
  const total = (ms: Record<string, number>) => Object.values(ms).reduce((a, b) => a + b, 0)

  test('with a limit at each hop most of the work is for nobody, with one deadline hardly any', async () => {
    const [own, shared] = [await simulate(start, false), await simulate(start, true)]
    expect(total(own.wastedMs)).toBeGreaterThan(4000)
    expect(total(shared.wastedMs)).toBeLessThan(50)
    // The lesson says so: 20 pages a second.
    expect(Math.round((own.busyMs.pricing * 20) / 1000)).toBe(42)
    expect(Math.round((own.busyMs.tax * 20) / 1000)).toBe(60)
    expect(Math.round(((shared.busyMs.pricing + shared.busyMs.tax) * 20) / 1000)).toBe(18)
  })

  test('a page that waits long enough gets the same answer in both', async () => {
    const patient = { pageMs: 4000, pricingMs: 4000, taxMs: 500 }
    for (const passesOn of [false, true]) {
      const { answered, wastedMs, first } = await simulate(patient, passesOn)
      expect(answered).toBe(true)
      expect(total(wastedMs)).toBe(0)
      expect(first.map((w) => w.hop)).toEqual(['page', 'pricing', 'tax'])
    }
  })

  test('the same knobs give the same drawing', async () => {
    expect(await simulate(start, true)).toEqual(await simulate(start, true))
  })
})

type VirtualEnv = ReturnType<typeof virtualEnv>['env']

/** Starts all runs at 0 and tells of each when and how it ended. */
async function ends(
  count: number,
  start: (env: VirtualEnv, i: number) => Promise<unknown>,
): Promise<string[]> {
  const { env, runAll } = virtualEnv()
  const told: string[] = []
  for (let i = 0; i < count; i++) {
    const end = (how: string) => {
      told[i] = `${env.now()} ms: ${how}`
    }
    start(env, i).then(
      () => end('value'),
      (e) => end(e instanceof TimeoutError || e instanceof LibraryTimeout ? 'timed out' : e.name),
    )
  }
  await runAll()
  return told
}

async function task(env: VirtualEnv, takesMs: number, fails: boolean): Promise<string> {
  await env.sleep(takesMs)
  if (fails) throw new RangeError('503')
  return 'ok'
}

function timersOf(env: VirtualEnv) {
  return {
    setTimeout: ((f: () => void, ms: number) => env.after(ms, f)) as never as typeof setTimeout,
    clearTimeout: ((t: { cancel(): void }) => t.cancel()) as never as typeof clearTimeout,
  }
}

/** Line breaks and indentation differ with the width of the column. */
function squeezed(code: string): string {
  return code.replaceAll(/\s+/g, ' ').trim()
}
