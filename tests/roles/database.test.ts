import { describe, expect, test } from 'vitest'
import { checkIsolation, type LevelName, type Operation } from '../../lib/checks/index.ts'
import { Aborted, Database, database, type Level, type Transaction } from '../../lib/roles/index.ts'
import { type Json, type Rng, rng } from '../../lib/sim/index.ts'
import { scene } from './scene.ts'

interface Access {
  readonly f: 'append' | 'read'
  readonly key: string
  readonly value?: Json
  readonly list?: readonly Json[]
}

/** Five sessions run transactions over lists at once, their steps mixed by the seed: the history as a client sees it. */
async function listAppend(level: Level, r: Rng): Promise<Operation[]> {
  const db = new Database()
  const operations: Operation[] = []
  let event = 0
  let value = 0
  async function session(client: string): Promise<void> {
    for (let i = 0; i < 6; i++) {
      const invokeId = event++
      const op = operations.length
      operations.push({} as Operation)
      const accesses: Access[] = []
      let outcome: Operation['outcome'] = 'ok'
      try {
        const tx = db.begin(level)
        for (let n = r.int(1, 3); n > 0; n--) {
          const key = r.pick(['x', 'y', 'z'])
          if (r.chance(50))
            accesses.push({ f: 'read', key, list: (db.get(tx, 'lists', key) ?? []) as Json[] })
          else {
            const list = (db.get(tx, 'lists', key) ?? []) as Json[]
            await pass(r)
            accesses.push({ f: 'append', key, value: ++value })
            await db.put(tx, 'lists', key, [...list, value])
          }
          await pass(r)
        }
        db.commit(tx)
      } catch (e) {
        if (!(e instanceof Aborted)) throw e
        outcome = 'fail'
      }
      const endId = event++
      operations[op] = {
        op,
        client,
        callee: 'db',
        type: 'txn',
        body: accesses as never,
        invokeAt: invokeId,
        invokeId,
        endAt: endId,
        endId,
        outcome,
        result: null,
      }
    }
  }
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map(session))
  return operations
}

/** Lets the other sessions run for some turns. */
async function pass(r: Rng): Promise<void> {
  for (let n = r.int(0, 6); n > 0; n--) await null
}

/** Anomalies of 60 histories under a level's own name, and how many histories had any. */
async function judged(
  level: Level,
  name: LevelName,
): Promise<{ bad: number; names: Set<string>; committed: number }> {
  const names = new Set<string>()
  let bad = 0
  let committed = 0
  for (let n = 0; n < 60; n++) {
    const operations = await listAppend(level, rng(`list-append#${n}`))
    committed += operations.filter((o) => o.outcome === 'ok').length
    const found = checkIsolation(name, operations, { of: (o) => o.body })
    if (!found.ok) bad++
    for (const a of found.anomalies) names.add(a.name)
  }
  return { bad, names, committed }
}

describe('isolation, judged by the list-append checker', () => {
  test('serializable: strict serializability, 60 of 60 histories', async () => {
    const found = await judged('serializable', 'strict-serializable')
    expect(found).toMatchObject({ bad: 0 })
    expect(found.committed).toBeGreaterThan(600)
  })
  test('snapshot: strong snapshot isolation holds, serializability does not: write skew and nothing worse', async () => {
    expect(await judged('snapshot', 'strong-snapshot-isolation')).toMatchObject({ bad: 0 })
    const { bad, names } = await judged('snapshot', 'serializable')
    expect(bad).toBeGreaterThan(5)
    expect([...names]).toEqual(['G2-item'])
  })
  test('read committed: no dirty or aborted read; lost updates happen', async () => {
    const { names } = await judged('read-committed', 'snapshot-isolation')
    expect(names).toContain('lost-update')
    for (const name of ['G1a', 'G1b', 'garbage-read', 'dirty-update']) expect(names).not.toContain(name)
  })
})

const begin = (db: Database, level: Level, n = 2): Transaction[] =>
  Array.from({ length: n }, () => db.begin(level))
const aborted = (reason: string) => expect.objectContaining({ reason })

