import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundleSuite, findExercise, listExercises } from '../lib/exercises/index.ts'
import { judge } from '../lib/exercises/judge.ts'
import { type Grader, openGrader } from '../lib/grader/index.ts'
import { openPlainPort } from '../lib/kernel/index.ts'
import type { Verdict } from '../lib/suite/index.ts'
import { transpile } from '../lib/transpile/index.ts'
import { loadSuite } from './setup/exercise-suite.ts'

const root = join(import.meta.dirname, '..')

let grader: Grader
beforeAll(async () => {
  grader = await openGrader()
})
afterAll(() => grader.close())

/** Stars are the grader's: it knows what the reference costs. */
function unscored(v: Verdict): Verdict {
  if (v.outcome !== 'passed') return v
  return {
    ...v,
    ms: 0,
    costs: v.costs.map(({ reference: _, stars: __, starsAt: ___, nextStar: ____, ...cost }) => cost),
  }
}

function js(file: string): string {
  const done = transpile(readFileSync(file, 'utf8'))
  if (!done.ok) throw new Error(`${file}: ${done.message}`)
  return done.js
}

describe.each(listExercises().map((e) => e.slug))('%s', (slug) => {
  test.each(['visible', 'hidden'] as const)(
    'the caged sandbox and plain Node tell one story of the %s suite',
    async (which) => {
      const folder = join(root, 'exercises', slug)
      const code = readFileSync(join(folder, 'solution.ts'), 'utf8')
      const fixture = findExercise(slug)?.fixture === null ? undefined : js(join(folder, 'fixture.ts'))
      const suite = await loadSuite(slug, which)
      const plain = await judge(suite, openPlainPort(js(join(folder, 'solution.ts')), fixture), {
        clock: () => 0,
        fingerprint: true,
      })
      const caged = await grader.grade({ slug, code, suite: which, fingerprint: true }, {})
      expect(plain).toMatchObject({ outcome: 'passed' })
      expect(unscored(caged)).toEqual(unscored(plain))
    },
  )

  test('the browser is given the same suite as plain Node, and nothing hidden', async () => {
    const { code } = await bundleSuite(slug, 'visible', 'worker')
    expect(code).not.toContain('canary')
  })
})
