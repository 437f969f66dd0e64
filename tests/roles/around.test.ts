import { describe, expect, test } from 'vitest'
import {
  effects,
  httpService,
  meter,
  nameServer,
  participant,
  proxy,
  type Role,
  serviceRegistry,
  timeServer,
  workerPool,
} from '../../lib/roles/index.ts'
import { type CallResult, Refusal } from '../../lib/suite/index.ts'
import { notes, play } from '../sim/play.ts'
import { type Loose, scene } from './scene.ts'

type Step = readonly [at: number, type: string, body?: unknown]

/** One client's calls at their instants; what came back, and when. */
async function answers(role: Role, steps: readonly Step[], during: Record<number, () => void> = {}) {
  const out: unknown[] = []
  await scene(
    (sc) => {
      sc.supply('svc', role.serve)
      steps.forEach(([at, type, body], i) => {
        sc.client(`c${i}`, async (c) => {
          await c.at(at)
          const r: CallResult = await c.call('svc', type, body, { timeoutMs: 5000 })
          out[i] = [c.now, r.ok ? r.value : r.reason]
        })
      })
      for (const [at, f] of Object.entries(during))
        sc.client(`script${at}`, async (c) => {
          await c.at(Number(at))
          f()
        })
    },
    { durationMs: 20_000 },
  )
  return out as [number, Loose][]
}

describe('http service', () => {
  const at = (n: number, method: string, path: string, headers = {}, body: unknown = null): Step => [
    n,
    'http',
    { method, path, headers, body },
  ]
  test('tags, conditions and statuses are those of RFC 9110', async () => {
    const api = httpService({ resources: { '/a': { body: 1, headers: { 'cache-control': 'max-age=60' } } } })
    const [[, first]] = (await answers(api, [at(0, 'GET', '/a')])) as [[number, Loose]]
    const tag = first.headers.etag as string
    expect(first).toEqual({ status: 200, headers: { 'cache-control': 'max-age=60', etag: tag }, body: 1 })
    const got = await answers(
      httpService({ resources: { '/a': { body: 1, headers: { 'cache-control': 'max-age=60' } } } }),
      [
        at(0, 'GET', '/a', { 'If-None-Match': `"x", W/${tag}` }),
        at(1, 'HEAD', '/a'),
        at(2, 'GET', '/b'),
        at(3, 'PUT', '/a', { 'if-match': `W/${tag}` }, 2),
        at(4, 'PUT', '/a', { 'if-none-match': '*' }, 2),
        at(5, 'PUT', '/a', { 'if-match': `"x", ${tag}` }, 2),
        at(6, 'PUT', '/a', { 'if-match': tag }, 3),
        at(7, 'PUT', '/c', { 'if-none-match': '*' }, 1),
        at(8, 'PUT', '/d', { 'if-match': '*' }, 1),
        at(9, 'DELETE', '/c'),
        at(10, 'DELETE', '/c', { 'if-match': '"x"' }),
        at(11, 'POST', '/a'),
      ],
    )
    expect(got.map(([, a]) => a.status)).toEqual([304, 200, 404, 412, 412, 200, 412, 201, 412, 204, 404, 405])
    expect(got[0]?.[1]).toMatchObject({ headers: { etag: tag, 'cache-control': 'max-age=60' }, body: null })
    expect(got[1]?.[1].body).toBeNull()
    expect(got[5]?.[1].headers.etag).not.toBe(tag)
    expect(got[11]?.[1].headers.allow).toContain('PUT')
  })
  test('trouble comes with Retry-After; preconditions can be demanded', async () => {
    const api = httpService({
      preconditionRequired: true,
      trouble: (q) => (q.at < 100 ? { status: 503, retryAfterS: 2 } : undefined),
    })
    const got = await answers(api, [at(99, 'GET', '/a'), at(100, 'PUT', '/a', {}, 1)])
    expect(got[0]?.[1]).toEqual({ status: 503, headers: { 'retry-after': '2' }, body: null })
    expect(got[1]?.[1].status).toBe(428)
    expect(api.answers).toEqual({ 503: 1, 428: 1 })
  })
  test('what varies has a tag of its own', async () => {
    const api = httpService({
      resources: { '/p': { body: 'hello', headers: { vary: 'accept-language' } } },
      vary: (r, h) => ({ ...r, body: `${r.body} ${h['accept-language'] ?? ''}` }),
    })
    const got = await answers(api, [
      at(0, 'GET', '/p', { 'Accept-Language': 'de' }),
      at(1, 'GET', '/p', { 'accept-language': 'fr' }),
    ])
    expect(got.map(([, a]) => a.body)).toEqual(['hello de', 'hello fr'])
    expect(got[0]?.[1].headers.etag).not.toBe(got[1]?.[1].headers.etag)
  })
})