describe('by hand', () => {
  const doctors = () => {
    const db = new Database()
    db.load({ oncall: { alice: true, bob: true } })
    return db
  }
  /** Each sees two on call and goes home. */
  async function skew(level: Level): Promise<string> {
    const db = doctors()
    const [a, b] = begin(db, level) as [Transaction, Transaction]
    for (const tx of [a, b]) expect(db.scan(tx, 'oncall', {}).filter((r) => r.row).length).toBe(2)
    await db.put(a, 'oncall', 'alice', false)
    await db.put(b, 'oncall', 'bob', false)
    db.commit(a)
    try {
      db.commit(b)
      return 'nobody is on call'
    } catch (e) {
      return (e as Aborted).message
    }
  }
  test('write skew: snapshot lets it happen, serializable does not', async () => {
    expect(await skew('read-committed')).toBe('nobody is on call')
    expect(await skew('snapshot')).toBe('nobody is on call')
    expect(await skew('serializable')).toBe('aborted: serialization')
  })
  test('phantom: a row that comes into a scan aborts the serializable reader, one beside it does not', async () => {
    for (const [kind, ok] of [
      ['a', false],
      ['b', true],
    ] as const) {
      const db = new Database()
      const [reader, writer] = begin(db, 'serializable') as [Transaction, Transaction]
      db.scan(reader, 't', { where: { kind: 'a' } })
      await db.insert(writer, 't', { kind })
      db.commit(writer)
      await db.insert(reader, 'out', 1)
      if (ok) expect(db.commit(reader)).toBe(2)
      else expect(() => db.commit(reader)).toThrow('aborted: serialization')
    }
  })
  test('of two writers of a row the first updater wins, the second aborts when it gets the lock', async () => {
    const db = doctors()
    const [a, b] = begin(db, 'snapshot') as [Transaction, Transaction]
    await db.put(a, 'oncall', 'alice', 1)
    const second = db.put(b, 'oncall', 'alice', 2)
    db.commit(a)
    await expect(second).rejects.toEqual(aborted('serialization'))
    expect(db.get(undefined, 'oncall', 'alice')).toBe(1)
  })
  test('when the first updater aborts, the second goes on', async () => {
    const db = doctors()
    const [a, b] = begin(db, 'snapshot') as [Transaction, Transaction]
    await db.put(a, 'oncall', 'alice', 1)
    const second = db.put(b, 'oncall', 'alice', 2)
    db.abort(a)
    await second
    db.commit(b)
    expect(db.get(undefined, 'oncall', 'alice')).toBe(2)
  })
  test('read committed sees commits between its reads; a snapshot does not', async () => {
    for (const [level, want] of [
      ['read-committed', 5],
      ['snapshot', true],
    ] as const) {
      const db = doctors()
      const reader = db.begin(level)
      db.get(reader, 'oncall', 'alice')
      const writer = db.begin(level)
      await db.put(writer, 'oncall', 'alice', 5)
      expect(db.get(reader, 'oncall', 'alice')).toBe(true)
      db.commit(writer)
      expect(db.get(reader, 'oncall', 'alice')).toBe(want)
    }
  })
  test('a circle of waiting aborts the one that would close it, and only that one', async () => {
    const db = new Database()
    const [a, b, c] = begin(db, 'read-committed', 3) as [Transaction, Transaction, Transaction]
    await db.lock(a, '1')
    await db.lock(b, '2')
    await db.lock(c, '3')
    const ab = db.lock(a, '2')
    const bc = db.lock(b, '3')
    await expect(db.lock(c, '1')).rejects.toEqual(aborted('deadlock'))
    await bc
    db.commit(b)
    await ab
    expect(db.held()).toEqual({ 1: { owner: 't1', waiting: [] }, 2: { owner: 't1', waiting: [] } })
  })
  test('sequence numbers are taken at once and lost on abort; rows of others are unseen until their commit', async () => {
    const db = new Database()
    const [a, b] = begin(db, 'read-committed') as [Transaction, Transaction]
    expect(await db.insert(a, 'outbox', 'first')).toBe(1)
    expect(await db.insert(b, 'outbox', 'second')).toBe(2)
    db.commit(b)
    expect(db.scan(undefined, 'outbox').map((r) => r.row)).toEqual(['second'])
    db.abort(a)
    expect(await db.insert(db.begin(), 'outbox', 'third')).toBe(3)
  })
  test('the log has the changes in order of commit, with marks between', async () => {
    const db = new Database()
    const [a, b] = begin(db, 'snapshot') as [Transaction, Transaction]
    await db.put(a, 't', 'k', 1)
    await db.put(b, 't', 'l', 1)
    db.commit(b)
    db.mark('low')
    db.commit(a)
    const tx = db.begin()
    await db.put(tx, 't', 'k', 2)
    await db.put(tx, 't', 'l', undefined)
    db.commit(tx)
    expect(db.log.map((c) => `${c.lsn}${c.op}${c.key}`)).toEqual(['1cl', '2marklow', '3ck', '4uk', '5dl'])
  })
})

