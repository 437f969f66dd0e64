import { describe, expect, test } from 'vitest'
import {
  bottleneck,
  cellReplica,
  gossipReplicas,
  leasedCache,
  mergeCells,
  SlotCluster,
  slotOf,
  type VersionVector,
} from '../../lib/roles/index.ts'
import { digest, rng } from '../../lib/sim/index.ts'
import type { CallResult } from '../../lib/suite/index.ts'
import { scene } from './scene.ts'

const said = (r: CallResult) => (r.ok ? r.value : r.reason)

describe('cell replicas', () => {
  const cell = (ts: number, v: string | null) => ({ x: { v, ts } })
  test('the larger ts wins; of equal ones a tombstone, then the larger text', () => {
    expect(mergeCells(cell(1, 'z'), cell(2, 'a'))).toEqual(cell(2, 'a'))
    expect(mergeCells(cell(1, 'z'), cell(1, null))).toEqual(cell(1, null))
    expect(mergeCells(cell(1, null), cell(1, 'z'))).toEqual(cell(1, null))
    expect(mergeCells(cell(1, 'a'), cell(1, 'b'))).toEqual(cell(1, 'b'))
    expect(mergeCells({ a: { v: '1', ts: 1 } }, { b: { v: '2', ts: 1 } })).toEqual({
      a: { v: '1', ts: 1 },
      b: { v: '2', ts: 1 },
    })
  })
  test('merging is associative, commutative and idempotent', () => {
    const r = rng('cells')
    const draw = () => cell(r.int(1, 3), r.pick(['a', 'b', null]))
    for (let i = 0; i < 300; i++) {
      const [a, b, c] = [draw(), draw(), draw()]
      expect(mergeCells(a, b)).toEqual(mergeCells(b, a))
      expect(mergeCells(a, mergeCells(b, c))).toEqual(mergeCells(mergeCells(a, b), c))
      expect(mergeCells(a, a)).toEqual(a)
    }
  })
  test('answers cells and their digest, and merges what it is told', async () => {
    const r1 = cellReplica({ init: { k: cell(1, 'a') } })
    const got: unknown[] = []
    await scene((sc) => {
      sc.supply('r1', r1.serve)
      sc.client('c', async (c) => {
        got.push(said(await c.call('r1', 'get', { k: 'k' })))
        await c.call('r1', 'mutate', { k: 'k', cells: cell(2, null) })
        got.push(said(await c.call('r1', 'digest', { k: 'k' })))
        got.push(said(await c.call('r1', 'get', { k: 'none' })))
      })
    })
    expect(got).toEqual([{ cells: cell(1, 'a') }, { d: digest(cell(2, null)) }, { cells: {} }])
  })
})

test('gossip: per origin in order, at most so late, and in the end all hold the same', async () => {
  const stores = gossipReplicas(['r1', 'r2', 'r3'], { gossipMs: [0, 500] })
  const seen: VersionVector[] = []
  const answers: unknown[] = []
  await scene(
    (sc) => {
      for (const id of stores.ids) sc.supply(id, stores.serve)
      sc.client('c', async (c) => {
        for (let i = 0; i < 30; i++) {
          const to = stores.ids[i % 3] as string
          await c.call(to, 'write', { k: 'k', v: `v${i}`, req: `${i}` })
          const again = await c.call(to, 'write', { k: 'k', v: 'other', req: `${i}` })
          answers.push(said(again).dot)
          await c.sleep(20)
          seen.push(stores.held('r1'))
        }
        answers.push(said(await c.call('r2', 'write', { k: 'k', v: 'x', after: { r1: 99 }, req: 'late' })))
        await c.sleep(600)
        seen.push(...stores.ids.map(stores.held))
        for (const id of stores.ids) answers.push(said(await c.call(id, 'read', { k: 'k' })).ver)
      })
    },
    { durationMs: 5000 },
  )
  expect(answers.slice(0, 4)).toEqual([
    ['r1', 1],
    ['r2', 1],
    ['r3', 1],
    ['r1', 2],
  ])
  expect(answers[30]).toBe('behind')
  for (let i = 1; i < 30; i++)
    for (const o of stores.ids) expect(seen[i]?.[o] ?? 0).toBeGreaterThanOrEqual(seen[i - 1]?.[o] ?? 0)
  expect(seen[10]).not.toEqual(seen.at(-1))
  expect(seen.slice(-3)).toEqual([1, 2, 3].map(() => ({ r1: 10, r2: 10, r3: 10 })))
  expect(answers.slice(-3).every((v) => JSON.stringify(v) === JSON.stringify(answers.at(-1)))).toBe(true)
})

