import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Grader, openGrader } from '../../lib/grader/index.ts'
import { root } from '../../scripts/launcher/root.ts'
import { proveExercise } from '../../scripts/proof.ts'
import { scaffoldExercise } from '../../scripts/scaffold.ts'

// Inside the checkout, because an exercise imports the engine by its path.
const exercises = join(root, `.cache/scaffold-${process.pid}`)
let grader: Grader

beforeAll(async () => {
  scaffoldExercise('two-phase-tally', exercises)
  grader = await openGrader({ root: exercises, concurrency: 1 })
})

afterAll(async () => {
  await grader.close()
  rmSync(exercises, { recursive: true, force: true })
})

describe('exercise:new', () => {
  test('scaffold: a new exercise proves before its author has written a line', async () => {
    const claims = await proveExercise(grader, exercises, 'two-phase-tally')
    expect(claims.filter((claim) => !claim.holds)).toEqual([])
  }, 120_000)

  test('scaffold: nothing of the template is left in what must be its own', () => {
    const folder = join(exercises, 'two-phase-tally')
    const json = JSON.parse(readFileSync(join(folder, 'exercise.json'), 'utf8'))
    expect(json).toMatchObject({ slug: 'two-phase-tally', title: 'Two phase tally' })
    expect(json.id).not.toContain('00000000-0000')
    expect(readFileSync(join(folder, 'suite.hidden.ts'), 'utf8')).toMatch(
      /faultline-canary-two-phase-tally-[0-9a-f]{16}/,
    )
  })

  test('scaffold: an existing folder is left alone, and a bad name is refused', () => {
    const before = readdirSync(exercises)
    expect(() => scaffoldExercise('two-phase-tally', exercises)).toThrow(/exists already/)
    expect(() => scaffoldExercise('../evil', exercises)).toThrow(/lower-case words/)
    expect(readdirSync(exercises)).toEqual(before)
  })
})
