import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listExercises } from '../lib/exercises/index.ts'
import { type Grader, openGrader } from '../lib/grader/index.ts'
import { proveExercise } from '../scripts/proof.ts'

/** The command does fifty; here many exercises share a quarter of an hour. */
const REPEATS = 5

let grader: Grader
beforeAll(async () => {
  grader = await openGrader()
})
afterAll(() => grader.close())

test.each(listExercises().map((e) => e.slug))(
  '%s: accepts what is right, refuses each wrong solution at its property, repeats itself',
  async (slug) => {
    const root = join(import.meta.dirname, '../exercises')
    const claims = await proveExercise(grader, root, slug, () => {}, { repeats: REPEATS })
    expect(claims.filter((c) => !c.holds)).toEqual([])
  },
  600_000,
)
