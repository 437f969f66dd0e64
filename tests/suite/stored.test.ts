/** A verdict is stored as JSON and replayed from there, years later: not a byte may differ. */
import { expect, test } from 'vitest'
import { explore, type Failed, replay, storm, suite } from '../../lib/suite/index.ts'
import { portFor } from '../sim/play.ts'

const clock = () => 0
const code = `export default node(ctx => {
  let n = ctx.disk.load() ?? 0
  ctx.on('add', () => { n++; ctx.view(n); return n })
  ctx.every(30, () => { if (ctx.peers.length) ctx.send(ctx.peers[0], 'hello', { n, wall: ctx.clock.wall() }) })
  ctx.on('hello', () => {})
})`

const worlds = suite('worlds', (s) => {
  const kept = s.property('kept', 'Counts are kept.', { kind: 'safety' })
  s.scenario('for-ever', { seeds: 5, durationMs: 3000, healAtMs: 1000 }, (sc) => {
    sc.nodes(['n1', 'n2', 'n3'])
    sc.network({ latencyMs: [1, 30], lossPct: 5, dupPct: 5, stressMs: [30, 90], stressPct: 10 })
    sc.clocks({ driftPct: 4.3, skewMs: 500 })
    sc.nemesis(storm())
    sc.nemesis(async (n) => {
      await n.at(150)
      n.crash('n1', { forMs: null })
      n.crash('n2', { forMs: Number.POSITIVE_INFINITY })
    })
    sc.client('c1', async (c) => {
      await c.at(1500)
      const r = await c.call('n1', 'add')
      if (!r.ok)
        c.fail(kept, {
          because: 'n1 does not answer.',
          expected: 1,
          got: null,
          witness: [r.invokeId, r.endId],
        })
    })
  })
})

test('what is stored is what was found, and replays to the same bytes', async () => {
  const found = (await explore(worlds, portFor(code), { clock })) as Failed
  expect(found.outcome).toBe('failed')
  expect(found.faults).toContainEqual(expect.objectContaining({ op: 'crash', node: 'n1', until: null }))
  const stored: Failed = JSON.parse(JSON.stringify(found))
  expect(stored).toEqual(found)
  const again = await replay(worlds, portFor(code), { seed: stored.seed, faults: stored.faults }, { clock })
  const told = ({ trace, because, faults, at, witness }: Failed) =>
    JSON.stringify({ trace, because, faults, at, witness })
  expect(told(again as Failed)).toBe(told(found))
})
