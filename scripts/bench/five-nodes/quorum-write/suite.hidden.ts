/** Short schedules of five nodes, for their number per second: three writes, one partition, some 100 events each. */
import { suite } from '../../../../lib/suite/index.ts'

const NODES = ['n1', 'n2', 'n3', 'n4', 'n5']

export default suite('quorum-write', (s) => {
  const majority = s.property('majority', 'An acknowledged write is on three of five nodes.', {
    kind: 'safety',
    hint: 'majority',
  })
  s.scenario('partition', { seeds: 500, durationMs: 1000 }, (sc, r) => {
    sc.nodes(NODES)
    sc.network({ latencyMs: [1, 10], lossPct: 2 })
    const at = r.int(10, 200)
    const alone = r.pick(NODES)
    sc.nemesis(async (n) => {
      await n.at(at)
      n.partition([[alone], NODES.filter((id) => id !== alone)], { forMs: 150 })
    })
    sc.client('c', async (c) => {
      for (let i = 1; i <= 3; i++) {
        const done = await c.call(r.pick(NODES), 'write', { key: `k${i}`, value: i })
        if (!done.ok) continue
        const holders = NODES.filter((id) => c.w.saved(id)?.[`k${i}`] === i)
        if (holders.length >= 3) continue
        c.fail(majority, {
          because: `write ${i} was acknowledged with ${holders.length} copies`,
          expected: 3,
          got: holders.length,
          witness: [done.invokeId, done.endId],
        })
      }
    })
    sc.sometimes('a write was acknowledged', (e) => e.kind === 'ok')
  })
})
