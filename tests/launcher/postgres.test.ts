import { readFileSync, writeFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type EmbeddedServer, holdEmbeddedServer } from '../../scripts/launcher/postgres.ts'
import { identify, isAlive, isSame } from '../../scripts/launcher/processes.ts'

let dir: string
const held: EmbeddedServer[] = []

beforeEach(async () => {
  const parent = await mkdtemp(join(tmpdir(), 'faultline-pg-'))
  // When root runs the tests, the server runs as someone else, who has to be able to enter.
  await chmod(parent, 0o755)
  dir = join(parent, 'pg')
})

afterEach(async () => {
  for (const server of held.splice(0)) await server.release().catch(() => undefined)
  await rm(join(dir, '..'), { recursive: true, force: true })
})

async function hold(options: { throwAway: boolean } = { throwAway: true }): Promise<EmbeddedServer> {
  const server = await holdEmbeddedServer(dir, options)
  held.push(server)
  return server
}

async function query(server: EmbeddedServer, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.url('postgres') })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('embedded PostgreSQL', () => {
  test('embedded: an empty folder becomes a server that keeps its data over a stop', async () => {
    const first = await hold()
    expect(first.started).toBe(true)
    await query(first, 'create table kept as select 42 as n')
    await first.release()
    expect(isAlive(first.pid)).toBe(false)
    const second = await hold()
    expect(await query(second, 'select n from kept')).toEqual([{ n: 42 }])
  })

  test('embedded: a second holder adopts the server, and the last one to leave stops it', async () => {
    const [first, second] = [await hold(), await hold()]
    expect(second).toMatchObject({ started: false, pid: first.pid, port: first.port })
    await first.release()
    expect(isAlive(first.pid)).toBe(true)
    await second.release()
    expect(isAlive(first.pid)).toBe(false)
  })

  test('embedded: of several that start at once all end up on the same server', async () => {
    const servers = await Promise.all([hold(), hold(), hold()])
    expect(new Set(servers.map((server) => server.pid)).size).toBe(1)
    await Promise.all(servers.map((server) => server.release()))
    expect(isAlive(servers[0]!.pid)).toBe(false)
  })

  test('embedded: after kill -9 of the server its holder is told, and the next start recovers', async () => {
    const first = await hold({ throwAway: false })
    await query(first, 'create table kept as select 42 as n')
    process.kill(first.pid, 'SIGKILL')
    await first.lost
    const second = await hold({ throwAway: false })
    expect(second.started).toBe(true)
    expect(await query(second, 'select n from kept')).toEqual([{ n: 42 }])
  })

  test('embedded: a left-over pid file that names a stranger is not believed', async () => {
    const first = await hold()
    const file = join(
      dataDirOf(await query(first, "select current_setting('data_directory') as dir")),
      'postmaster.pid',
    )
    const lines = readFileSync(file, 'utf8').split('\n')
    await first.release()
    writeFileSync(file, [process.pid, ...lines.slice(1)].join('\n'))
    const second = await hold()
    expect(second.started).toBe(true)
    expect(second.pid).not.toBe(process.pid)
  })

  test('embedded: without the password nobody gets in', async () => {
    const server = await hold()
    const url = new URL(server.url('postgres'))
    url.password = 'guess'
    const client = new pg.Client({ connectionString: url.href })
    await expect(client.connect()).rejects.toThrow(/password authentication failed/)
  })
})

describe('process identity', () => {
  test('identity: a process is itself, and not a later one with the same number', () => {
    const me = identify(process.pid)!
    expect(isSame(me)).toBe(true)
    expect(isSame({ ...me, startedAt: `${me.startedAt}0` })).toBe(false)
  })
})

function dataDirOf(rows: unknown[]): string {
  return (rows[0] as { dir: string }).dir
}
