import { describe, expect, test } from 'vitest'
import type { LevelName } from '../../../lib/checks/index.ts'
import { rng } from '../../../lib/sim/index.ts'
import { committedReads, serializable, snapshotIsolated } from './oracle.ts'
import { check, type Database, type Planned, random } from './plans.ts'

const levels: Partial<Record<LevelName, (plan: readonly Planned[]) => boolean>> = {
  'read-committed': committedReads,
  'snapshot-isolation': (plan) => snapshotIsolated(plan),
  'strong-session-snapshot-isolation': (plan) => snapshotIsolated(plan, 'process'),
  'strong-snapshot-isolation': (plan) => snapshotIsolated(plan, 'realtime'),
  'repeatable-read': (plan) => serializable(plan),
  serializable: (plan) => serializable(plan),
  'strong-session-serializable': (plan) => serializable(plan, 'process'),
  'strict-serializable': (plan) => serializable(plan, 'realtime'),
}
const databases: readonly Database[] = ['serial', 'snapshot', 'committed', 'uncommitted']
const histories = 1_200

const print = (plan: readonly Planned[]) =>
  plan.map((t) => `${t.by} ${t.from}-${t.to} ${t.outcome}: ${JSON.stringify(t.accesses)}`).join('\n')

describe.each(Object.entries(levels))('%s, against every schedule tried', (name, allowed) => {
  const level = name as LevelName
  const run = (
    observed: boolean,
    judge: (good: boolean, oracle: boolean, plan: readonly Planned[]) => void,
  ) => {
    let bad = 0
    for (let i = 0; i < histories; i++) {
      const r = rng(`isolation/${observed}/${i}`)
      const plan = random(r, databases[i % 4]!, { transactions: r.int(2, 4), observed, lie: r.chance(40) })
      const oracle = allowed(plan)
      if (!oracle) bad++
      judge(check(level, plan).ok, oracle, plan)
    }
    expect(bad).toBeGreaterThan(histories / 10)
    expect(histories - bad).toBeGreaterThan(histories / 10)
  }

  test('agrees when every append is read', () => {
    run(true, (good, oracle, plan) => expect(good, print(plan)).toBe(oracle))
  })

  const exact = !level.endsWith('isolation')
  test(
    exact
      ? 'agrees when some appends are never read'
      : 'accuses nobody wrongly when some appends are never read',
    () => {
      run(false, (good, oracle, plan) => {
        if (exact) expect(good, print(plan)).toBe(oracle)
        else if (oracle) expect(good, print(plan)).toBe(true)
      })
    },
  )
})
