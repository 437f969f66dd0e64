import { describe, expect, test } from 'vitest'
import { OWN, type Settings, simulate } from '../../content/patterns/leader-follower/figures/two-copies.ts'
import hidden from '../../exercises/leader-follower/suite.hidden.ts'
import view from '../../exercises/leader-follower/view.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { pictureAt } from '../../lib/spacetime/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { exerciseJs } from './exercise-js.ts'

describe('leader-follower: the picture', () => {
  test('shows the three logs, and marks the place at which a follower is no prefix', async () => {
    const port = openPlainPort(exerciseJs('leader-follower', 'wrong/skips-gaps.ts'))
    const { trace, violation, lanes } = await runOnce(hidden, port, { seed: 'first#1' })
    expect(violation?.property.id).toBe('prefix')
    const witness = violation?.witness ?? []
    const picture = pictureAt(view, trace, lanes, Math.max(...witness), witness)
    if (picture?.kind !== 'grid') throw new Error('a grid was expected')
    expect(picture.rows.map((r) => r.name)).toEqual(['n1', 'n2', 'n3'])
    expect(picture.rows[0]?.about).toBe('leader')
    const marked = picture.rows.flatMap((r) => r.cells.filter((c) => c?.accent === 'fault').map(() => r.name))
    expect(marked).toHaveLength(1)
    expect(marked[0]).not.toBe('n1')
  })

  test('what a solution traces itself changes nothing', async () => {
    const solution = exerciseJs('leader-follower', 'solution.ts')
    const talkative = solution.replace('ctx.disk.save(log)', "ctx.trace('add', [1]); ctx.disk.save(log)")
    expect(talkative).not.toBe(solution)
    const { violation, trace } = await runOnce(hidden, openPlainPort(talkative), { seed: 'first#1' })
    expect(violation).toBeUndefined()
    expect(trace.some((e) => e.kind === 'note')).toBe(true)
  })
})

describe('leader-follower: the figure', () => {
  const start: Settings = { farMs: 350, readAt: 'n3', afterMs: 200 }

  test('begins with a customer whose purchase is missing', async () => {
    const o = await simulate(start)
    expect(o.index).toBe(6)
    expect(o.stock).toBe(14)
    expect(o.grew.n1[OWN - 1]).toBe(800)
    expect(o.grew.n3[OWN - 1]).toBe(1150)
  })

  test('shows the purchase once the entry has had the time to arrive, and at the leader at once', async () => {
    expect((await simulate({ ...start, afterMs: 340 })).index).toBeLessThan(OWN)
    expect((await simulate({ ...start, afterMs: 360 })).index).toBeGreaterThanOrEqual(OWN)
    expect((await simulate({ ...start, readAt: 'n1', afterMs: 0 })).index).toBe(OWN)
  })
})
