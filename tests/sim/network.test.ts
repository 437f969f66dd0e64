import { describe, expect, test } from 'vitest'
import { calmNetwork, type NetworkProfile } from '../../lib/sim/index.ts'
import type { Scenario } from '../../lib/suite/index.ts'
import { counting, events, play } from './play.ts'

/** c1 asks n1 every 20 ms, ten times. */
const tenHits = (sc: Scenario, network: NetworkProfile = calmNetwork) => {
  sc.nodes(['n1'])
  sc.network(network)
  sc.client('c1', async (c) => {
    for (let i = 0; i < 10; i++) {
      void c.call('n1', 'hit', {}, { timeoutMs: 500 })
      await c.sleep(20)
    }
  })
}

/** n1 sends `i` to n2 and n3 every 10 ms; both note what they get. */
const senders = `export default node(ctx => {
  ctx.on('i', (i, from) => ctx.trace('got', [from, i]))
  let i = 0
  ctx.every(10, () => { i++; for (const p of ctx.peers) ctx.send(p, 'i', i) })
})`

describe('a calm network', () => {
  test('loses and doubles nothing, and delays by whole milliseconds within its range', async () => {
    const run = await play(counting, (sc) => tenHits(sc, { latencyMs: [3, 7] }))
    const sent = events(run, 'send')
    const delivered = events(run, 'deliver')
    expect(sent.length).toBe(20)
    expect(delivered.map((e) => e.msg).sort()).toEqual(sent.map((e) => e.msg).sort())
    const delays = new Set(delivered.map((e) => e.at - run.trace[e.cause!]!.at))
    for (const d of delays) expect([3, 4, 5, 6, 7]).toContain(d)
    expect(delays.size).toBeGreaterThan(2)
    expect(run.faults).toEqual([])
  })

  test('reorders what overlaps', async () => {
    const run = await play(senders, (sc) => {
      sc.nodes(['n1', 'n2'])
      sc.network({ latencyMs: [1, 60] })
    })
    const got = events(run, 'note', { node: 'n2' }).map((e) => (e.data as [string, number])[1])
    expect(got).not.toEqual([...got].sort((a, b) => a - b))
  })
})

describe('noise', () => {
  test('loss: every message is dropped, as a recorded fault each, and clients never hear', async () => {
    const run = await play(counting, (sc) => tenHits(sc, { latencyMs: [1, 5], lossPct: 100 }))
    const drops = events(run, 'drop')
    expect(drops.length).toBe(10)
    expect(drops.every((e) => e.label === 'loss' && e.node === 'n1' && e.peer === 'c1')).toBe(true)
    expect(drops.map((e) => e.fault)).toEqual(run.faults.map((f) => f.id))
    expect(events(run, 'info').length).toBe(10)
    expect(events(run, 'deliver')).toEqual([])
  })

  test('duplication: the handler runs twice, the client is answered once', async () => {
    const run = await play(counting, (sc) => tenHits(sc, { latencyMs: [1, 5], dupPct: 100 }))
    expect(events(run, 'deliver', { node: 'n1' }).length).toBe(20)
    expect(events(run, 'ok').length).toBe(10)
    const last = events(run, 'deliver', { node: 'c1' }).map((e) => e.body as number)
    expect(Math.max(...last)).toBe(20)
    for (const dup of events(run, 'dup')) expect(run.faults.find((f) => f.id === dup.fault)?.op).toBe('dup')
  })

  test('stress: delays fall in the stress range and the excess is a recorded fault', async () => {
    const run = await play(counting, (sc) =>
      tenHits(sc, { latencyMs: [1, 5], stressMs: [50, 80], stressPct: 100 }),
    )
    for (const e of events(run, 'deliver')) {
      const delay = e.at - run.trace[e.cause!]!.at
      expect(delay).toBeGreaterThanOrEqual(50)
      expect(delay).toBeLessThanOrEqual(80)
      expect(run.faults.find((f) => f.id === e.fault)).toMatchObject({ op: 'delay' })
    }
    expect(run.faults.length).toBe(20)
  })

  test('ends at the heal, to the very millisecond', async () => {
    const run = await play(counting, (sc) => tenHits(sc, { latencyMs: [1, 5], lossPct: 100 }), {
      healAtMs: 100,
    })
    expect(events(run, 'drop').map((e) => e.at)).toEqual([0, 20, 40, 60, 80])
    expect(events(run, 'ok').length).toBe(5)
  })

  test('shares of messages come out near what the profile says', async () => {
    const profile = { latencyMs: [1, 2], lossPct: 10, dupPct: 20 } as const
    const run = await play(
      senders,
      (sc) => {
        sc.nodes(['n1', 'n2', 'n3'])
        sc.network(profile)
      },
      { durationMs: 5000 },
    )
    const sent = events(run, 'send').length
    expect(events(run, 'drop').length / sent).toBeCloseTo(0.1, 1)
    expect(events(run, 'dup').length / sent).toBeCloseTo(0.18, 1)
  })
})

