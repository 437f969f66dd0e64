import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freePort, isFree } from '../../scripts/launcher/ports.ts'
import { isAlive } from '../../scripts/launcher/processes.ts'
import { root } from '../../scripts/launcher/root.ts'

// Everything here runs the real `npm start`, with its embedded database, on data of its own.

let dataDir: string
let port: number
const runs: Run[] = []

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'faultline-start-'))
  // When root runs the tests, PostgreSQL runs as someone else, who has to be able to enter.
  await chmod(dataDir, 0o755)
  port = await freePort()
})

afterEach(async () => {
  for (const run of runs.splice(0)) await run.stop()
  // A database whose launcher was killed belongs to nobody until the next start; here there is none.
  const pid = databasePid()
  if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL')
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

class Run {
  child: ChildProcess
  output = ''
  exited: Promise<number | null>

  constructor(env: Record<string, string | undefined> = {}) {
    this.child = spawn(process.execPath, [join(root, 'scripts/run.mjs'), 'start'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...{ VITEST: undefined, DATABASE_URL: undefined, APP_ORIGIN: undefined, HOST: undefined },
        ...{ PORT: String(port), FAULTLINE_DATA: dataDir, ...env },
      },
    })
    this.exited = new Promise((resolve) => this.child.on('exit', resolve))
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text
      })
    }
    runs.push(this)
  }

  /** Resolves when the output matches, rejects when the process ends first. */
  async said(pattern: RegExp): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const look = () => pattern.test(this.output) && resolve()
      for (const stream of [this.child.stdout!, this.child.stderr!]) stream.on('data', look)
      void this.exited.then(() => reject(new Error(`it ended without saying ${pattern}:\n${this.output}`)))
      look()
    })
  }

  async ready(): Promise<this> {
    await this.said(/is ready at/)
    return this
  }

  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM')
    return await this.exited
  }
}

interface Recorded {
  launcher: { pid: number }
  children: { pid: number }[]
}

function recorded(): Recorded {
  return JSON.parse(readFileSync(join(dataDir, 'run', `${port}.json`), 'utf8')) as Recorded
}

function databasePid(): number | undefined {
  try {
    return Number(readFileSync(join(dataDir, 'pg/data/postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return undefined // not there, or gone this moment
  }
}

async function status(path: string): Promise<number> {
  return (await fetch(`http://localhost:${port}${path}`)).status
}

/** Waits until `condition` holds; the test's own time limit ends the wait. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve))
}

describe('npm start', () => {
  test('start: an empty data folder becomes a site that answers; SIGTERM leaves no process, and the port free', async () => {
    const run = await new Run().ready()
    expect(run.output).toContain(`http://localhost:${port}`)
    expect(await status('/')).toBe(200)
    const { launcher, children } = recorded()
    const pids = [launcher.pid, ...children.map(({ pid }) => pid), databasePid()!]
    expect(pids).toHaveLength(4)
    expect(pids.filter((pid) => !isAlive(pid))).toEqual([])
    expect(await run.stop()).toBe(0)
    expect(pids.filter(isAlive)).toEqual([])
    expect(await isFree(port)).toBe(true)
  })

  test('start: a second start in the same folder keeps the secret and the data', async () => {
    const first = await new Run().ready()
    const secret = readFileSync(join(dataDir, 'auth-secret'), 'utf8')
    expect(first.output).toContain('Database: applied')
    await first.stop()
    const second = await new Run().ready()
    expect(second.output).not.toContain('Database: applied')
    expect(readFileSync(join(dataDir, 'auth-secret'), 'utf8')).toBe(secret)
  })

  test('start: after kill -9 of the launcher its web server and grader end, and the next start adopts the database', async () => {
    await new Run().ready()
    const { launcher, children } = recorded()
    const database = databasePid()!
    process.kill(launcher.pid, 'SIGKILL')
    await until(() => children.every(({ pid }) => !isAlive(pid)))
    expect(isAlive(database)).toBe(true)
    await new Run().ready()
    expect(databasePid()).toBe(database)
    expect(await status('/')).toBe(200)
  })

  test('start: after kill -9 of everything the next start ends leftovers and recovers', async () => {
    await new Run().ready()
    const { launcher, children } = recorded()
    // Stopped processes cannot notice that their launcher died: these are the orphans a crash leaves.
    for (const { pid } of children) process.kill(pid, 'SIGSTOP')
    for (const pid of [launcher.pid, databasePid()!]) process.kill(pid, 'SIGKILL')
    await until(() => !isAlive(launcher.pid))
    const second = await new Run().ready()
    expect(second.output).toContain('Ending what an earlier run left behind')
    expect(children.filter(({ pid }) => isAlive(pid))).toEqual([])
    expect(await status('/')).toBe(200)
  })

  test('start: a killed web server and a killed database come back by themselves', async () => {
    const run = await new Run().ready()
    const web = recorded().children.at(-1)!.pid
    process.kill(web, 'SIGKILL')
    await run.said(/The web server ended by itself \(SIGKILL\)/)
    await until(() =>
      status('/').then(
        (code) => code === 200,
        () => false,
      ),
    )
    const database = databasePid()!
    process.kill(database, 'SIGKILL')
    await run.said(/The database is gone; starting it again/)
    await until(() => databasePid() !== undefined && databasePid() !== database)
    expect(await run.stop()).toBe(0)
  })

  test('start: a taken port is refused with who holds it and what to type', async () => {
    const stranger = await new Promise<Server>((resolve) => {
      const server = createServer().listen(port, '127.0.0.1', () => resolve(server))
    })
    const run = new Run()
    expect(await run.exited).toBe(1)
    expect(run.output).toContain(`Port ${port} is taken by process ${process.pid} (`)
    expect(run.output).toMatch(/PORT=\d+ npm start/)
    stranger.close()
  })

  test('start: a second one beside a running one is refused, and the running one goes on', async () => {
    const run = await new Run().ready()
    const second = new Run()
    expect(await second.exited).toBe(1)
    expect(second.output).toContain(
      `already being served at http://localhost:${port} (process ${recorded().launcher.pid})`,
    )
    expect(run.child.exitCode).toBeNull()
    expect(await status('/')).toBe(200)
  })

  test('start: a database server that does not answer is named, without its password', async () => {
    const run = new Run({ DATABASE_URL: `postgresql://u:hunter2@127.0.0.1:${port}/d` })
    expect(await run.exited).toBe(1)
    expect(run.output).toContain(`The database 127.0.0.1:${port}/d cannot be reached`)
    expect(run.output).not.toContain('hunter2')
  })

  test('start: production with a weak secret is refused with the reason', async () => {
    const run = new Run({ APP_ORIGIN: 'https://learn.example.org', AUTH_SECRET: 'secret' })
    expect(await run.exited).toBe(1)
    expect(run.output).toContain('AUTH_SECRET')
  })
})