describe('behind messages', () => {
  test('a commit of unknown outcome either happened or did not, and asking again tells', async () => {
    const role = database({ unknownCommitPct: 100 })
    const results: string[] = []
    await scene((sc) => {
      sc.supply('db', role.serve)
      sc.client('c', async (c) => {
        for (let i = 0; i < 20; i++) {
          const tx = (await c.call('db', 'begin')) as { value: { tx: string } }
          const b = { tx: tx.value.tx, table: 't', key: `k${i}`, row: i }
          await c.call('db', 'put', b)
          const done = await c.call('db', 'commit', b, { timeoutMs: 10 })
          const row = await c.call('db', 'get', { table: 't', key: `k${i}` })
          results.push(
            `${done.ok ? 'ok' : done.error} ${row.ok && row.value.row === null ? 'absent' : 'there'}`,
          )
        }
      })
    })
    expect(new Set(results)).toEqual(new Set(['Timeout absent', 'Timeout there']))
  })
  test('what nobody ends is aborted when idle, at the instant; a returning client ends what it had open', async () => {
    const role = database({ idleMs: 100 })
    const said: string[] = []
    await scene((sc) => {
      sc.supply('db', role.serve)
      sc.client('c', async (c) => {
        const tell = (r: Awaited<ReturnType<typeof c.call>>) =>
          said.push(`${c.now} ${r.ok ? JSON.stringify(r.value) : r.reason}`)
        await c.call('db', 'begin')
        await c.call('db', 'lock', { tx: 't1', name: 'x' })
        await c.call('db', 'begin')
        tell(await c.call('db', 'lock', { tx: 't2', name: 'x' }))
        tell(await c.call('db', 'get', { tx: 't1', table: 't', key: 'k' }))
        tell(await c.call('db', 'commit', { tx: 't9' }))
        tell(await c.call('db', 'begin', { level: 'chaos' }))
        await c.call('db', 'hello')
        tell(await c.call('db', 'commit', { tx: 't2' }))
      })
    })
    expect(said).toEqual([
      '100 {}',
      '100 aborted: idle',
      "100 no transaction 't9'",
      "100 no isolation level 'chaos': there are read-committed, snapshot, serializable",
      '100 aborted: rolled back',
    ])
    expect(role.open).toBe(0)
  })
  test('a second request of a transaction that waits is refused, not a crash of the run', async () => {
    const role = database({ idleMs: 50 })
    const said: string[] = []
    await scene((sc) => {
      sc.supply('db', role.serve)
      sc.client('a', async (c) => {
        await c.call('db', 'begin')
        await c.call('db', 'lock', { tx: 't1', name: 'x' })
        await c.call('db', 'begin')
        const waits = c.call('db', 'lock', { tx: 't2', name: 'x' })
        const r = await c.call('db', 'get', { tx: 't2', table: 't', key: 'k' })
        said.push(r.ok ? 'ok' : r.reason)
        await waits
        await c.call('db', 'commit', { tx: 't2' })
        const late = await c.call('db', 'lock', { tx: 't2', name: 'y' })
        said.push(late.ok ? 'ok' : late.reason)
      })
    })
    expect(said).toEqual([
      'transaction t2 waits for a lock: one request at a time',
      'transaction t2 is committed',
    ])
  })
})
