import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { listen } from '../../lib/db/index.ts'
import { createTestDatabase } from '../setup/database.ts'

let url: string

beforeAll(async () => {
  url = (await createTestDatabase()).url
})

async function query(sql: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}

const notify = (channel: string, payload: string) => query('select pg_notify($1, $2)', [channel, payload])

/** What arrives, in order, and a promise for the time when so much is there. */
function inbox() {
  const arrived: string[] = []
  const waiting: { count: number; wake: () => void }[] = []
  return {
    arrived,
    handler: (payload: string) => {
      arrived.push(payload)
      for (const { count, wake } of waiting) if (arrived.length >= count) wake()
    },
    has: (count: number) =>
      new Promise<void>((wake) => {
        if (arrived.length >= count) wake()
        else waiting.push({ count, wake })
      }),
  }
}

describe('listen', () => {
  test('listen: every subscriber of a channel gets each payload in order, other channels nothing', async () => {
    const [a, b, other] = [inbox(), inbox(), inbox()]
    const stops = await Promise.all([
      listen('news', a.handler),
      listen('news', b.handler),
      listen('other', other.handler),
    ])
    await notify('news', 'first')
    await notify('news', 'second')
    await Promise.all([a.has(2), b.has(2)])
    expect(a.arrived).toEqual(['first', 'second'])
    expect(b.arrived).toEqual(['first', 'second'])
    expect(other.arrived).toEqual([])
    for (const stop of stops) stop()
  })

  test('listen: all subscribers share one connection', async () => {
    const stops = await Promise.all([1, 2, 3].map((n) => listen(`channel-${n}`, () => undefined)))
    const sessions = await query(
      "select count(*)::int as n from pg_stat_activity where application_name = 'faultline-listen' and datname = current_database()",
    )
    expect(sessions).toEqual([{ n: 1 }])
    for (const stop of stops) stop()
  })

  test('listen: after stop nothing arrives', async () => {
    const [stopped, witness] = [inbox(), inbox()]
    const stop = await listen('quiet', stopped.handler)
    const stopWitness = await listen('quiet', witness.handler)
    stop()
    await notify('quiet', 'hello')
    await witness.has(1)
    expect(stopped.arrived).toEqual([])
    stopWitness()
  })

  test('listen: a lost connection comes back, and the subscriber is told', async () => {
    const box = inbox()
    let reconnected: () => void = () => undefined
    const back = new Promise<void>((resolve) => {
      reconnected = resolve
    })
    const stop = await listen('durable', box.handler, () => reconnected())
    await query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'faultline-listen' and datname = current_database()",
    )
    await back
    await notify('durable', 'again')
    await box.has(1)
    expect(box.arrived).toEqual(['again'])
    stop()
  })
})
