import { describe, expect, test } from 'vitest'
import { kv, linearizable } from '../../lib/checks/index.ts'
import {
  KeyValue,
  type KeyValueOptions,
  keyValueStore,
  ObjectStore,
  objectStore,
} from '../../lib/roles/index.ts'
import { explore, type Scenario, suite } from '../../lib/suite/index.ts'
import { portFor } from '../sim/play.ts'
import { clock, idle, scene } from './scene.ts'

describe('key-value store', () => {
  test('revisions count per key, go on after a deletion, and are 0 for what is absent', () => {
    const store = new KeyValue({ now: () => 0 })
    expect(store.put('a', 1)).toEqual({ ok: true, rev: 1 })
    expect(store.put('a', 2, { ifRev: 1 })).toEqual({ ok: true, rev: 2 })
    expect(store.put('a', 3, { ifRev: 1 })).toEqual({ ok: false, value: 2, rev: 2 })
    expect(store.put('b', 0, { ifRev: null })).toEqual({ ok: true, rev: 1 })
    expect(store.put('b', 0, { ifRev: 0 })).toEqual({ ok: false, value: 0, rev: 1 })
    expect(store.delete('a', { ifRev: 1 }).ok).toBe(false)
    expect(store.delete('a')).toEqual({ ok: true, rev: 3 })
    expect(store.get('a')).toBeUndefined()
    expect(store.put('a', 9, { ifRev: 3 }).ok).toBe(false)
    expect(store.put('a', 9, { ifRev: null })).toEqual({ ok: true, rev: 4 })
  })
  test('revisions of the store count every write', () => {
    const store = new KeyValue({ now: () => 0, revisions: 'store' })
    store.put('a', 1)
    store.put('b', 1)
    expect(store.put('a', 2)).toEqual({ ok: true, rev: 3 })
  })
  test('an entry lives in [t, t + ttl), whatever reads it', () => {
    const c = clock()
    const store = new KeyValue(c)
    store.put('a', 1, { ttlMs: 100 })
    c.ms = 99
    expect(store.get('a')?.value).toBe(1)
    c.ms = 100
    expect(store.get('a')).toBeUndefined()
    expect(store.scan()).toEqual([])
    expect(store.put('a', 2, { ifRev: null })).toEqual({ ok: true, rev: 2 })
  })
  test('cas compares values as JSON; undefined is absence', () => {
    const store = new KeyValue({ now: () => 0 })
    expect(store.cas('a', undefined, { n: 1 }).ok).toBe(true)
    expect(store.cas('a', undefined, 2)).toEqual({ ok: false, value: { n: 1 }, rev: 1 })
    expect(store.cas('a', { n: 1 }, 2).ok).toBe(true)
  })
  test('scans are in code-unit order, half open, behind `after`, limited', () => {
    const store = new KeyValue({ now: () => 0 })
    for (const k of ['b', 'a', 'B', 'ab', 'c']) store.put(k, k)
    const keys = (o: Parameters<KeyValue['scan']>[0]) => store.scan(o).map((e) => e.key)
    expect(keys({})).toEqual(['B', 'a', 'ab', 'b', 'c'])
    expect(keys({ from: 'a', to: 'b' })).toEqual(['a', 'ab'])
    expect(keys({ prefix: 'a', after: 'a' })).toEqual(['ab'])
    expect(keys({ after: 'B', limit: 2 })).toEqual(['a', 'ab'])
  })
  test('the past is kept', () => {
    const c = clock()
    const store = new KeyValue(c)
    for (c.ms of [10, 20, 30]) store.put('a', c.ms)
    expect([5, 10, 29, 30].map((t) => store.get('a', t)?.value)).toEqual([undefined, 10, 20, 30])
  })

  /** Three clients race on two keys through a bad network. */
  const race = (o: KeyValueOptions) =>
    suite('store', (s) => {
      const p = s.property('linearizable', 'It is.', { kind: 'history' })
      s.scenario('race', { seeds: 15, durationMs: 3000 }, (sc: Scenario) => {
        sc.nodes(['n0'])
        sc.network({ latencyMs: [1, 20], stressMs: [20, 300], stressPct: 20, lossPct: 5, dupPct: 5 })
        sc.supply('kv', keyValueStore(o).serve)
        for (const id of ['c1', 'c2', 'c3'])
          sc.client(id, async (c) => {
            for (let i = 0; i < 12; i++) {
              const key = c.random.pick(['x', 'y'])
              if (c.random.chance(50)) await c.call('kv', 'get', { key }, { timeoutMs: 200 })
              else await c.call('kv', 'put', { key, value: `${id}${i}` }, { timeoutMs: 200 })
            }
          })
        sc.check(
          p,
          linearizable(kv(), {
            ops: {
              get: (o) => ({ f: 'get', key: o.body.key, out: o.result === null ? null : o.result?.value }),
              put: (o) => ({ f: 'put', key: o.body.key, in: o.body.value }),
            },
          }),
        )
      })
    })
  test('through loss, duplication and reordering its histories are linearizable', async () => {
    expect(await explore(race({ connection: true }), portFor(idle), { clock: () => 0 })).toMatchObject({
      outcome: 'passed',
    })
  })
  test('without a connection a put that the network doubles takes effect twice, and that shows', async () => {
    expect(await explore(race({}), portFor(idle), { clock: () => 0 })).toMatchObject({ outcome: 'failed' })
  })
  test('a stale one is caught by the same check', async () => {
    expect(
      await explore(race({ connection: true, stalenessMs: [0, 400] }), portFor(idle), { clock: () => 0 }),
    ).toMatchObject({
      outcome: 'failed',
      property: 'linearizable',
    })
  })
})

describe('object store', () => {
  test('of rivals with if-none-match one wins; if-match compares tags', () => {
    const store = new ObjectStore({ now: () => 0 })
    const first = store.put('a', 1, { ifNoneMatch: '*' })
    expect(first?.etag).toHaveLength(64)
    expect(store.put('a', 2, { ifNoneMatch: '*' })).toBeUndefined()
    expect(store.put('a', 2, { ifMatch: 'other' })).toBeUndefined()
    expect(store.put('a', 2, { ifMatch: first?.etag as string })).toBeDefined()
    expect(store.put('b', 1)?.etag).toBe(first?.etag)
    expect(store.delete('b', { ifMatch: 'other' })).toBe(false)
    expect(store.delete('nothing')).toBe(true)
  })
  test('a listing is in order and in pages; with a lag it overlooks what is young', async () => {
    const answers: unknown[] = []
    const store = objectStore({ listLagMs: 100 })
    await scene((sc) => {
      sc.supply('s3', store.serve)
      sc.client('c', async (c) => {
        const keys = async (body: object) => {
          const r = await c.call('s3', 'list', body)
          answers.push(r.ok ? r.value.map((x: { key: string }) => x.key) : r.reason)
        }
        for (const key of ['p/b', 'p/a', 'q']) await c.call('s3', 'put', { key, data: key })
        await keys({ prefix: 'p/' })
        await c.at(200)
        await keys({ prefix: 'p/' })
        await keys({ prefix: '', after: 'p/a', max: 1 })
        const r = await c.call('s3', 'put', { key: 'q', data: 0, ifNoneMatch: '*' })
        answers.push(r.ok ? 'put' : r.reason)
      })
    })
    expect(answers).toEqual([[], ['p/a', 'p/b'], ['p/b'], 'precondition-failed'])
  })
})
