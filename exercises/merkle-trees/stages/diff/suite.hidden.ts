/** What Submit plays for stage 3, after stages 1 and 2: replicas of up to 400 rows that differ in none, a few or all. */
import type { Rng } from '../../../../lib/sim/index.ts'
import { suite } from '../../../../lib/suite/index.ts'
import { bucketOf, Replica } from '../../hidden-model.ts'
import { type Exchange, exchange } from '../../replica.ts'
import { declare } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-merkle-diff-c4e8053fb29d7a16'

const hidden = suite('merkle-trees-diff', (s) => {
  const p = declare(s)

  s.scenario('equal', { seeds: 4, durationMs: 1_000, title: 'Replicas that are equal' }, (sc, r) =>
    exchange(sc, p, draw(r, { changes: 0, depth: r.int(0, 8) })),
  )
  s.scenario(
    'few',
    { seeds: 20, durationMs: 1_000, title: 'Replicas that differ in a few rows' },
    (sc, r) => {
      const x = draw(r, { changes: r.int(1, 5), depth: r.int(1, 8) })
      exchange(sc, p, x)
      sc.sometimes('a row is only at the peer', () => x.expected.some((k) => x.mine.every(([m]) => m !== k)))
      sc.sometimes('a row is only here', () =>
        x.expected.some((k) => x.peer.buckets.flat().every(([theirs]) => theirs !== k)),
      )
      sc.sometimes('several buckets differ', () => x.differing.length > 1)
    },
  )
  s.scenario('many', { seeds: 6, durationMs: 1_000, title: 'Replicas that differ in most rows' }, (sc, r) =>
    exchange(sc, p, draw(r, { changes: 200, depth: r.int(0, 6) })),
  )
  s.scenario('empty', { seeds: 3, durationMs: 1_000, title: 'A replica without rows' }, (sc, r) =>
    exchange(sc, p, draw(r, { changes: 20, depth: r.int(0, 4), rows: 0 })),
  )
})

/** `mine` and the peer's rows differ in about `changes` rows, and come in another order. */
function draw(r: Rng, o: { changes: number; depth: number; rows?: number }): Exchange {
  const rows = o.rows ?? r.int(1, 200)
  const mine = new Map<string, string>()
  for (let i = 0; i < rows; i++) mine.set(`key-${r.int(0, 9999)}`, `v${r.int(0, 99)}`)
  // A key that another begins with comes first; the texts "key,value" would put it second, since "!" is below ",".
  for (const key of r.shuffle([...mine.keys()]).slice(0, 10)) mine.set(`${key}!`, 'longer')
  const theirs = new Map(r.shuffle([...mine]))
  for (let i = 0; i < o.changes; i++) {
    const keys = [...theirs.keys()]
    const how = keys.length === 0 ? 0 : r.int(0, 2)
    if (how === 0) theirs.set(`key-${r.int(10_000, 19_999)}`, 'new')
    else if (how === 1) theirs.set(r.pick(keys), `w${r.int(0, 99)}`)
    else theirs.delete(r.pick(keys))
  }
  const keys = new Set([...mine.keys(), ...theirs.keys()])
  const expected = [...keys].filter((key) => mine.get(key) !== theirs.get(key)).sort()
  const differing = [...new Set(expected.map((key) => bucketOf(key, o.depth)))].sort((a, b) => a - b)
  return { mine: [...mine], peer: new Replica(theirs, o.depth), depth: o.depth, expected, differing }
}

if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden
