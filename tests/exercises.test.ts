import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listExercises } from '../lib/exercises/index.ts'
import { type Grader, openGrader } from '../lib/grader/index.ts'
import { proveExercise } from '../scripts/proof.ts'

let grader: Grader
beforeAll(async () => {
  grader = await openGrader()
})
afterAll(() => grader.close())

test.each(listExercises().map((e) => e.slug))(
  '%s: accepts what is right, refuses each wrong solution at its property, repeats itself',
  async (slug) => {
    const claims = await proveExercise(grader, join(import.meta.dirname, '../exercises'), slug)
    expect(claims.filter((c) => !c.holds)).toEqual([])
  },
  600_000,
)
