import { describe, expect, test } from 'vitest'
import { fragmentOf, runIn, submissionLink } from '../../app/ui/workbench/permalink.ts'
import type { FaultOp } from '../../lib/sim/index.ts'

const faults: FaultOp[] = [{ id: 'f1', op: 'pause', node: 'h1', at: 1200, until: 2100 }]
const run = { code: 'export const x = "ü → \u{1F600}".repeat(2)\n'.repeat(200), seed: 'pause#3', faults }

describe('a link to a run', () => {
  test('brings back code, seed and faults, in a fragment that is shorter than the code', async () => {
    const fragment = await fragmentOf(run)
    expect(fragment).toMatch(/^#run=[\w-]+$/)
    expect(fragment.length).toBeLessThan(run.code.length / 4)
    expect(await runIn(fragment)).toEqual(run)
  })

  test('that lost its end, or holds something else, is damaged; other fragments hold none', async () => {
    const fragment = await fragmentOf(run)
    expect(await runIn(fragment.slice(0, -20))).toBe('damaged')
    expect(await runIn('#run=')).toBe('damaged')
    expect(await runIn(await fragmentOf({ ...run, faults: [{ id: 7 }] as never }))).toBe('damaged')
    expect(await runIn('#summary')).toBeNull()
    expect(await runIn('')).toBeNull()
  })

  test('that inflates beyond what a run can be is not inflated', async () => {
    const huge = await fragmentOf({ ...run, code: 'a'.repeat(2_000_000) })
    expect(huge.length).toBeLessThan(10_000)
    expect(await runIn(huge)).toBe('damaged')
  })

  test('to a submission names it and the faults left out, and nothing of its code', () => {
    expect(submissionLink('https://x.test', 'lease', 'abc', ['f1', 'f3'])).toBe(
      'https://x.test/exercises/lease?submission=abc&without=f1%2Cf3',
    )
  })
})
