import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { db } from '../../lib/db/index.ts'
import { distributionOf, LEARNERS_MIN, listCostDistributions } from '../../lib/progress/index.ts'
import { createPerson, setUpWeb } from '../api/harness.ts'

await setUpWeb()

async function pass(exerciseUuid: string, value: number, state: 'PASSED' | 'ATTEMPTED' = 'PASSED') {
  const { id: userId } = await createPerson()
  const bestCosts = { budget: { property: 'budget', sentence: 'Few.', value, max: 9, unit: 'calls' } }
  await db().progress.create({
    data: { userId, exerciseUuid, state, attempts: 1, lastOutcome: 'passed', bestCosts },
  })
  return userId
}

describe('how costs are spread', () => {
  test(`is told from ${LEARNERS_MIN} learners on who passed this exercise, and names nobody`, async () => {
    const uuid = randomUUID()
    const ids = []
    for (const value of [2, 2, 3, 5]) ids.push(await pass(uuid, value))
    await pass(uuid, 1, 'ATTEMPTED')
    await pass(randomUUID(), 1)
    expect(await listCostDistributions(uuid)).toEqual({})
    ids.push(await pass(uuid, 4))
    const found = await listCostDistributions(uuid)
    expect(found).toEqual({
      budget: {
        learners: 5,
        median: 3,
        bins: [
          { from: 2, to: 2, learners: 2 },
          { from: 3, to: 3, learners: 1 },
          { from: 4, to: 4, learners: 1 },
          { from: 5, to: 5, learners: 1 },
        ],
      },
    })
    for (const id of ids) expect(JSON.stringify(found)).not.toContain(id)
  })

  test('every learner is in exactly one bin, whatever the costs', () => {
    const values = fc.uniqueArray(fc.double({ min: 0, max: 1e6, noNaN: true }), {
      minLength: 1,
      maxLength: 40,
    })
    fc.assert(
      fc.property(values, (all) => {
        const sorted = all.sort((a, b) => a - b).map((value) => ({ value, learners: 2 }))
        const { learners, bins, median } = distributionOf(sorted)
        expect(bins.reduce((n, b) => n + b.learners, 0)).toBe(learners)
        expect(bins.length).toBeLessThanOrEqual(8)
        expect(all).toContain(median)
      }),
    )
  })
})
