import { describe, expect, test } from 'vitest'
import { claimStore, fencedLog, lockService } from '../../lib/roles/index.ts'
import type { CallResult, Client } from '../../lib/suite/index.ts'
import { play } from '../sim/play.ts'
import { type Loose, scene } from './scene.ts'

const said = (r: CallResult) => (r.ok ? r.value : r.reason)

/** Runs one client's script and collects what it returns, each with its time. */
async function asking(
  role: { serve: never },
  script: (ask: Ask, c: Client) => Promise<void>,
): Promise<unknown[]> {
  const answers: unknown[] = []
  await scene(
    (sc) => {
      sc.supply('svc', role.serve)
      sc.client('c', async (c) => {
        await script(async (type, body, keep = true) => {
          const r = await c.call('svc', type, body)
          if (keep) answers.push([c.now, said(r)])
          return r.ok ? r.value : undefined
        }, c)
      })
    },
    { durationMs: 20_000 },
  )
  return answers
}
type Ask = (type: string, body?: unknown, keep?: boolean) => Promise<Loose>

describe('lock service', () => {
  test('a session dies ttl after its last request arrived, to the instant, and its nodes with it', async () => {
    const zk = lockService({ ttlMs: 300 })
    const answers = await asking(zk as never, async (ask, c) => {
      await ask('open')
      await ask('create', { sid: 's1', guid: 'a' })
      await c.at(299)
      await ask('ping', { sid: 's1' })
      await c.at(598)
      await ask('list', { sid: 's1' })
      await c.at(898)
      await ask('ping', { sid: 's1' })
      await ask('create', { sid: 's1' })
    })
    expect(answers).toEqual([
      [0, { sid: 's1' }],
      [0, { seq: 1 }],
      [299, {}],
      [598, { nodes: [{ seq: 1, sid: 's1', guid: 'a' }] }],
      [898, 'expired'],
      [898, 'expired'],
    ])
    expect(zk.nodes()).toEqual([])
    expect(zk.sessions()).toEqual([])
  })
  test('every create makes a node, higher than all before; only its owner deletes it', async () => {
    const zk = lockService()
    const answers = await asking(zk as never, async (ask) => {
      await ask('open', {}, false)
      await ask('open', {}, false)
      await ask('create', { sid: 's1' })
      await ask('create', { sid: 's2' })
      await ask('delete', { sid: 's2', seq: 1 })
      await ask('delete', { sid: 's1', seq: 1 })
      await ask('create', { sid: 's1' })
    })
    expect(answers.map((a) => (a as unknown[])[1])).toEqual([
      { seq: 1 },
      { seq: 2 },
      'not-owner',
      {},
      { seq: 3 },
    ])
  })
  test('a watch fires once, for its owner, when the node goes by any way; on what is absent none is set', async () => {
    const zk = lockService({ ttlMs: 500 })
    const run = await play(
      `export default node(async (ctx) => {
        ctx.on('gone', (m) => ctx.trace('gone', m.seq))
        const { sid } = await ctx.rpc('zk', 'open')
        ctx.every(100, () => ctx.rpc('zk', 'ping', { sid }))
        await ctx.sleep(50)
        for (const seq of [1, 1, 2, 9]) ctx.trace('exists', (await ctx.rpc('zk', 'watch', { sid, seq })).exists)
      })`,
      (sc) => {
        sc.network({ latencyMs: [0, 0] })
        sc.nodes(['n1'])
        sc.supply('zk', zk.serve)
        sc.client('c', async (c) => {
          const { value } = (await c.call('zk', 'open')) as { value: { sid: string } }
          await c.call('zk', 'create', value)
          await c.call('zk', 'create', value)
          await c.at(200)
          await c.call('zk', 'delete', { ...value, seq: 2 })
        })
      },
    )
    const notes = run.trace.filter((e) => e.kind === 'note' && e.node === 'n1')
    expect(notes.map((e) => [e.at, e.label, e.data])).toEqual([
      [50, 'exists', true],
      [50, 'exists', true],
      [50, 'exists', true],
      [50, 'exists', false],
      [200, 'gone', 2],
      [700, 'gone', 1],
    ])
    expect(zk.watches).toBe(0)
    // The notification is led back to what removed the node.
    const causes = run.trace
      .filter((e) => e.kind === 'send' && e.type === 'gone')
      .map((e) => run.trace[e.cause!]?.kind)
    expect(causes).toEqual(['deliver', 'note'])
  })
})

describe('claim store', () => {
  test('one holder at a time in [granted, granted + lease); epochs only rise', async () => {
    const store = claimStore({ leaseMs: 1000 })
    const answers: unknown[] = []
    await scene(
      (sc) => {
        sc.supply('config', store.serve)
        const ask = (id: string, steps: [number, string, number?][]) =>
          sc.client(id, async (c) => {
            for (const [at, type, epoch] of steps) {
              await c.at(at)
              answers.push([at, id, said(await c.call('config', type, { resource: 'r', epoch }))])
            }
          })
        ask('a', [
          [0, 'claim'],
          [500, 'claim'],
          [1600, 'renew', 1],
          [2700, 'release', 2],
        ])
        ask('b', [
          [100, 'claim'],
          [1499, 'claim'],
          [1500, 'claim'],
          [2400, 'renew', 2],
          [2600, 'release', 2],
          [2601, 'holder'],
        ])
      },
      { durationMs: 4000 },
    )
    expect(answers).toEqual([
      [0, 'a', { epoch: 1, leaseMs: 1000 }],
      [100, 'b', { denied: true, owner: 'a', remainingMs: 900 }],
      [500, 'a', { epoch: 1, leaseMs: 1000 }],
      [1499, 'b', { denied: true, owner: 'a', remainingMs: 1 }],
      [1500, 'b', { epoch: 2, leaseMs: 1000 }],
      [1600, 'a', { ok: false }],
      [2400, 'b', { ok: true, leaseMs: 1000 }],
      [2600, 'b', { ok: true }],
      [2601, 'b', null],
      [2700, 'a', { ok: false }],
    ])
    expect(store.grants.map((g) => [g.at, g.owner, g.epoch])).toEqual([
      [0, 'a', 1],
      [500, 'a', 1],
      [1500, 'b', 2],
      [2400, 'b', 2],
    ])
    expect(store.epoch('r')).toBe(2)
  })
})

test('a fenced log refuses what is older than the highest token it has seen, and accepts equal ones', async () => {
  const log = fencedLog()
  const answers = await asking(log as never, async (ask) => {
    await ask('append', { token: 1, entry: 'a' })
    await ask('fence', { token: 3 })
    await ask('append', { token: 2, entry: 'b' })
    await ask('fence', { token: 2 })
    await ask('append', { token: 3, entry: 'c' })
    await ask('append', { entry: 'd' })
  })
  expect(answers.map((a) => (a as unknown[])[1])).toEqual([
    { index: 1 },
    {},
    'stale',
    'stale',
    { index: 2 },
    "bad request: 'token' must be a number; got nothing",
  ])
  expect(log.entries.map((e) => e.entry)).toEqual(['a', 'c'])
})
