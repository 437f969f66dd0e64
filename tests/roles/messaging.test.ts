import { describe, expect, test } from 'vitest'
import { broker, bus, VisibilityQueue } from '../../lib/roles/index.ts'
import { type NetworkProfile, stormyNetwork } from '../../lib/sim/index.ts'
import { notes, play } from '../sim/play.ts'
import { clock, scene } from './scene.ts'

describe('queue', () => {
  const make = (o: ConstructorParameters<typeof VisibilityQueue>[1] = {}) => {
    const c = clock()
    return { c, q: new VisibilityQueue(c.now, o) }
  }
  const ids = (xs: readonly { id: string }[]) => xs.map((x) => x.id).join('')

  test('a received message is hidden in [t, t + visibility) and then received again, with a new receipt', () => {
    const { c, q } = make()
    q.send('a', 1)
    c.ms = 10
    const [first] = q.receive(1, 100)
    c.ms = 109
    expect(q.receive(1, 100)).toEqual([])
    c.ms = 110
    const [second] = q.receive(1, 100)
    expect(second).toMatchObject({ id: 'a', count: 2 })
    expect(second?.receipt).not.toBe(first?.receipt)
    expect(q.delete(first!.receipt)).toBe(false)
    expect(q.delete(second!.receipt)).toBe(true)
    expect(q.size).toEqual({ all: 0, hidden: 0 })
  })
  test('an expired receipt still deletes while nobody received the message again', () => {
    const { c, q } = make()
    q.send('a', 1)
    const [r] = q.receive(1, 10)
    c.ms = 50
    expect(q.delete(r!.receipt)).toBe(true)
  })
  test('extending sets the deadline; at the deadline it is too late', () => {
    const { c, q } = make()
    q.send('a', 1)
    const [r] = q.receive(1, 100)
    c.ms = 90
    expect(q.extend(r!.receipt, 20)).toBe(true)
    c.ms = 109
    expect(q.receive(1, 1)).toEqual([])
    c.ms = 110
    expect(q.extend(r!.receipt, 20)).toBe(false)
    expect(ids(q.receive(1, 1))).toBe('a')
  })
  test('the receive after the last allowed one finds it among the dead letters instead', () => {
    const { c, q } = make({ maxReceives: 2 })
    q.send('a', 1)
    q.send('b', 2)
    for (c.ms of [0, 10]) expect(ids(q.receive(2, 10))).toBe('ab')
    c.ms = 20
    expect(ids(q.receive(2, 10))).toBe('')
    expect(ids(q.dead)).toBe('ab')
    expect(q.send('a', 1)).toBe(false)
  })
  test('oldest first, and a known id is not sent again', () => {
    const { q } = make()
    for (const id of ['b', 'a', 'b', 'c']) q.send(id, 0)
    expect(ids(q.receive(2, 10))).toBe('ba')
    expect(ids(q.receive(9, 10))).toBe('c')
  })
  test('ordered: the next of a key only after the one before was deleted or died; other keys go on', () => {
    const { c, q } = make({ ordered: true, maxReceives: 2 })
    for (const id of ['x1', 'x2', 'y1', 'n']) q.send(id, 0, id === 'n' ? undefined : id[0])
    expect(ids(q.receive(9, 10))).toBe('x1y1n')
    expect(ids(q.receive(9, 10))).toBe('')
    c.ms = 10
    expect(ids(q.receive(1, 10))).toBe('x1')
    c.ms = 20
    expect(ids(q.receive(1, 10))).toBe('x2')
    expect(ids(q.dead)).toBe('x1')
  })
})