describe('slot cluster', () => {
  test('the tag of a key decides its slot, as in the specification', () => {
    expect(slotOf('somekey', 16384)).toBe(11058)
    expect(slotOf('foo{hash_tag}', 16384)).toBe(2515)
    expect(slotOf('{user}a', 16384)).toBe(slotOf('user', 16384))
    expect(slotOf('{}{user}', 16384)).not.toBe(slotOf('user', 16384))
    expect(slotOf('a{b}{c}', 16384)).toBe(slotOf('b', 16384))
    expect(slotOf('a{b', 16384)).toBe(slotOf('a{b', 16384))
  })
  test('while a slot moves: what is there is served, what is not is ASKed for; then MOVED with a higher epoch', () => {
    const c = new SlotCluster(['a', 'b'], 8)
    const key = ['k0', 'k1', 'k2', 'k3', 'k4'].find((k) => c.owner(slotOf(k, 8)).node === 'a') as string
    const slot = slotOf(key, 8)
    const get = (at: string, asking = false) => c.exec(at, { op: 'get', key }, asking)
    c.exec('a', { op: 'set', key, value: 1 })
    expect(get('b')).toEqual({ moved: { slot, node: 'a', epoch: 0 } })
    c.migrate(slot, 'b')
    expect(get('a')).toEqual({ ok: true, value: 1 })
    expect(get('b')).toEqual({ moved: { slot, node: 'a', epoch: 0 } })
    c.moveKeys(slot)
    expect(get('a')).toEqual({ ask: { slot, node: 'b' } })
    expect(get('b', true)).toEqual({ ok: true, value: 1 })
    expect(c.exec('b', { op: 'incr', key }, true)).toEqual({ ok: true, value: 2 })
    c.unsettle(slot, true)
    expect(get('b', true)).toEqual({ tryAgain: true })
    c.unsettle(slot, false)
    c.finish(slot)
    expect(get('a')).toEqual({ moved: { slot, node: 'b', epoch: 1 } })
    expect(get('b')).toEqual({ ok: true, value: 2 })
    expect(c.peek(key)).toBe(2)
  })
})

test('leased cache: one asker gets the lease, a deletion voids it, times are half open', async () => {
  const cache = leasedCache()
  const got: unknown[] = []
  await scene(
    (sc) => {
      sc.supply('cache', cache.serve)
      sc.client('c', async (c) => {
        const ask = async (at: number, type: string, body: object) => {
          await c.at(at)
          got.push(said(await c.call('cache', type, { k: 'k', ...body })))
        }
        await ask(0, 'get', {})
        await ask(1, 'get', {})
        await ask(999, 'set', { v: 7, ttlMs: 100, lease: 2 })
        await ask(999, 'set', { v: 7, ttlMs: 100, lease: 1 })
        await ask(1098, 'get', {})
        await ask(1099, 'get', {})
        await ask(1100, 'del', {})
        await ask(1101, 'set', { v: 8, ttlMs: 100, lease: 2 })
        await ask(1102, 'get', {})
        await ask(2102, 'set', { v: 9, ttlMs: 100, lease: 3 })
      })
    },
    { durationMs: 4000 },
  )
  expect(got).toEqual([
    { hit: false, lease: 1 },
    { hit: false, lease: null },
    { ok: false },
    { ok: true },
    { hit: true, value: 7 },
    { hit: false, lease: 2 },
    {},
    { ok: false },
    { hit: false, lease: 3 },
    { ok: false },
  ])
})

test('bottleneck: a rate, a queue that drops its tail, a delay, a blackout', async () => {
  const link = bottleneck({ perSecond: 100, queue: 3, delayMs: 50, blackout: [500, 600], to: () => 'sink' })
  const arrived: [number, number][] = []
  await scene((sc) => {
    sc.supply('link', link.serve)
    sc.supply('sink', (s) => s.on('seg', (b) => void arrived.push([s.now, b])))
    sc.client('c', async (c) => {
      for (let i = 0; i < 6; i++) c.send('link', 'seg', i)
      await c.at(35)
      c.send('link', 'seg', 6)
      await c.at(500)
      c.send('link', 'seg', 7)
    })
  })
  // One on the wire and three behind it; the fifth and sixth are dropped. At 35 ms only the fourth is still there.
  expect(arrived).toEqual([
    [60, 0],
    [70, 1],
    [80, 2],
    [90, 3],
    [100, 6],
  ])
  expect([link.passed, link.dropped, link.lost, link.queueMax]).toEqual([5, 2, 1, 3])
})