describe('service registry', () => {
  const register = (n: number, instance: string, ttlMs = 1000): Step => [
    n,
    'register',
    { service: 's', instance, addr: `${instance}:1`, ttlMs },
  ]
  test('an instance is listed until its last renewal + ttl, not at it', async () => {
    const got = await answers(serviceRegistry(), [
      register(0, 'a'),
      [500, 'renew', { lease: 'l1' }],
      [1499, 'lookup', { service: 's' }],
      [1500, 'lookup', { service: 's' }],
      [1501, 'renew', { lease: 'l1' }],
    ])
    expect(got.map(([, a]) => a)).toEqual([
      { lease: 'l1' },
      { ok: true },
      [{ instance: 'a', addr: 'a:1' }],
      [],
      { ok: false },
    ])
  })
  test('a new registration kills the old lease; a late goodbye changes nothing', async () => {
    const got = await answers(serviceRegistry(), [
      register(0, 'a'),
      register(1, 'a'),
      [2, 'deregister', { lease: 'l1' }],
      [3, 'lookup', { service: 's' }],
      [4, 'deregister', { lease: 'l2' }],
      [5, 'lookup', { service: 's' }],
    ])
    expect(got.slice(2).map(([, a]) => a)).toEqual([
      { ok: false },
      [{ instance: 'a', addr: 'a:1' }],
      { ok: true },
      [],
    ])
  })
  test('a blocking query ends with the change, or with its wait; health takes part', async () => {
    const registry = serviceRegistry()
    const got = await answers(
      registry,
      [
        register(0, 'b', 10_000),
        register(1, 'a', 10_000),
        [2, 'catalog', { service: 's' }],
        [3, 'catalog', { service: 's', index: 3, waitMs: 2000 }],
        [300, 'catalog', { service: 's', index: 4, waitMs: 200 }],
        [301, 'catalog', { service: 's', index: 2, waitMs: 200 }],
      ],
      { 100: () => registry.setHealth('s', 'a', false), 700: () => registry.setHealth('s', 'a', false) },
    )
    expect(got.slice(2)).toEqual([
      [2, { index: 3, addrs: ['a:1', 'b:1'] }],
      [100, { index: 4, addrs: ['b:1'] }],
      [500, { index: 4, addrs: ['b:1'] }],
      [301, { index: 4, addrs: ['b:1'] }],
    ])
  })
  test('a restore goes back in its index and wakes those who wait', async () => {
    const registry = serviceRegistry()
    const got = await answers(
      registry,
      [register(0, 'a', 10_000), [10, 'catalog', { service: 's', index: 2, waitMs: 5000 }]],
      { 50: () => registry.restore(1, { forget: true }) },
    )
    expect(got[1]).toEqual([50, { index: 1, addrs: [] }])
  })
})

test('name server: an answer is kept for [t, t + ttl), absence too; the zone changes behind the cache', async () => {
  const dns = nameServer({ zone: { a: { addrs: ['1', '2'], ttlMs: 100 } }, negativeTtlMs: 50, caching: true })
  const got = await answers(
    dns,
    [
      [0, 'resolve', { name: 'a' }],
      [99, 'resolve', { name: 'a' }],
      [100, 'resolve', { name: 'a' }],
      [10, 'resolve', { name: 'b' }],
      [59, 'resolve', { name: 'b' }],
      [60, 'resolve', { name: 'b' }],
    ],
    { 20: () => [dns.set('a', { addrs: ['3'], ttlMs: 100 }), dns.set('b', { addrs: ['4'], ttlMs: 7 })] },
  )
  expect(got.map(([, a]) => a)).toEqual([
    { addrs: ['1', '2'], ttlMs: 100 },
    { addrs: ['1', '2'], ttlMs: 1 },
    { addrs: ['3'], ttlMs: 100 },
    { nxdomain: true, ttlMs: 50 },
    { nxdomain: true, ttlMs: 1 },
    { addrs: ['4'], ttlMs: 7 },
  ])
})

test('time server: stamps receipt and answer with true time, or with its lie', async () => {
  const honest = await answers(timeServer({ epochMs: 1000, turnaroundMs: [5, 5] }), [[20, 'query']])
  expect(honest).toEqual([[25, { t2: 1020, t3: 1025 }]])
  const liar = await answers(timeServer({ lie: (t) => t + 90 + t / 2 }), [[20, 'query']])
  expect(liar[0]?.[1]).toEqual({ t2: 120, t3: 120 })
})