describe('broker', () => {
  const consumer = `export default node((ctx) => {
    ctx.on('revoke', async ({ gen, parts }) => {
      ctx.trace('revoke', { gen, parts })
      await ctx.sleep(20)
      ctx.trace('commit', await ctx.rpc('kafka', 'commit', { group: 'g', p: parts[0], offset: 7, gen }))
      return 'done'
    })
    ctx.on('assigned', async (b) => {
      ctx.trace('assigned', b)
      if (ctx.id === 'n1' && b.gen === 2)
        ctx.trace('stale', await ctx.rpc('kafka', 'commit', { group: 'g', p: 0, offset: 9, gen: 1 }))
    })
  })`
  test('a rebalance revokes under the old generation, waits, and assigns with what was committed', async () => {
    const kafka = broker({ partitions: 2 })
    const run = await play(consumer, (sc) => {
      sc.network({ latencyMs: [0, 0] })
      sc.nodes(['n1', 'n2'])
      sc.supply('kafka', kafka.serve)
      sc.client('c', async (c) => {
        kafka.rebalance('g', ['n1'])
        await c.at(100)
        kafka.rebalance('g', ['n1', 'n2'])
      })
    })
    expect(notes(run, 'n1')).toEqual([
      '0 assigned {"group":"g","gen":1,"parts":[{"p":0,"committed":0},{"p":1,"committed":0}]}',
      '100 revoke {"gen":1,"parts":[0,1]}',
      '120 commit "ok"',
      '120 assigned {"group":"g","gen":2,"parts":[{"p":0,"committed":7}]}',
      '120 stale "illegalGeneration"',
    ])
    expect(notes(run, 'n2')).toEqual(['120 assigned {"group":"g","gen":2,"parts":[{"p":1,"committed":0}]}'])
    expect([kafka.committed('g', 0), kafka.generation('g')]).toEqual([7, 2])
  })
  test('a member that does not answer its revoke holds the others up to revokeMs only', async () => {
    const kafka = broker({ partitions: 1, revokeMs: 300 })
    const run = await play(
      `export default node((ctx) => ctx.on('assigned', () => ctx.trace('mine')))`,
      (sc) => {
        sc.network({ latencyMs: [0, 0] })
        sc.nodes(['n1', 'n2'])
        sc.supply('kafka', kafka.serve)
        sc.client('c', async (c) => {
          kafka.rebalance('g', ['n1'])
          await c.at(10)
          kafka.rebalance('g', ['n2'])
        })
        sc.nemesis(async (n) => {
          await n.at(5)
          n.crash('n1', { forMs: 1500 })
        })
      },
    )
    expect(notes(run, 'n2')).toEqual(['310 mine'])
  })
  test('offsets rise with gaps; a repeated produce is appended once; one key, one partition', async () => {
    const kafka = broker({ partitions: 3 })
    const answers: unknown[] = []
    await scene((sc) => {
      sc.supply('kafka', kafka.serve)
      sc.client('c', async (c) => {
        const p = kafka.partitionOf('k')
        const produce = (value: number, id?: string) => c.call('kafka', 'produce', { key: 'k', value, id })
        await produce(1, 'x')
        kafka.logs[p]?.leaveGap(5)
        await produce(1, 'x')
        await produce(2)
        const r = await c.call('kafka', 'poll', { p, from: 1 })
        answers.push(r.ok && r.value.map((x: { offset: number; value: number }) => [x.offset, x.value]))
        const bad = await c.call('kafka', 'poll', { p: 7, from: 0 })
        answers.push(bad.ok ? 'ok' : bad.reason)
      })
    })
    expect(answers).toEqual([[[6, 2]], 'no partition 7: there are 3'])
  })
})

describe('bus', () => {
  const stormy: NetworkProfile = stormyNetwork
  const subscriber = `export default node((ctx) => {
    let busy = 0
    ctx.on('event', async (e) => {
      if (++busy < 3) return 'retry'
      ctx.trace('got', e.n)
      return 'ack'
    })
  })`
  test('every event reaches every subscriber at least once through a storm; order is not promised', async () => {
    const events = bus({ subscribers: ['n1', 'n2'], delayMs: [0, 100], timeoutMs: 150, dupPct: 20 })
    const run = await play(
      subscriber,
      (sc) => {
        sc.network(stormy)
        sc.nodes(['n1', 'n2'])
        sc.supply('bus', events.serve)
        sc.client('c', async (c) => {
          for (let n = 0; n < 20; n++) await c.call('bus', 'publish', { event: { n } }, { timeoutMs: 100 })
          await c.call('bus', 'publish', { event: { n: 0 } })
        })
      },
      { durationMs: 10_000 },
    )
    expect(events.published.length).toBeGreaterThan(15)
    for (const id of ['n1', 'n2']) {
      expect([...events.acked(id)].sort((a, b) => a - b)).toEqual(events.published.map((_, i) => i))
      const got = run.trace.filter((e) => e.kind === 'note' && e.node === id).map((e) => e.data as number)
      expect(new Set(got)).toEqual(new Set(events.published.map((e) => e.n)))
      expect(got.length).toBeGreaterThan(events.published.length)
      expect(got).not.toEqual([...got].sort((a, b) => a - b))
    }
  })
  test('ordered by key: a subscriber acknowledges each key in order of publishing', async () => {
    const events = bus({
      subscribers: ['n1'],
      delayMs: [0, 80],
      timeoutMs: 150,
      orderBy: (e) => String(e.n % 2),
    })
    await play(
      subscriber,
      (sc) => {
        sc.network(stormy)
        sc.nodes(['n1'])
        sc.supply('bus', events.serve)
        sc.client('c', async () => {
          for (let n = 0; n < 20; n++) events.publish({ n })
        })
      },
      { durationMs: 10_000 },
    )
    const order = events.acked('n1')
    expect(order).toHaveLength(20)
    for (const odd of [0, 1]) {
      const mine = order.filter((n) => n % 2 === odd)
      expect(mine).toEqual([...mine].sort((a, b) => a - b))
    }
    expect(order).not.toEqual([...order].sort((a, b) => a - b))
  })
  test('after maxTries an event is a dead letter', async () => {
    const events = bus({ subscribers: ['n1'], maxTries: 4, delayMs: [1, 1] })
    await play(`export default node((ctx) => ctx.on('event', () => 'retry'))`, (sc) => {
      sc.nodes(['n1'])
      sc.supply('bus', events.serve)
      sc.client('c', async () => events.publish({ n: 1 }))
    })
    expect(events.dead).toEqual([{ subscriber: 'n1', event: { n: 1 } }])
    expect(events.acked('n1')).toEqual([])
  })
})