describe('partitions and cuts', () => {
  const at = (run: Awaited<ReturnType<typeof play>>, node: string, from: string) =>
    events(run, 'deliver', { node, peer: from }).map((e) => e.at)
  const during = (times: number[], from: number, to: number) => times.filter((t) => t >= from && t < to)

  test('a partition keeps groups apart, both ways, and no longer than it lasts', async () => {
    const run = await play(senders, (sc) => {
      sc.nodes(['n1', 'n2', 'n3', 'n4'])
      sc.nemesis(async (n) => {
        await n.at(500)
        n.partition([['n1', 'n2'], ['n3']], { forMs: 300 })
      })
    })
    for (const [a, b] of [
      ['n1', 'n3'],
      ['n3', 'n1'],
      ['n2', 'n3'],
      ['n3', 'n2'],
    ] as const) {
      expect(during(at(run, a, b), 500, 800)).toEqual([])
      expect(during(at(run, a, b), 0, 500).length).toBeGreaterThan(40)
      expect(during(at(run, a, b), 810, 2000).length).toBeGreaterThan(100)
    }
    // Within a group, and with the node that is in none, nothing changes.
    for (const [a, b] of [
      ['n1', 'n2'],
      ['n4', 'n3'],
      ['n3', 'n4'],
      ['n4', 'n1'],
    ] as const)
      expect(during(at(run, a, b), 500, 800).length).toBeGreaterThan(25)
    const drops = events(run, 'drop')
    expect(drops.every((e) => e.label === 'partition' && e.fault === 'f1')).toBe(true)
    expect(
      run.trace.filter((e) => e.kind === 'partition' || e.kind === 'heal').map((e) => [e.kind, e.at, e.data]),
    ).toEqual([
      ['partition', 500, [['n1', 'n2'], ['n3']]],
      ['heal', 800, 'f1'],
    ])
  })

  test('a message that is under way when the partition begins is lost', async () => {
    const run = await play(counting, (sc) => {
      sc.nodes(['n1'])
      sc.network({ latencyMs: [50, 50] })
      sc.client('c1', async (c) => void (await c.call('n1', 'hit')))
      sc.nemesis(async (n) => {
        await n.at(20)
        n.partition([['c1'], ['n1']], { forMs: 100 })
      })
    })
    expect(events(run, 'drop').map((e) => [e.at, e.label])).toEqual([[50, 'partition']])
    expect(events(run, 'deliver')).toEqual([])
  })

  test('a cut stops one direction only', async () => {
    const run = await play(senders, (sc) => {
      sc.nodes(['n1', 'n2'])
      sc.nemesis(async (n) => {
        await n.at(500)
        n.cut('n1', 'n2', { forMs: 400 })
      })
    })
    expect(during(at(run, 'n2', 'n1'), 500, 900)).toEqual([])
    expect(during(at(run, 'n1', 'n2'), 500, 900).length).toBeGreaterThan(35)
    expect(events(run, 'drop').every((e) => e.label === 'cut' && e.node === 'n2')).toBe(true)
  })

  test('overlapping separations each hold until their own end', async () => {
    const run = await play(senders, (sc) => {
      sc.nodes(['n1', 'n2'])
      sc.nemesis(async (n) => {
        await n.at(200)
        n.cut('n1', 'n2', { forMs: 400 })
        n.partition([['n1'], ['n2']], { forMs: 100 })
      })
    })
    expect(during(at(run, 'n1', 'n2'), 200, 300)).toEqual([])
    expect(during(at(run, 'n1', 'n2'), 310, 600).length).toBeGreaterThan(20)
    expect(during(at(run, 'n2', 'n1'), 200, 600)).toEqual([])
  })
})

test('a message to oneself never crosses the network', async () => {
  const self = `export default node(ctx => {
    ctx.on('tick', () => ctx.trace('ticked'))
    ctx.send(ctx.id, 'tick')
  })`
  const run = await play(self, (sc) => {
    sc.nodes(['n1'])
    sc.network({ latencyMs: [9, 9], lossPct: 100 })
  })
  expect(events(run, 'note').map((e) => e.at)).toEqual([0])
})

test('a message to a node that does not exist is dropped and says so', async () => {
  const run = await play(`export default node(ctx => ctx.send('n9', 'hello'))`, (sc) => sc.nodes(['n1']))
  expect(events(run, 'drop').map((e) => [e.node, e.label])).toEqual([['n9', 'no such node']])
})