test('effects: a key takes effect once and gets the first answer again; a forgetful sink repeats it', async () => {
  const steps: Step[] = [
    [0, 'charge', { key: 'k', cents: 5 }],
    [1, 'charge', { key: 'k', cents: 6 }],
    [2, 'refund', { key: 'k' }],
    [3, 'charge', { key: 'poor' }],
  ]
  let n = 0
  const answer = (b: Loose) => {
    if (b.key === 'poor') throw new Refusal('declined')
    return `charged ${++n}`
  }
  const bank = effects({ types: ['charge', 'refund'], answer })
  expect((await answers(bank, steps)).map(([, a]) => a)).toEqual([
    'charged 1',
    'charged 1',
    'charged 2',
    'declined',
  ])
  expect(bank.all.map((e) => e.repeat)).toEqual([false, true, false])
  expect(bank.happened).toHaveLength(2)
  const dumb = effects({ types: ['charge', 'refund'], forgetful: true })
  await answers(dumb, steps)
  expect(dumb.happened).toHaveLength(4)
})

test('participant: the first answer sticks, an undo blocks a later do, declined stays declined', async () => {
  const svc = participant({ declines: (_, step) => step === 'car' })
  const b = (step: string) => ({ sagaId: 's', step })
  const got = await answers(svc, [
    [0, 'do', b('flight')],
    [1, 'do', b('flight')],
    [2, 'undo', b('flight')],
    [3, 'do', b('flight')],
    [4, 'undo', b('hotel')],
    [5, 'do', b('hotel')],
    [6, 'do', b('car')],
    [7, 'undo', b('car')],
    [8, 'do', b('car')],
  ])
  expect(got.map(([, a]) => (a.ok ? 'ok' : a.error)).join(' ')).toBe(
    'ok ok ok declined ok declined declined ok declined',
  )
  expect([svc.state('s', 'flight'), svc.state('s', 'car'), svc.state('s', 'x')]).toEqual([
    'undone',
    'declined',
    'none',
  ])
})

test('worker pool: one key runs once, repeats wait for it; slots and queue bound the work', async () => {
  const pool = workerPool({
    job: (x) => x * 2,
    jobMs: [100, 100],
    capacity: { slots: 2, queue: 1, full: 'busy' },
  })
  const run = (at: number, key: string): Step => [at, 'run', { key, input: 21 }]
  expect(await answers(pool, [run(0, 'a'), run(50, 'a'), run(51, 'b'), run(52, 'c'), run(300, 'a')])).toEqual(
    [
      [100, 42],
      [100, 42],
      [200, 42],
      [52, 'busy'],
      [300, 42],
    ],
  )
  expect([pool.executions('a'), pool.executions('b'), pool.executions('c')]).toEqual([1, 1, 0])
})

describe('counting', () => {
  const caller = `export default node((ctx) => {
    const ask = async (n) => {
      try { ctx.trace('got', await ctx.rpc('front', 'go', n, { timeout: 100 })) } catch (e) { ctx.trace(e.message.slice(0, 9)) }
    }
    ask(1); ask(2); ctx.send('front', 'fire', 'x')
    ctx.after(50, () => ask(3))
  })`
  test('a proxy forwards answers, refusals, silence and one-way messages, and counts them', async () => {
    const front = proxy({ to: 'back', timeoutMs: 300 })
    const fired: unknown[] = []
    const m = meter({ to: 'front' })
    const run = await play(caller, (sc) => {
      sc.network({ latencyMs: [1, 1] })
      sc.nodes(['n1'])
      sc.supply('front', front.serve)
      sc.supply('back', (s) => {
        s.on('go', async (n) => {
          if (n === 2) throw new Refusal('no twos')
          await s.sleep(n === 3 ? 200 : 10)
          return n * 10
        })
        s.on('fire', (b, from) => void fired.push([b, from]))
      })
    })
    expect(notes(run, 'n1')).toEqual(['4 no twos', '14 got 10', '150 no answer'])
    expect(fired).toEqual([['x', 'front']])
    expect(front.counts).toEqual({
      calls: 3,
      oneWay: 1,
      bytes: 3 + 3 + 2 + 2,
      byType: { go: 3, fire: 1 },
      inFlight: 0,
      inFlightMax: 2,
      timeouts: 0,
    })
    // The same from the trace, without a hop.
    expect(m.all(run.trace)).toMatchObject({ messages: 4, byType: { go: 3, fire: 1 }, bytes: 6 })
    expect(meter({ to: 'back', type: 'go' }).all(run.trace)).toMatchObject({
      messages: 3,
      inFlightMax: 2,
      inFlight: 0,
    })
    expect(meter({ from: 'n1', answers: true }).all(run.trace).messages).toBe(4 + 3)
  })
})
