import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { simulate } from '../../content/patterns/health-check/figures/pool.ts'
import visible from '../../exercises/health-check/suite.visible.ts'
import { judgements } from '../../exercises/health-check/view.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { exerciseJs } from './exercise-js.ts'

test('health-check: the code in the lesson is the reference, line by line', () => {
  const lesson = readFileSync('content/patterns/health-check/lesson.mdx', 'utf8')
  const solution = squeezed(readFileSync('exercises/health-check/solution.ts', 'utf8'))
  for (const title of ['record', 'check']) {
    const snippet = lesson.split(`\`\`\`ts title="${title}"\n`)[1]?.split('```')[0] ?? ''
    expect(snippet).not.toBe('')
    expect(solution).toContain(squeezed(snippet))
  }
})

describe('health-check: the picture', () => {
  test('states last until the next one, and each probe says how it ended', async () => {
    const port = openPlainPort(
      exerciseJs('health-check', 'solution.ts'),
      exerciseJs('health-check', 'fixture.ts'),
    )
    const { trace } = await runOnce(visible, port, { seed: 'out-of-time#0' })
    const [a] = judgements(trace)
    expect(a?.states.map((s) => [s.fromMs, s.state])).toEqual([
      [0, 'unknown'],
      [49, 'healthy'],
      [250, 'unhealthy'],
      [410, 'healthy'],
    ])
    expect(a?.probes.slice(0, 4).map((p) => [p.atMs, p.end])).toEqual([
      [0, 'passed'],
      [100, 'timed out'],
      [200, 'timed out'],
      [300, 'passed'],
    ])
  })
})

describe('health-check: the figure', () => {
  const start = { failureThreshold: 1, timeoutMs: 200, trouble: 'freeze' } as const

  test('believing a single failure finds the frozen instance within a second, and ejects good ones all the time', async () => {
    const { detectionMs, falseEjections, instances } = await simulate(start)
    expect(detectionMs).toBe(900)
    expect(falseEjections).toBe(9)
    const first = instances.flatMap((i) => i.out.filter((o) => o.falsely).map((o) => o.fromMs))
    // Nobody has to wait for it: four of the five are out once within four seconds.
    expect(first.filter((at) => at < 4000)).toHaveLength(4)
    expect(Math.min(...first)).toBeLessThan(300)
  })

  test('three in a row take what the lesson says: 0.7 + 2 + 0.2 s and 58 requests', async () => {
    const { detectionMs, falseEjections, lost } = await simulate({ ...start, failureThreshold: 3 })
    expect([detectionMs, falseEjections, lost]).toEqual([2900, 0, 58])
  })

  test('one answer in twelve or so takes longer than 200 ms', async () => {
    const { instances } = await simulate({ ...start, failureThreshold: 8, trouble: 'none' })
    expect(instances[0]?.probes.slice(0, 3).map((p) => p.atMs)).toEqual([0, 1000, 2000])
    const probes = instances.flatMap((i) => i.probes)
    expect([probes.filter((p) => !p.passed).length, probes.length]).toEqual([12, 150])
  })

  test('a checker that reaches nobody holds nobody for healthy, unless its threshold outlasts it', async () => {
    const hasty = await simulate({ failureThreshold: 3, timeoutMs: 500, trouble: 'cut' })
    const patient = await simulate({ failureThreshold: 8, timeoutMs: 500, trouble: 'cut' })
    expect(hasty.noneHealthyMs).toBeGreaterThan(3000)
    expect(patient.noneHealthyMs).toBe(0)
  })

  test('the same knobs give the same drawing', async () => {
    expect(await simulate(start)).toEqual(await simulate(start))
  })
})

/** Line breaks and indentation differ with the width of the column. */
function squeezed(code: string): string {
  return code.replaceAll(/\s+/g, ' ').trim()
}
